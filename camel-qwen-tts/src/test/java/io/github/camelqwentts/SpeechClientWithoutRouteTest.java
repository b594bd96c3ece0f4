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

import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.Voice;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SpeechClientWithoutRouteTest extends SpeakingTestSupport {

    @Test
    void speaksWithTheOptionsOfTheComponentAndWhatTheRequestSaysWins() throws Exception {
        component(context).getConfiguration().setVoice("vivian");
        component(context).getConfiguration().setOutputFormat("WAV");
        SpeechClient client = component(context).createSpeechClient();

        List<SpeechResult> results = client.synthesize(List.of(
                        SpeechRequest.of("One."),
                        SpeechRequest.builder().text("Two.").voice(Voice.RYAN).build()))
                .get(30, TimeUnit.SECONDS);

        assertThat(speechTasks()).extracting(task -> task.at("speech", "voice")).containsExactly("vivian", "ryan");
        assertThat(results).extracting(SpeechResult::format).containsOnly(OutputFormat.WAV);
        for (SpeechResult result : results) {
            try (InputStream audio = result.orThrow().audio().open()) {
                assertThat(audio.readNBytes(4)).asString().isEqualTo("RIFF");
            }
            result.orThrow().audio().close();
        }
    }

    @Test
    void speaksBeforeTheContextHasStarted() throws Exception {
        try (CamelContext young = newContext()) {
            SpeechClient client = component(young).createSpeechClient();

            List<SpeechResult> results =
                    client.submit(List.of(SpeechRequest.of("Early."))).get(30, TimeUnit.SECONDS);

            assertThat(results).extracting(SpeechResult::failure).containsOnlyNulls();
        }
    }

    @Test
    void aClientThatWasGivenIsTheOneThatSpeaks() throws Exception {
        SpeechClient own = requests -> CompletableFuture.completedFuture(List.of());
        component(context).getConfiguration().setSpeechClient(own);

        SpeechClient client = component(context).createSpeechClient();

        assertThat(client.synthesize(List.of(SpeechRequest.of("Hello."))).get(10, TimeUnit.SECONDS))
                .isEmpty();
        assertThat(emulator().requests()).isEmpty();
    }

    @Test
    void anOptionThatBreaksARuleIsRefusedAtOnce() {
        component(context).getConfiguration().setSpeed(9.0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> component(context).createSpeechClient())
                .withMessageContaining("speed=9 (component) is not valid");
    }

    private static QwenTtsComponent component(CamelContext context) {
        return context.getComponent("qwen-tts", QwenTtsComponent.class);
    }
}
