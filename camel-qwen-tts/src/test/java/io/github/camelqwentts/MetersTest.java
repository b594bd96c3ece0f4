/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelqwentts;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.speech.SpeechRequest;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What stands in the meter registry. */
class MetersTest extends SpeakingTestSupport {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final HeldEngine engine = new HeldEngine(1);

    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.engine(engine);
    }

    @Override
    protected void prepare(CamelContext made) {
        made.getRegistry().bind(MicrometerConstants.METRICS_REGISTRY_NAME, registry);
    }

    @Test
    void whatIsSpokenIsCountedByModelVoiceAndOperation() {
        send("qwen-tts:synthesize?voice=ryan&includeCost=true&outputFormat=WAV", "Hello");
        send("qwen-tts:synthesize?voice=ryan&includeCost=true&outputFormat=WAV", "Hello");
        send("qwen-tts:synthesize?voice=vivian", "Hi");

        String[] ryan = {"operation", "synthesize", "model", "alibaba:qwen@3-tts-1.7b-customvoice", "voice", "ryan"};
        assertThat(registry.get("camel.qwen.tts.results").tags(ryan).counter().count())
                .isEqualTo(2);
        assertThat(registry.get("camel.qwen.tts.characters")
                        .tags(ryan)
                        .counter()
                        .count())
                .isEqualTo(10);
        assertThat(registry.get("camel.qwen.tts.audio").tags(ryan).counter().count())
                .isEqualTo(2);
        assertThat(registry.get("camel.qwen.tts.cost").tags(ryan).counter().count())
                .isPositive();
        assertThat(registry.get("camel.qwen.tts.tasks")
                        .tags(ryan)
                        .tag("kind", "none")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("camel.qwen.tts.results")
                        .tag("voice", "vivian")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void failuresRetriesAndRecoveredResultsAreCounted() {
        emulator().inject(new Fault.ResetAfterWork());
        send("qwen-tts:synthesize", "Hello");
        emulator().inject(new Fault.TaskError("invalidVoice", "No"));
        send("qwen-tts:synthesize", "Hello");

        assertThat(registry.get("camel.qwen.tts.retries").counter().count()).isEqualTo(1);
        assertThat(registry.get("camel.qwen.tts.recovered").counter().count()).isEqualTo(1);
        assertThat(registry.get("camel.qwen.tts.tasks")
                        .tag("kind", "validation")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatIsInFlightShowsWhileItIs() throws Exception {
        engine.hold();
        CompletableFuture<Object> spoken = template.asyncRequestBody("qwen-tts:synthesize", (Object) "Hello");

        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(registry.get("camel.qwen.tts.tasks.active")
                                .tag("operation", "synthesize")
                                .longTaskTimer()
                                .activeTasks())
                        .isEqualTo(1));

        engine.release();
        spoken.get(20, TimeUnit.SECONDS);
        assertThat(registry.get("camel.qwen.tts.tasks.active").longTaskTimer().activeTasks())
                .isZero();
    }

    @Test
    void hitsAndMissesOfACacheAreCountedByModelVoiceAndOperation(@TempDir Path cache) {
        component().setCacheDirectory(cache.toString());
        long size = 0;
        for (int i = 0; i < 3; i++) {
            Exchange exchange = send("qwen-tts:synthesize?voice=ryan&outputFormat=WAV", "Hello");
            size = exchange.getMessage().getBody(byte[].class).length;
        }

        String[] ryan = {"operation", "synthesize", "model", "alibaba:qwen@3-tts-1.7b-customvoice", "voice", "ryan"};
        assertThat(registry.get("camel.qwen.tts.cache.hits")
                        .tags(ryan)
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("camel.qwen.tts.cache.misses")
                        .tags(ryan)
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("camel.qwen.tts.cache.bytes")
                        .tags(ryan)
                        .counter()
                        .count())
                .isEqualTo(2.0 * size);
        assertThat(registry.get("camel.qwen.tts.results").tags(ryan).counter().count())
                .isEqualTo(1);
    }

    @Test
    void aRegistryThatIsBrokenCostsNoHit(@TempDir Path cache) {
        component().setCacheDirectory(cache.toString());
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                throw new IllegalStateException("This registry is broken");
            }
        });

        assertThat(send("qwen-tts:synthesize", "Hello").getException()).isNull();
        assertThat(send("qwen-tts:synthesize", "Hello").getMessage().getHeader("CamelQwenTtsCacheHit"))
                .isEqualTo(true);
    }

    @Test
    void aRegistryThatIsBrokenCostsNoResult() {
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                throw new IllegalStateException("This registry is broken");
            }
        });
        emulator().inject(new Fault.ResetAfterWork());

        Exchange exchange = send("qwen-tts:synthesize?outputFormat=WAV", "Hello");

        assertThat(exchange.getException()).isNull();
        assertThat(emulator().tasksCarriedOut()).isOne();
    }

    @Test
    void modelsOfMessagesMakeNoMetersOfTheirOwn() {
        send("qwen-tts:synthesize", "Hello", Map.of("CamelQwenTtsModel", "someone:else@0"));
        int meters = registry.getMeters().size();
        for (int i = 1; i <= 100; i++) {
            send("qwen-tts:synthesize", "Hello", Map.of("CamelQwenTtsModel", "someone:else@" + i));
        }

        assertThat(registry.getMeters()).hasSize(meters);
        assertThat(modelTags()).containsOnly("other");
    }

    @Test
    void modelOfAnOptionHasATagAsLongAsThereAreFew() {
        for (int i = 0; i < 80; i++) {
            send("qwen-tts:synthesize?model=acme:speaker@" + i, "Hello");
        }
        send("qwen-tts:synthesize", "Hello", Map.of("CamelQwenTtsModel", "acme:speaker@0"));

        assertThat(modelTags())
                .contains("acme:speaker@0", "acme:speaker@49", "other")
                .hasSize(51);
    }

    private Set<String> modelTags() {
        return registry.getMeters().stream()
                .map(meter -> meter.getId().getTag("model"))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    @Test
    void noMeterShowsTheTextOrAnId() {
        String text = "Nobody else's business";
        send(
                "qwen-tts:synthesize",
                SpeechRequest.builder()
                        .text(text)
                        .taskUUID("2d4b6f7e-3d0c-4a4f-9b39-0a4f1d2c3b4a")
                        .build());
        send("qwen-tts:getTaskDetails", "2d4b6f7e-3d0c-4a4f-9b39-0a4f1d2c3b4a");

        List<String> tags = registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().startsWith("camel.qwen.tts"))
                .flatMap(id -> id.getTags().stream())
                .map(Tag::getValue)
                .toList();
        assertThat(tags)
                .contains("getTaskDetails", "unknown")
                .noneMatch(tag -> tag.contains(text) || tag.contains("2d4b"));
    }
}
