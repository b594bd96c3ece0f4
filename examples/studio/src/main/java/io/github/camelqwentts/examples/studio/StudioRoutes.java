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
package io.github.camelqwentts.examples.studio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.camelqwentts.examples.studio.Jobs.ArrivingAudio;
import io.github.camelqwentts.speech.Language;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.Voice;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What stands behind the page. */
@Component
class StudioRoutes extends RouteBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(StudioRoutes.class);

    /** Exchange property with the URI of the endpoint that speaks. */
    private static final String ENDPOINT = "endpoint";

    private final SpeechEndpoints endpoints;
    private final Path folder;
    private final Jobs jobs;

    StudioRoutes(SpeechEndpoints endpoints, @Value("${studio.audio}") Path folder, Jobs jobs) {
        this.endpoints = endpoints;
        this.folder = folder;
        this.jobs = jobs;
    }

    // @formatter:off
    @Override
    public void configure() {
        onException(NoSuchFileException.class)
            .handled(true)
            .removeHeaders("*")
            .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(404))
            .setBody(constant(""));
        onException(Exception.class)
            .handled(true)
            .process(StudioRoutes::answerFailure)
            .marshal().json();

        from("platform-http:/api/options?httpMethodRestrict=GET").routeId("options")
            .to("qwen-tts:listVoices")
            .process(this::answerOptions)
            .marshal().json();

        // A text may take minutes, so the page gets the ID of a job at once.
        from("platform-http:/api/speech?httpMethodRestrict=POST&consumes=application/json&produces=application/json")
                .routeId("accept")
            .process(this::readForm)
            .removeHeaders("*")
            .setProperty(Jobs.JOB, jobs::begin)
            .wireTap("direct:speak").end()
            .setBody(exchange -> Map.of("job", job(exchange)))
            .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(202))
            .marshal().json();

        from("direct:speak").routeId("speak")
            .doTry()
                .toD("${exchangeProperty." + ENDPOINT + "}")
                .process(this::offerToListeners)
                .process(exchange -> jobs.end(
                    job(exchange), SpokenResult.store(job(exchange), exchange.getMessage(), folder)))
            .endDoTry()
            .doCatch(Exception.class)
                .process(exchange -> jobs.end(job(exchange), failure(exchange)))
            .end();

        from("platform-http:/api/speech/{job}/events?httpMethodRestrict=GET&produces=text/event-stream")
                .routeId("progress")
            .setBody(exchange -> jobs.eventOf(exchange.getMessage().getHeader("job", String.class)))
            .removeHeaders("*")
            .setHeader(Exchange.CONTENT_TYPE, constant("text/event-stream;charset=UTF-8"));

        // The audio while it arrives; whoever listens hears it from the beginning.
        from("platform-http:/api/speech/{job}/live?httpMethodRestrict=GET").routeId("live")
            .process(this::answerArriving);

        from("platform-http:/api/speech/{job}/audio/{index}?httpMethodRestrict=GET").routeId("audio")
            .process(this::answerAudio);

        from("platform-http:/api/speech/{job}/subtitles/{index}?httpMethodRestrict=GET").routeId("subtitles")
            .process(this::answerSubtitles);

        // The cache makes a second preview of a voice free.
        from("platform-http:/api/voices/{voice}/preview?httpMethodRestrict=POST").routeId("preview")
            .process(StudioRoutes::preview)
            .to("qwen-tts:synthesize?outputFormat=MP3&cache=#previews")
            .removeHeaders("*", Exchange.CONTENT_TYPE);

        from("file:{{studio.audio}}?delete=true&delay=60000&readLock=none"
                + "&filterFile=RAW(${file:modified} < ${date:now-1h})").routeId("forget")
            .log("Deleted ${file:name}, which was spoken an hour ago");
    }
    // @formatter:on

    private void readForm(Exchange exchange) throws JsonProcessingException {
        SpeechForm form = SpeechForm.of(exchange.getMessage().getBody(byte[].class));
        SpeechRequest request = form.toRequest();
        exchange.setProperty(ENDPOINT, endpoints.uriFor(form, request));
        exchange.getMessage().setBody(request);
    }

    private void offerToListeners(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof StreamCache audio) {
            String contentType = exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, String.class);
            jobs.listen(job(exchange), new ArrivingAudio(audio, contentType));
        }
    }

    private void answerArriving(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        ArrivingAudio audio = jobs.arriving(required(message, "job"));
        if (audio == null) {
            throw new NoSuchFileException("live");
        }
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, audio.contentType());
        message.setBody(audio.body());
    }

    private static void preview(Exchange exchange) {
        Message message = exchange.getMessage();
        Voice voice = Voice.of(required(message, "voice"));
        message.removeHeaders("*");
        message.setBody(SpeechRequest.builder()
                .text("Hello! This is how I sound, and how fast I speak.")
                .voice(voice)
                .language(Language.ENGLISH)
                .build());
    }

    private static String job(Exchange exchange) {
        return exchange.getProperty(Jobs.JOB, String.class);
    }

    private static String required(Message message, String parameter) {
        String value = message.getHeader(parameter, String.class);
        if (value == null) {
            throw new IllegalArgumentException("The request has no " + parameter);
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    private void answerOptions(Exchange exchange) {
        Message message = exchange.getMessage();
        message.setBody(StudioOptions.of(message.getBody(List.class), endpoints));
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    }

    private void answerAudio(Exchange exchange) throws IOException {
        SpokenAudio audio = audio(exchange.getMessage());
        answer(exchange.getMessage(), audio.in(folder), audio.format().contentType());
    }

    private void answerSubtitles(Exchange exchange) throws IOException {
        Path file = audio(exchange.getMessage()).subtitlesIn(folder);
        answer(exchange.getMessage(), file, "text/vtt;charset=UTF-8");
    }

    private static SpokenAudio audio(Message message) {
        return SpokenAudio.of(required(message, "job"), required(message, "index"), required(message, "format"));
    }

    private static void answer(Message message, Path file, String contentType) throws IOException {
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, contentType);
        message.setBody(Files.newInputStream(file));
    }

    private static void answerFailure(Exchange exchange) {
        Failure failure = failure(exchange);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, failure.status());
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(failure);
    }

    /** Logs a failure of the service. Invalid requests are reported in the page only. */
    private static Failure failure(Exchange exchange) {
        Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Failure failure = Failure.of(caught);
        if (caught instanceof SpeechException) {
            LOG.warn("A text was not spoken: {}", caught.getMessage());
        } else if (failure.status() == 500) {
            LOG.warn("A request failed", caught);
        }
        return failure;
    }
}
