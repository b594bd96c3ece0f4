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
import io.github.camelqwentts.QwenTtsConstants;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCacheException;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What stands behind the page. */
@Component
class StudioRoutes extends RouteBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(StudioRoutes.class);

    private final boolean standIn;
    private final Path folder;

    StudioRoutes(ObjectProvider<RunwareEmulator> emulator, @Value("${studio.audio}") Path folder) {
        this.standIn = emulator.getIfAvailable() != null;
        this.folder = folder;
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
            .logExhausted(true)
            .logHandled(true)
            .logStackTrace(true)
            .process(StudioRoutes::answerFailure)
            .marshal().json();
        onException(IllegalArgumentException.class, SpeechException.class, JsonProcessingException.class,
                StreamCacheException.class)
            .handled(true)
            .process(StudioRoutes::answerFailure)
            .marshal().json();

        from("platform-http:/api/options?httpMethodRestrict=GET").routeId("options")
            .to("qwen-tts:listVoices")
            .process(this::answerOptions)
            .marshal().json();

        from("platform-http:/api/speech?httpMethodRestrict=POST&consumes=application/json&produces=application/json")
                .routeId("speak")
            .process(StudioRoutes::readForm)
            .removeHeaders("*")
            .to("qwen-tts:submit?includeCost=true")
            .setBody(exchange -> Map.of("task", exchange.getMessage().getBody(String.class)))
            .removeHeaders("*")
            .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(202))
            .marshal().json();

        from("platform-http:/api/speech/{task}/events?httpMethodRestrict=GET&produces=text/event-stream")
                .routeId("progress")
            .setProperty("seen", header("Last-Event-ID"))
            .doTry()
                .process(StudioRoutes::askForTask)
                .to("qwen-tts:getResponse?includeCost=true")
                .choice()
                    .when(body().isNull())
                        .setBody(exchange -> Progress.underWay(exchange.getProperty("seen", String.class)))
                    .otherwise()
                        .split(body()).stopOnException()
                            .process(StudioRoutes::nameFile)
                            .to("file:{{studio.audio}}")
                        .end()
                        .setBody(exchange -> Progress.done(list(exchange)))
                .end()
            .endDoTry()
            .doCatch(Exception.class)
                .process(StudioRoutes::answerFailedTask)
            .end()
            .removeHeaders("*")
            .setHeader(Exchange.CONTENT_TYPE, constant("text/event-stream;charset=UTF-8"));

        from("platform-http:/api/speech/{task}/audio/{index}?httpMethodRestrict=GET").routeId("audio")
            .process(this::answerAudio);

        from("file:{{studio.audio}}?delete=true&delay=60000&readLock=none"
                + "&filterFile=RAW(${file:modified} < ${date:now-1h})").routeId("forget")
            .log("Deleted ${file:name}, which was spoken an hour ago");
    }
    // @formatter:on

    private static void readForm(Exchange exchange) throws JsonProcessingException {
        byte[] form = exchange.getMessage().getBody(byte[].class);
        exchange.getMessage().setBody(SpeechForm.of(form).toRequest());
    }

    private static String required(Message message, String parameter) {
        String value = message.getHeader(parameter, String.class);
        if (value == null) {
            throw new IllegalArgumentException("The request has no " + parameter);
        }
        return value;
    }

    private static void askForTask(Exchange exchange) {
        Message message = exchange.getMessage();
        String task = required(message, "task");
        String results = required(message, "results");
        String format = required(message, "format");
        message.removeHeaders("*");
        // A list, so that the answer is one too.
        message.setBody(List.of(task));
        message.setHeader(QwenTtsConstants.NUMBER_RESULTS, results);
        message.setHeader(
                QwenTtsConstants.OUTPUT_FORMAT, OutputFormat.of(format).wireName());
    }

    private static void nameFile(Exchange exchange) {
        SpeechResult result = exchange.getMessage().getBody(SpeechResult.class);
        String index = exchange.getProperty(Exchange.SPLIT_INDEX, String.class);
        SpokenAudio audio =
                SpokenAudio.of(result.taskUUID(), index, result.format().wireName());
        exchange.getMessage().setHeader(Exchange.FILE_NAME, audio.fileName());
    }

    private void answerOptions(Exchange exchange) {
        Message message = exchange.getMessage();
        message.setBody(StudioOptions.of(list(exchange), standIn));
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    }

    private void answerAudio(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        SpokenAudio audio =
                SpokenAudio.of(required(message, "task"), required(message, "index"), required(message, "format"));
        Path file = audio.in(folder);
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, audio.format().contentType());
        message.setBody(Files.newInputStream(file));
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> list(Exchange exchange) {
        return exchange.getMessage().getBody(List.class);
    }

    private static void answerFailedTask(Exchange exchange) {
        Failure failure = Failure.of(caught(exchange));
        if (failure.status() == 500) {
            LOG.warn("The results of a task could not be told", caught(exchange));
        }
        exchange.getMessage().setBody(Progress.failed(failure));
    }

    private static Exception caught(Exchange exchange) {
        return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    }

    private static void answerFailure(Exchange exchange) {
        Failure failure = Failure.of(caught(exchange));
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, failure.status());
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(failure);
    }
}
