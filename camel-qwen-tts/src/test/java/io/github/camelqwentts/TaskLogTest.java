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

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.camelqwentts.emulator.Fault;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is logged of a task. */
class TaskLogTest extends SilentTestSupport {

    private static final String TEXT = "Nobody else's business";

    @AutoClose
    private final CapturedLog log = new CapturedLog("io.github.camelqwentts");

    @Test
    void aTaskIsOneLineAtDebugWithItsIdsAndTimings() throws Exception {
        routeTo("qwen-tts:synthesize?voice=ryan");

        Exchange exchange = send("direct:in", TEXT);

        assertThat(linesAt(Level.DEBUG, exchange.getMessage().getHeader("CamelQwenTtsTaskUuid", String.class)))
                .singleElement()
                .asString()
                .contains(exchange.getExchangeId(), "under-test", "synthesize succeeded after ", "voice ryan")
                .contains("22 characters", "0 retries")
                .containsPattern("sent after \\d+ ms");
    }

    @Test
    void theLineOfAFailedTaskTellsTheKindAndTheRetries() {
        emulator().inject(new Fault.Status(429), 9);

        send("qwen-tts:synthesize?maxRetries=2", TEXT);

        assertThat(linesAt(Level.DEBUG, speechTasks().get(0).taskUUID()))
                .filteredOn(line -> !line.startsWith("Retrying"))
                .singleElement()
                .asString()
                .contains("failed (rateLimit)", "2 retries");
    }

    @Test
    void eachRetryIsLoggedWithItsReasonAndDelay() {
        emulator().inject(new Fault.Status(429), 2);

        send("qwen-tts:synthesize?maxRetries=5&retryDelay=20&maxRetryDelay=20", TEXT);

        assertThat(linesAt(Level.DEBUG, "Retrying in "))
                .hasSize(2)
                .allMatch(line -> line.matches("(?s)Retrying in (1[5-9]|2[0-5]) ms: Task .*rateLimit, HTTP 429.*"));
    }

    @Test
    void retriesOfDownloadsAndPollsAreLoggedToo() {
        emulator().inject(new Fault.Download(new Fault.Status(503)), 1);
        send("qwen-tts:synthesize", TEXT);

        assertThat(linesAt(Level.DEBUG, "Retrying in "))
                .singleElement()
                .asString()
                .contains("HTTP 503");
    }

    @Test
    void endpointThatStartsToFailIsOneWarningAndItsRecoveryOneLine() throws Exception {
        routeTo("qwen-tts:synthesize?maxRetries=0&apiKey=" + SecretsTest.KEY_IN_URI);
        emulator().inject(new Fault.Status(503), task -> true);
        for (int i = 0; i < 5; i++) {
            send("direct:in", TEXT);
        }
        emulator().clearFaults();
        send("direct:in", TEXT);
        send("direct:in", TEXT);

        assertThat(linesAt(Level.WARN, "has started to fail"))
                .singleElement()
                .asString()
                .contains("qwen-tts://synthesize", "HTTP 503")
                .doesNotContain(SecretsTest.KEY_IN_URI);
        assertThat(linesAt(Level.INFO, "has recovered"))
                .singleElement()
                .asString()
                .contains("5 failed calls");
    }

    @Test
    void ignoresFailuresOfSingleMessages() {
        emulator().inject(new Fault.TaskError("invalidVoice", "No"), 1);

        send("qwen-tts:synthesize", TEXT);

        assertThat(linesAt(Level.WARN, "has started to fail")).isEmpty();
    }

    @Test
    void theTextIsLoggedAtTraceOnly() {
        send("qwen-tts:synthesize", TEXT);
        emulator().inject(new Fault.TaskError("invalidVoice", "No"));
        send("qwen-tts:synthesize", TEXT);
        emulator().inject(new Fault.ResetAfterWork());
        send("qwen-tts:synthesize?deliveryMethod=async&pollInterval=50", TEXT);

        await().atMost(10, TimeUnit.SECONDS)
                .until(() -> !linesAt(Level.TRACE, TEXT).isEmpty());
        assertThat(log.events().stream()
                        .filter(event -> event.getLevel().isGreaterOrEqual(Level.DEBUG))
                        .map(ILoggingEvent::getFormattedMessage))
                .isNotEmpty()
                .noneMatch(line -> line.contains(TEXT));
    }

    private List<String> linesAt(Level level, String content) {
        return log.events().stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains(content))
                .toList();
    }
}
