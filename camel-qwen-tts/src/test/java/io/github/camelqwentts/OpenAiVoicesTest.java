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
import java.util.Map;

import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.Voice;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The voices of a server: listed by the server, and used by any name. */
class OpenAiVoicesTest extends OpenAiTestSupport {

    @Override
    OpenAiSpeechEmulator.Builder configure(OpenAiSpeechEmulator.Builder settings) {
        return settings.voices("Ryan", "Vivian", "our_announcer");
    }

    @Test
    void listsTheVoicesOfTheServer() {
        List<Object> voices = send("listVoices", "", Map.of()).getMessage().getBody(List.class);

        assertThat(voices).hasSize(3).contains(Voice.RYAN, Voice.VIVIAN, Voice.of("our_announcer"));
        assertThat(voices)
                .filteredOn(Voice.RYAN::equals)
                .extracting(voice -> ((Voice) voice).gender())
                .containsExactly("male");
    }

    @ParameterizedTest
    @CsvSource({"our_announcer,our_announcer", "Vivian,Vivian", "RYAN,RYAN"})
    void sendsAVoiceAsItIsWritten(String voice, String sent) {
        assertThat(audio(speak("voice=" + voice, "Hello."))).isNotEmpty();

        assertThat(onlySpeech().at("voice")).isEqualTo(sent);
    }

    @Test
    void reportsAVoiceThatTheServerDoesNotHave() {
        assertThat(error(speak("voice=bob", "Hello.")).kind()).isEqualTo(Kind.VALIDATION);
    }

    @Test
    void refusesAVoiceOfOnesOwnWithAnotherBackend() {
        Exchange done = send(
                "synthesize?backend=runware&apiKey=key", "Hello.", Map.of(QwenTtsConstants.VOICE, "our_announcer"));

        assertThat(done.getException())
                .hasMessageContaining("voice=our_announcer")
                .hasMessageContaining("must be one of auto, vivian");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"voices\":[\"aiden\"],\"uploaded_voices\":[{\"name\":\"mine\",\"consent\":\"yes\"}]}",
                "{\"voices\":[{\"id\":\"aiden\",\"name\":\"Aiden\",\"language\":\"en\"},{\"name\":\"mine\"}],\"languages\":[]}",
                "{\"voices\":[\"default\",\"aiden\",\"mine\"]}"
            })
    void readsEachFormOfTheList(String list) throws Exception {
        try (ScriptedServer other = new ScriptedServer()) {
            other.on("/v1/audio/voices", 200, list);

            Exchange done = send("listVoices?baseUrl=" + other.baseUrl(), "", Map.of());

            assertThat(done.getMessage().getBody(List.class)).isEqualTo(List.of(Voice.AIDEN, Voice.of("mine")));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 501})
    void listsThePresetsIfTheServerListsNone(int status) throws Exception {
        try (ScriptedServer other = new ScriptedServer()) {
            other.on("/v1/audio/voices", status, "{}");

            Exchange done = send("listVoices?baseUrl=" + other.baseUrl(), "", Map.of());

            assertThat(done.getMessage().getBody(List.class)).isEqualTo(Voice.PRESETS);
        }
    }

    @Test
    void reportsAnErrorWithTheStatusOfSuccess() throws Exception {
        try (ScriptedServer other = new ScriptedServer()) {
            other.on("/v1/audio/voices", 200, "{\"success\":false,\"error\":\"No such thing.\"}");

            Exchange done = send("listVoices?baseUrl=" + other.baseUrl(), "", Map.of());

            assertThat(error(done).message()).isEqualTo("No such thing.");
        }
    }
}
