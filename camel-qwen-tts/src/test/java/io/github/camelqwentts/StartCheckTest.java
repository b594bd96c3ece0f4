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

import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StartCheckTest extends SpeakingTestSupport {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            synthesize?voice=nobody                     | voice=nobody (endpoint URI) is not valid: must be one of auto, vivian
            synthesize?language=Klingon                 | language=Klingon (endpoint URI) is not valid: must be one of Auto, Chinese
            synthesize?outputType=FILE                  | outputType=FILE (endpoint URI) is not valid: must be one of URL, base64Data, dataURI
            synthesize?outputFormat=AAC                 | outputFormat=AAC (endpoint URI) is not valid: must be one of MP3, WAV, FLAC, OGG
            synthesize?speed=0.24                       | speed=0.24 (endpoint URI) is not valid: must be between 0.25 and 4
            synthesize?speed=4.01                       | speed=4.01 (endpoint URI) is not valid: must be between 0.25 and 4
            synthesize?speed=1.005                      | speed=1.005 (endpoint URI) is not valid: must be between 0.25 and 4 in steps of 0.01
            synthesize?numberResults=0                  | numberResults=0 (endpoint URI) is not valid: must be between 1 and 20
            synthesize?numberResults=21                 | numberResults=21 (endpoint URI) is not valid: must be between 1 and 20
            synthesize?maxNewTokens=0                   | maxNewTokens=0 (endpoint URI) is not valid: must be at least 1
            synthesize?ttl=59                           | ttl=59 (endpoint URI) is not valid: must be at least 60
            synthesize?ttl=60&outputType=dataURI        | ttl=60 (endpoint URI) is not valid: must be set with outputType=URL only
            synthesize?audioChannels=3                  | audioChannels=3 (endpoint URI) is not valid: must be between 1 and 2
            synthesize?audioChannels=1&outputFormat=WAV | audioChannels=1 (endpoint URI) is not valid: must not be set with outputFormat=WAV, only with MP3 and OGG
            synthesize?audioBitrate=64&outputFormat=FLAC | audioBitrate=64 (endpoint URI) is not valid: must not be set with outputFormat=FLAC
            synthesize?audioSampleRate=12345            | audioSampleRate=12345 (endpoint URI) is not valid: must be one of 8000
            synthesize?audioSampleRate=8000&audioBitrate=65 | audioBitrate=65 (endpoint URI) is not valid: must be between 8 and 64 kbps for MP3 at 8000 Hz
            synthesize?audioSampleRate=24000&audioBitrate=161 | audioBitrate=161 (endpoint URI) is not valid: must be between 8 and 160 kbps for MP3 at 24000 Hz
            synthesize?audioSampleRate=48000&audioBitrate=31 | audioBitrate=31 (endpoint URI) is not valid: must be between 32 and 320 kbps for MP3 at 48000 Hz
            synthesize?audioBitrate=321                 | audioBitrate=321 (endpoint URI) is not valid: must be between 8 and 320 kbps for MP3
            synthesize?uploadEndpoint=ftp://example.org/x | must be an http or https URL
            synthesize?webhookUrl=nowhere               | must be an http or https URL
            synthesize?callTimeout=abc               | callTimeout=abc (endpoint URI) is not valid: must be a duration such as 500ms, 30s or 1m30s
            synthesize?retryDelay=soon                  | retryDelay=soon (endpoint URI) is not valid: must be a duration
            synthesize?pollInterval=1.5s                | pollInterval=1.5s (endpoint URI) is not valid: must be a duration
            synthesize?connectTimeout=5x                | connectTimeout=5x (endpoint URI) is not valid: must be a duration
            synthesize?callTimeout=-5s               | callTimeout=-5s (endpoint URI) is not valid: must be a duration
            synthesize?callTimeout=-5000             | callTimeout=-5s is not valid: must be positive, such as 30s or 5m
            synthesize?spoolThreshold=10MB              | spoolThreshold=10MB (endpoint URI) is not valid: must be a whole number
            synthesize?ttl=1h                           | ttl=1h (endpoint URI) is not valid: must be a whole number
            synthesize?maxRetries=2.7                   | maxRetries=2.7 (endpoint URI) is not valid: must be a whole number
            synthesize?maxRetries=                      | maxRetries= (endpoint URI) is not valid: must be a whole number
            synthesize?maxAudioSize=1_000               | maxAudioSize=1_000 (endpoint URI) is not valid: must be a whole number
            synthesize?numberResults=1.5                | numberResults=1.5 (endpoint URI) is not valid: must be a whole number
            synthesize?speed=1,5                        | speed=1,5 (endpoint URI) is not valid: must be a number with a decimal point and without spaces
            synthesize?speed=NaN                        | speed=NaN (endpoint URI) is not valid: must be a number
            synthesize?pollBackoffMultiplier=2s         | pollBackoffMultiplier=2s (endpoint URI) is not valid: must be a number
            synthesize?includeCost=yes                  | includeCost=yes (endpoint URI) is not valid: must be true or false
            synthesize?baseUrl=no%20url                 | baseUrl is not valid: must be an http or https URL
            synthesize?model=base&referenceAudio=a.wav  | referenceAudio (endpoint URI) is not valid: must be a URL, base64 or a data URI
            synthesize?model=voicedesing                | model=voicedesing (endpoint URI) is not valid: must be customvoice, voicedesign, base or a model id such as alibaba:qwen@
            synthesize?model=voicedesign&voice=vivian   | voice=vivian (endpoint URI) is not valid: is not a voice of model=alibaba:qwen@3-tts-1.7b-voicedesign
            synthesize?model=base&positivePrompt=calm   | positivePrompt (endpoint URI) is not valid: must not be set with model=alibaba:qwen@3-tts-1.7b-base
            synthesize?language=tlh-AQ                  | language=tlh-AQ (endpoint URI) is not valid: must be one of Auto, Chinese
            synthesize?voice=clone                      | voice=clone (endpoint URI) is not valid: is not a voice of model=alibaba:qwen@3-tts-1.7b-customvoice
            synthesize?transcript=words                 | transcript (endpoint URI) is not valid: must be set with model=alibaba:qwen@3-tts-1.7b-base only
            synthesize?deliveryMethod=later             | deliveryMethod=later (endpoint URI) is not valid: must be one of sync, async
            synthesize?baseUrl=ftp://example.org        | baseUrl=ftp://example.org is not valid: must be an http or https URL
            synthesize?maxRetries=-1                    | maxRetries=-1 is not valid: must be at least 0
            synthesize?batchSize=0                      | batchSize=0 is not valid: must be at least 1
            synthesize?maxConnections=0                 | maxConnections=0 is not valid: must be at least 1
            synthesize?maxAudioSize=0                   | maxAudioSize=0 is not valid: must be at least 1
            synthesize?spoolThreshold=-1                | spoolThreshold=-1 is not valid: must be at least 0
            synthesize?callTimeout=0s                | callTimeout=0s is not valid: must be positive, such as 30s or 5m
            speak                                       | operation=speak is not valid: must be one of synthesize, submit, getResponse, getTaskDetails, listVoices, webhook
            submit?deliveryMethod=later                 | deliveryMethod=later (endpoint URI) is not valid: must be one of sync, async
            synthesize?pollInterval=0                   | pollInterval=0s is not valid: must be positive, such as 30s or 5m
            synthesize?pollInitialDelay=0               | pollInitialDelay=0s is not valid: must be positive, such as 30s or 5m
            synthesize?pollMaxInterval=0                | pollMaxInterval=0s is not valid: must be positive, such as 30s or 5m
            synthesize?pollBackoffMultiplier=0.5        | pollBackoffMultiplier=0.5 is not valid: must be at least 1
            """)
    void aWrongOptionFailsTheStartAndNamesOptionValueAndRule(String uri, String message) {
        assertThatThrownBy(() -> routeTo("qwen-tts:" + uri))
                .isInstanceOf(FailedToCreateRouteException.class)
                .rootCause()
                .hasMessageContaining(message);
        assertThat(emulator().requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:/no/such.wav", "classpath:no/such.wav"})
    void missingReferenceAudioFailsTheStart(String resource) {
        assertThatThrownBy(() -> routeTo("qwen-tts:synthesize?model=base&referenceAudio=" + resource))
                .isInstanceOf(FailedToCreateRouteException.class)
                .hasStackTraceContaining("referenceAudio (endpoint URI) is not valid: must be readable");
    }

    @ParameterizedTest
    @CsvSource({"speed=fast, speed", "ttl=soon, ttl", "colour=red, colour"})
    void anOptionOfTheWrongTypeOrNameFailsTheStart(String option, String name) {
        assertThatThrownBy(() -> routeTo("qwen-tts:synthesize?" + option))
                .isInstanceOf(FailedToCreateRouteException.class)
                .hasStackTraceContaining(name);
    }

    @ParameterizedTest
    @CsvSource({
        "audioSampleRate=8000&audioBitrate=8",
        "audioSampleRate=24000&audioBitrate=160",
        "audioSampleRate=44100&audioBitrate=320&audioChannels=2",
        "outputFormat=OGG&audioSampleRate=12345&audioBitrate=7",
        "ttl=60",
        "speed=0.25",
        "speed=4",
        "speed=1.37",
        "voice=UNCLE_FU&language=english&outputFormat=mp3",
        "model=alibaba:qwen@3-tts-1.7b-voicedesign",
        "model=voicedesign",
        "model=VoiceDesign&voice=design",
        "model=CustomVoice&voice=vivian",
        "model=base&voice=clone",
        "model=ALIBABA:qwen@3-TTS-1.7b-base&voice=clone",
        "voice=Uncle Fu&language=pt-BR",
        "callTimeout=PT5M&retryDelay=500ms&maxRetryDelay=1m30s&pollInterval=250&connectTimeout=1h",
        "numberResults= 3 &speed= 1.05 &includeCost= true &voice= ryan &callTimeout= 30s ",
        "model=alibaba:qwen@3-tts-1.7b-base&voice=clone",
        "model=alibaba:qwen@9-tts-of-tomorrow&voice=vivian"
    })
    void whatIsAtTheEdgeOfTheRulesStarts(String options) throws Exception {
        routeTo("qwen-tts:synthesize?" + options);

        assertThat(context.getRouteController().getRouteStatus("under-test").isStarted())
                .isTrue();
    }

    @Test
    @DisabledIfEnvironmentVariable(named = "RUNWARE_API_KEY", matches = ".+")
    void aMissingKeyFailsTheStart() {
        component().getConfiguration().setApiKey(null);

        assertThatThrownBy(() -> routeTo("qwen-tts:synthesize"))
                .rootCause()
                .hasMessage("apiKey is not set: give the option apiKey or the environment variable RUNWARE_API_KEY");
    }

    @Test
    void consumingFailsTheStartAndSaysWhatToDo() {
        assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("qwen-tts:synthesize").to("mock:out");
                    }
                }))
                .hasStackTraceContaining("cannot be consumed from; send messages to it with .to()");
    }
}
