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
package io.github.camelqwentts.runware;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.github.camelqwentts.speech.PayloadTooLargeException;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpoolException;
import io.github.camelqwentts.speech.UnreadableResultException;
import io.github.camelqwentts.transport.HttpSettings;
import io.github.camelqwentts.transport.HttpTransport;
import io.github.camelqwentts.transport.SpoolSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Reads posts of the API, and distinguishes unreadable posts from a failing disk. */
class PostedResultTest {

    private static final String KEY = "rw0secret0key0that0parsers0quote";

    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private HttpTransport transport;

    @AfterEach
    void disconnect() {
        transport.close(Duration.ZERO);
        worker.shutdownNow();
        scheduler.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "nonsense",
                "{\"data\":[{",
                "{\"data\":[{\"audioBase64Data\":\"%%\"}]}",
                "{\"data\":[{\"audioDataURI\":\"audio/mpeg,abc\"}]}"
            })
    void refusesAPostThatIsNotAnEnvelope(String posted) {
        assertThatThrownBy(() -> read(posted, null)).isInstanceOf(UnreadableResultException.class);
    }

    @Test
    void unreadablePostIsDescribedWithoutTheKey() {
        assertThatThrownBy(() -> read("{\"data\":" + KEY + "}", null))
                .isInstanceOf(UnreadableResultException.class)
                .hasMessageContaining("***")
                .hasMessageNotContaining(KEY);
    }

    @Test
    void reportsAFailingDiskApartFromABadPost() {
        String audio = Base64.getEncoder().encodeToString("x".repeat(5_000).getBytes(StandardCharsets.US_ASCII));
        String posted = "{\"data\":[{\"taskUUID\":\"t\",\"audioUUID\":\"a\",\"audioBase64Data\":\"" + audio + "\"}]}";

        assertThatThrownBy(() -> read(posted, new File("/nowhere/at/all")))
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining("/nowhere/at/all");
    }

    @Test
    void refusesAPostBeyondTheLimit() {
        assertThatThrownBy(() -> read("{" + " ".repeat(20_000) + "}", null))
                .isInstanceOf(PayloadTooLargeException.class);
    }

    private List<SpeechResult> read(String posted, File directory) throws Exception {
        transport = new HttpTransport(
                new HttpSettings(Duration.ofSeconds(5), 1, null, null, null, false),
                new SpoolSettings(1_000, () -> directory),
                worker,
                scheduler);
        RunwareClient client = new RunwareClient(
                transport, RunwareOptions.builder().apiKey(KEY).build());
        return client.read(new ByteArrayInputStream(posted.getBytes(StandardCharsets.UTF_8)), 10_000);
    }
}
