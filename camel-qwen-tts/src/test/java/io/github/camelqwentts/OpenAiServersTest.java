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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.ErrorShape;
import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import io.github.camelqwentts.emulator.SpeechFault;
import io.github.camelqwentts.speech.SpeechError.Kind;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Several servers that share the requests of an endpoint. */
class OpenAiServersTest extends OpenAiTestSupport {

    private final HeldEngine engine = new HeldEngine(1);
    private OpenAiSpeechEmulator second;

    @Override
    OpenAiSpeechEmulator.Builder configure(OpenAiSpeechEmulator.Builder settings) {
        return settings.engine(engine);
    }

    @BeforeEach
    void startSecond() {
        second = OpenAiSpeechEmulator.builder().engine(engine).build().start();
    }

    @AfterEach
    void stopSecond() {
        second.close();
    }

    @Test
    void sendsEachRequestToTheServerWithTheFewestInProgress() throws Exception {
        engine.hold();
        CompletableFuture<Exchange> done =
                Background.call(() -> speakToBoth(List.of("One.", "Two.", "Three.", "Four.", "Five.", "Six.")));

        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(List.of(emulator().speechesInFlight(), second.speechesInFlight()))
                        .containsExactly(3, 3));

        engine.release();
        assertThat(done.get(20, TimeUnit.SECONDS).getException()).isNull();
    }

    @Test
    void sendsToAnotherServerAtOnceIfOneIsNotThere() {
        String gone = second.baseUrl();
        second.close();

        for (int i = 0; i < 3; i++) {
            Exchange done =
                    speak("maxRetries=0&baseUrl=" + gone + "," + emulator().baseUrl(), "Hello.");
            assertThat(audio(done)).isNotEmpty();
        }

        assertThat(emulator().speechesCompleted()).isEqualTo(3);
    }

    @Test
    void leavesOutAServerThatReportsAnOutage() {
        second.inject(new SpeechFault.Error(503, ErrorShape.HTML, "Starting."), 10);

        for (int i = 0; i < 4; i++) {
            assertThat(audio(speakToBoth("Hello."))).isNotEmpty();
        }

        assertThat(second.requests()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void failsIfNoServerIsThere() {
        String gone = second.baseUrl();
        second.close();

        Exchange done = speak("maxRetries=1&baseUrl=" + gone + "," + gone + "/v1", "Hello.");

        assertThat(error(done).kind()).isEqualTo(Kind.CONNECTION);
    }

    private Exchange speakToBoth(Object body) {
        return speak("baseUrl=" + emulator().baseUrl() + "," + second.baseUrl(), body);
    }
}
