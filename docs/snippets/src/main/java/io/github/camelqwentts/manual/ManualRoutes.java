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
package io.github.camelqwentts.manual;

import io.github.camelqwentts.speech.SpeechAccessException;
import io.github.camelqwentts.speech.SpeechRejectedException;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechUnavailableException;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

/** The routes of the manual in Java; each has a sister of the same name in XML and one in YAML. */
public class ManualRoutes extends RouteBuilder {

    private final String name;

    public ManualRoutes(String name) {
        this.name = name;
    }

    @Override
    public void configure() {
        switch (name) {
            case "synthesize" -> synthesize();
            case "own-server" -> ownServer();
            case "live" -> live();
            case "override" -> override();
            case "batch" -> batch();
            case "variants" -> variants();
            case "chapter" -> chapter();
            case "dialogue" -> dialogue();
            case "stream" -> stream();
            case "radio" -> radio();
            case "prompts" -> prompts();
            case "shared" -> shared();
            case "partial" -> partial();
            case "voices" -> voices();
            case "design" -> design();
            case "clone" -> cloneVoice();
            case "async" -> async();
            case "later" -> later();
            case "repeatable" -> repeatable();
            case "queue" -> queue();
            case "folder" -> folder();
            case "webhook" -> webhook();
            case "upload" -> upload();
            case "errors" -> errors();
            case "untrusted" -> untrusted();
            default -> throw new IllegalArgumentException("There is no route " + name);
        }
    }

    // @formatter:off
    private void synthesize() {
        // tag::synthesize[]
        from("file:scripts?include=.*\\.txt&moveFailed=.failed")
            .to("qwen-tts:synthesize?voice=vivian&language=English&outputFormat=MP3")
            .to("file:audio");
        // end::synthesize[]
    }

    private void ownServer() {
        // tag::own-server[]
        from("file:scripts?include=.*\\.txt&moveFailed=.failed")
            .to("qwen-tts:synthesize?backend=openai&baseUrl={{speech.servers}}&voice=ryan&maxConnections=32")
            .to("file:audio");
        // end::own-server[]
    }

    private void live() {
        // tag::live[]
        from("direct:live")
            .to("qwen-tts:synthesize?backend=openai&baseUrl={{speech.servers}}&stream=true&outputFormat=WAV")
            .to("file:audio?fileName=live.wav");
        // end::live[]
    }

    private void override() {
        // tag::override[]
        from("direct:say")
            .setHeader("CamelQwenTtsVoice", header("speaker"))
            .setHeader("CamelQwenTtsPositivePrompt", constant("Speak with great enthusiasm"))
            .to("qwen-tts:synthesize?voice=vivian");
        // end::override[]
    }

    private void batch() {
        // tag::batch[]
        from("direct:chapters")
            .to("qwen-tts:synthesize?outputFormat=WAV")
            .split(body())
                .to("file:audio?fileName=chapter-${exchangeProperty.CamelSplitIndex}.wav");
        // end::batch[]
    }

    private void variants() {
        // tag::variants[]
        from("direct:audition")
            .to("qwen-tts:synthesize?numberResults=3&includeCost=true")
            .log("Three variants for ${header.CamelQwenTtsCost} USD")
            .split(body())
                .to("file:audio?fileName=variant-${exchangeProperty.CamelSplitIndex}.mp3");
        // end::variants[]
    }

    private void chapter() {
        // tag::chapter[]
        from("file:chapters?include=.*\\.txt&moveFailed=.failed")
            .setHeader("CamelQwenTtsIdempotencyKey", simple("${file:name}"))
            .to("qwen-tts:synthesize?language=English&outputFormat=MP3&subtitles=SRT")
            .to("file:audio")
            .setBody(header("CamelQwenTtsSubtitles"))
            .to("file:audio?fileName=${file:name.noext}.srt");
        // end::chapter[]
    }

    private void stream() {
        // tag::stream[]
        from("direct:speak")
            .to("qwen-tts:synthesize?stream=true&outputFormat=WAV&maxPieceLength=200");
        // end::stream[]
    }

    private void radio() {
        // tag::radio[]
        from("direct:talk")
            .to("qwen-tts:synthesize?stream=true&outputFormat=WAV&maxPieceLength=200")
            .setVariable("global:talk", body());
        from("direct:listen")
            .setBody(variable("global:talk"))
            .setHeader("Content-Type", constant("audio/wav"));
        // end::radio[]
    }

    private void dialogue() {
        // tag::dialogue[]
        from("direct:dialogue")
            .to("qwen-tts:synthesize?joinResults=true&paragraphGap=400ms&outputFormat=WAV")
            .to("file:audio?fileName=dialogue.wav");
        // end::dialogue[]
    }

