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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import io.github.camelqwentts.speech.SpeechError.Kind;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Messages with the same idempotency key that are in progress at the same time in a process. */
class OpenAiSharedTaskTest extends OpenAiTestSupport {

    @Override
    OpenAiSpeechEmulator.Builder configure(OpenAiSpeechEmulator.Builder settings) {
        return settings.latency(Duration.ofSeconds(1));
    }

    @Test
    void speaksATextOnceForAllOfThem() throws Exception {
        List<CompletableFuture<Exchange>> all =
                Stream.generate(() -> begin("Hello.")).limit(5).toList();

        for (CompletableFuture<Exchange> one : all) {
            assertThat(audio(one.get(30, TimeUnit.SECONDS))).hasSizeGreaterThan(3_840);
        }
        assertThat(emulator().speechesStarted()).isEqualTo(1);
    }

    @Test
    void speaksATextAgainIfItIsRepeatedLater() {
        assertThat(audio(keyed("callTimeout=60s", "Hello."))).isNotEmpty();
        assertThat(audio(keyed("callTimeout=60s", "Hello."))).isNotEmpty();

        assertThat(emulator().speechesStarted()).isEqualTo(2);
    }

    @Test
    void continuesTheTaskOfACallThatRanOutOfTime() throws Exception {
        CompletableFuture<Exchange> first = Background.call(() -> keyed("callTimeout=300ms", "Hello."));
        await().atMost(10, TimeUnit.SECONDS).until(() -> emulator().speechesInFlight() == 1);

        Exchange second = begin("Hello.").get(30, TimeUnit.SECONDS);

        assertThat(audio(second)).isNotEmpty();
        assertThat(error(first.get(30, TimeUnit.SECONDS)).kind()).isEqualTo(Kind.TIMEOUT);
    }

    private CompletableFuture<Exchange> begin(String text) {
        return Background.call(() -> keyed("callTimeout=60s", text));
    }

    private Exchange keyed(String options, String text) {
        return send("synthesize?" + options, text, Map.of(QwenTtsConstants.IDEMPOTENCY_KEY, "order-17"));
    }
}
