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

import io.github.camelqwentts.emulator.ErrorShape;
import io.github.camelqwentts.emulator.SpeechFault;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What servers report in place of audio, in each shape and with each status, and what is sent again. */
class OpenAiFailureTest extends OpenAiTestSupport {

    @ParameterizedTest
    @EnumSource(ErrorShape.class)
    void readsTheReasonInEachShape(ErrorShape shape) {
        emulator().inject(new SpeechFault.Error(400, shape, "Invalid voice bob."));

        SpeechError error = error(speak("", "Hello."));

        assertThat(error.kind()).isEqualTo(Kind.VALIDATION);
        assertThat(error.httpStatus()).isEqualTo(400);
        assertThat(error.message())
                .contains(
                        switch (shape) {
                            case HTML -> "The server responded with a web page";
                            default -> "Invalid voice bob.";
                        });
        assertThat(speeches()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(ErrorShape.class)
    void readsTheReasonInEachShapeWithTheStatusOfSuccess(ErrorShape shape) {
        emulator().inject(new SpeechFault.Error(200, shape, "The engine failed."), 4);

        SpeechError error = error(speak("", "Hello."));

        assertThat(error.kind()).isEqualTo(Kind.PROVIDER);
        assertThat(error.attempts()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | VLLM         |                    | validation  | 1
            400 | OPENAI       | content_filter     | safety      | 1
            401 | ERROR_STRING |                    | auth        | 1
            403 | VLLM         |                    | auth        | 1
            402 | VLLM         |                    | quota       | 1
            429 | OPENAI       | insufficient_quota | quota       | 1
            404 | VLLM         |                    | notFound    | 1
            413 | HTML         |                    | validation  | 1
            415 | DETAIL       |                    | validation  | 1
            422 | DETAIL_LIST  |                    | validation  | 1
            429 | OPENAI       |                    | rateLimit   | 4
            499 | HTML         |                    | connection  | 1
            500 | VLLM         |                    | serverError | 4
            501 | HTML         |                    | serverError | 1
            503 | VLLM         |                    | serverError | 4
            502 | HTML         |                    | serverError | 1
            504 | HTML         |                    | timeout     | 1
            408 | HTML         |                    | timeout     | 1
            302 | HTML         |                    | unknown     | 1
            """)
    void classifiesEachStatus(int status, ErrorShape shape, String code, String kind, int attempts) {
        emulator().inject(new SpeechFault.Error(status, shape, "No.", code, null, false), 4);

        SpeechError error = error(speak("", "Hello."));

        assertThat(error.kind().wireName()).isEqualTo(kind);
        assertThat(speeches()).hasSize(attempts);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 502, 504})
    void sendsAgainAfterAnUnclearStatusIfAllowed(int status) {
        emulator().inject(new SpeechFault.Error(status, ErrorShape.HTML, "No."), 2);

        assertThat(audio(speak("retryUncertain=true", "Hello."))).isNotEmpty();

        assertThat(speeches()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TTS model did not produce audio output.", "Speech generation failed: stage 0 died"})
    void repeatsAfterAFaultThatIsDisguisedAsABadRequest(String message) {
        emulator().inject(new SpeechFault.Error(400, ErrorShape.VLLM, message));

        assertThat(audio(speak("", "Hello."))).isNotEmpty();

        assertThat(speeches()).hasSize(2);
    }

    @Test
    void waitsAsLongAsTheServerAsks() {
        emulator().inject(new SpeechFault.Error(429, ErrorShape.VLLM, "Slow down.", null, "1", false));
        long begin = System.nanoTime();

        assertThat(audio(speak("", "Hello."))).isNotEmpty();

        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(1_000_000_000L);
    }

    @Test
    void namesTheFieldAtFault() {
        SpeechError error = error(speak("model=nope", "Hello."));

        assertThat(error.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(error.parameter()).isEqualTo("model");
        assertThat(error.code()).isEqualTo("NotFoundError");
        assertThat(error.message()).isEqualTo("The model `nope` does not exist.");
    }

    @Test
    void keepsTheBeginningOfALongError() {
        emulator().inject(new SpeechFault.Error(500, ErrorShape.TEXT, "It failed. " + "x".repeat(200_000)), 4);

        SpeechError error = error(speak("", "Hello."));

        assertThat(error.message()).startsWith("It failed. xxx").hasSizeLessThan(600);
        assertThat(audio(speak("", "Hello."))).isNotEmpty();
    }

    @Test
    void hidesTheKeyThatAServerRepeats() {
        emulator().inject(new SpeechFault.Error(401, ErrorShape.VLLM, "Wrong key " + KEY + "."));

        Exchange done = speak("apiKey=" + KEY, "Hello.");

        assertThat(error(done).kind()).isEqualTo(Kind.AUTH);
        assertThat(done.getException()).hasMessageNotContaining(KEY).hasMessageContaining("Wrong key ***.");
        assertThat(onlySpeech().headers()).containsEntry("authorization", "Bearer " + KEY);
    }

    @Test
    void doesNotRepeatALostAnswerUnlessAllowed() {
        emulator().inject(new SpeechFault.NoAnswer(true));

        Exchange done = speak("", "Hello.");

        assertThat(error(done).kind()).isEqualTo(Kind.CONNECTION);
        assertThat(done.getException()).hasMessageContaining("see the option retryUncertain");
        assertThat(speeches()).hasSize(1);

        emulator().inject(new SpeechFault.NoAnswer(true));
        assertThat(audio(speak("retryUncertain=true", "Hello."))).isNotEmpty();
        assertThat(speeches()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 3_000, 1_000_000_000})
    void neverTakesABrokenAnswerForAudio(int bytes) {
        emulator().inject(new SpeechFault.BreakAfter(bytes));

        assertThat(error(speak("", "Hello.")).kind()).isEqualTo(Kind.CONNECTION);

        emulator().inject(new SpeechFault.BreakAfter(bytes));
        assertThat(audio(speak("retryUncertain=true", "Hello."))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsAtItsOwnDeadlineIfTheServerHangs(boolean withHead) {
        emulator().inject(withHead ? new SpeechFault.HangAfter(100) : new SpeechFault.HangBeforeHeaders());

        SpeechError error = error(speak("callTimeout=500ms", "Hello."));

        assertThat(error.kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void reportsAServerThatIsNotThereWithoutRepeatingForEver() {
        SpeechError error = error(speak("baseUrl=http://127.0.0.1:1&maxRetries=1", "Hello."));

        assertThat(error.kind()).isEqualTo(Kind.CONNECTION);
        assertThat(error.attempts()).isEqualTo(2);
    }

    @Test
    void failsTheTextsThatFailAlone() {
        emulator()
                .inject(
                        new SpeechFault.Error(400, ErrorShape.VLLM, "No."),
                        request -> "Second.".equals(request.at("input")));

        Exchange done = speak("continueOnError=true", List.of("First.", "Second."));

        List<?> results = done.getMessage().getBody(List.class);
        assertThat(results).hasSize(2);
        assertThat(results.get(0))
                .hasToString(results.get(0).toString())
                .asString()
                .startsWith("Spoken");
        assertThat(results.get(1)).asString().startsWith("Failed");
    }
}