    private void prompts() {
        // tag::prompts[]
        from("direct:prompts")
            .to("qwen-tts:synthesize?outputFormat=WAV&cache=#prompts")
            .to("file:audio?fileName=${header.prompt}.wav");
        // end::prompts[]
    }

    private void shared() {
        // tag::shared[]
        from("direct:shared")
            .to("qwen-tts:synthesize?outputFormat=WAV&cache=#shared")
            .to("file:audio?fileName=${header.prompt}.wav");
        // end::shared[]
    }

    private void partial() {
        // tag::partial[]
        from("direct:alerts")
            .to("qwen-tts:synthesize?continueOnError=true")
            .split(body())
                .filter(body().isInstanceOf(SpeechResult.Spoken.class))
                    .to("file:audio?fileName=alert-${exchangeProperty.CamelSplitIndex}.mp3");
        // end::partial[]
    }

    private void voices() {
        // tag::voices[]
        from("direct:voices")
            .to("qwen-tts:listVoices")
            .split(body())
                .log("${body}: ${body.gender}, ${body.nativeLanguage}, ${body.description}");
        // end::voices[]
    }

    private void design() {
        // tag::design[]
        from("direct:narrate")
            .setHeader("CamelQwenTtsPositivePrompt", constant("An old sailor with a warm, rough voice"))
            .to("qwen-tts:synthesize?model=alibaba:qwen@3-tts-1.7b-voicedesign");
        // end::design[]
    }

    private void cloneVoice() {
        // tag::clone[]
        from("direct:imitate")
            .setHeader("CamelQwenTtsTranscript", constant("One, two, three."))
            .to("qwen-tts:synthesize?model=alibaba:qwen@3-tts-1.7b-base&referenceAudio=file:sample.wav");
        // end::clone[]
    }

    private void async() {
        // tag::async[]
        from("direct:lecture")
            .to("qwen-tts:synthesize?deliveryMethod=async&maxNewTokens=4096&callTimeout=10m")
            .to("file:audio?fileName=lecture.mp3");
        // end::async[]
    }

    private void later() {
        // tag::later[]
        from("direct:submit").to("qwen-tts:submit?voice=vivian");
        from("direct:fetch")
            .to("qwen-tts:getResponse?pollUntilDone=true")
            .to("file:audio?fileName=later.mp3");
        from("direct:details")
            .to("qwen-tts:getTaskDetails?includeDetails=true")
            .to("file:audio?fileName=details.json");
        // end::later[]
    }

    private void repeatable() {
        // tag::repeatable[]
        from("direct:order")
            .setHeader("CamelQwenTtsIdempotencyKey", header("orderId"))
            .to("qwen-tts:synthesize?voice=ryan");
        // end::repeatable[]
    }

    private void queue() {
        // tag::queue[]
        from("jms:queue:announcements?transacted=true")
            .setHeader("CamelQwenTtsIdempotencyKey", header("JMSMessageID"))
            .split(body().tokenize("\n")).streaming()
                .to("qwen-tts:synthesize?voice=serena")
                .to("jms:queue:audio");
        // end::queue[]
    }

    private void folder() {
        // tag::folder[]
        from("file:scripts?include=.*\\.txt&moveFailed=.failed")
            .setHeader("CamelQwenTtsIdempotencyKey", header("CamelFileName"))
            .to("qwen-tts:synthesize?voice=vivian")
            .to("file:audio?fileName=${file:name.noext}.mp3");
        // end::folder[]
    }

    private void webhook() {
        // tag::webhook[]
        from("qwen-tts:webhook?webhookPath=/results&webhookToken={{token}}")
            .to("file:audio?fileName=posted.mp3");
        // end::webhook[]
    }

    private void upload() {
        // tag::upload[]
        from("direct:archive")
            .setHeader("CamelQwenTtsUploadEndpoint", header("presignedUrl"))
            .to("qwen-tts:synthesize?outputFormat=FLAC")
            .log("Archived ${header.CamelQwenTtsAudioUuid}");
        // end::upload[]
    }

    private void errors() {
        // tag::errors[]
        onException(SpeechRejectedException.class)
            .handled(true)
            .setBody(simple("${exception.error.code}: ${exception.message}"))
            .to("file:rejected");
        onException(SpeechAccessException.class)
            .log(LoggingLevel.ERROR, "The account cannot be used: ${exception.error.kind}");
        onException(SpeechUnavailableException.class)
            .maximumRedeliveries(5).redeliveryDelay(60_000);

        from("direct:speak")
            .to("qwen-tts:synthesize")
            .to("file:audio?fileName=spoken.mp3");
        // end::errors[]
    }

    private void untrusted() {
        // tag::untrusted[]
        from("direct:outside")
            .removeHeaders("CamelQwenTts*")
            .to("qwen-tts:synthesize?voice=ryan");
        // end::untrusted[]
    }
    // @formatter:on
}
