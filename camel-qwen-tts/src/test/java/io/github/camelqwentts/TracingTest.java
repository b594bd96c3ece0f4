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

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.Fault;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the spans say that Camel's OpenTelemetry makes of a message's way through a route. */
class TracingTest extends SilentTestSupport {

    private static final String TEXT = "Nobody else's business";

    private final RecordedSpans spans = new RecordedSpans();

    @Override
    protected void prepare(CamelContext made) {
        spans.record(made);
    }

    @Test
    void aSpanCarriesOperationModelAndTask() throws Exception {
        routeTo("qwen-tts:synthesize?voice=ryan");

        Exchange exchange = send("direct:in", TEXT);

        assertThat(attribute("qwen.tts.operation")).isEqualTo("synthesize");
        assertThat(attribute("qwen.tts.model")).isEqualTo("alibaba:qwen@3-tts-1.7b-customvoice");
        assertThat(attribute("qwen.tts.task.uuid"))
                .isEqualTo(exchange.getMessage().getHeader("CamelQwenTtsTaskUuid", String.class));
        assertThat(attribute("qwen.tts.error.kind")).isNull();
        assertNothingPrivate();
    }

    @Test
    void aSpanCarriesAllTasksOfACollection() throws Exception {
        routeTo("qwen-tts:submit");

        Exchange exchange = send("direct:in", List.of(TEXT, TEXT));

        List<?> taskUUIDs = exchange.getMessage().getBody(List.class);
        assertThat(attribute("qwen.tts.task.uuid")).isEqualTo(taskUUIDs.get(0) + "," + taskUUIDs.get(1));
    }

    @Test
    void theSpanOfAFailureCarriesItsKindAndTask() throws Exception {
        routeTo("qwen-tts:synthesize?maxRetries=0&apiKey=" + SecretsTest.KEY_IN_URI);
        emulator().inject(new Fault.TaskError("invalidVoice", "No"));

        send("direct:in", TEXT);

        assertThat(attribute("qwen.tts.error.kind")).isEqualTo("validation");
        assertThat(attribute("qwen.tts.task.uuid"))
                .isEqualTo(speechTasks().get(0).taskUUID());
        assertNothingPrivate();
    }

    @Test
    void textsThatCouldNotBeSentAreNotTakenForIds() throws Exception {
        routeTo("qwen-tts:synthesize");

        Exchange exchange = send("direct:in", List.of(TEXT, ""));

        assertThat(exchange.getException()).isInstanceOf(IllegalArgumentException.class);
        assertThat(attribute("qwen.tts.operation")).isEqualTo("synthesize");
        assertThat(attribute("qwen.tts.task.uuid")).isNull();
        assertNothingPrivate();
    }

    private String attribute(String name) {
        return speechSpan().getAttributes().get(AttributeKey.stringKey(name));
    }

    private SpanData speechSpan() {
        return await().atMost(10, TimeUnit.SECONDS)
                .until(
                        () -> spans.finished().stream()
                                .filter(span ->
                                        span.getAttributes().get(AttributeKey.stringKey("qwen.tts.operation")) != null)
                                .toList(),
                        found -> found.size() == 1)
                .get(0);
    }

    private void assertNothingPrivate() {
        assertThat(spans.finished())
                .isNotEmpty()
                .noneMatch(span ->
                        span.toString().contains(TEXT) || span.toString().contains(SecretsTest.KEY_IN_URI));
    }
}
