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
package io.github.camelqwentts.examples.announcements;

import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.camelqwentts.QwenTtsConstants;
import io.github.camelqwentts.speech.SpeechException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.util.ObjectHelper;

/** Routes from HTTP, through the cache, to the folder of files that are on air. */
class AnnouncementRoutes extends RouteBuilder {

    private final InstantSource clock;

    AnnouncementRoutes() {
        this(Clock.systemUTC());
    }

    AnnouncementRoutes(InstantSource clock) {
        this.clock = clock;
    }

    // @formatter:off
    @Override
    public void configure() {
        getContext().getRegistry().bind("due", new DueFilter<>(clock));

        onException(JsonProcessingException.class)
            .handled(true)
            .process(exchange -> answer(exchange, 400, words(failure(exchange, JsonProcessingException.class))))
            .marshal().json();
        onException(IllegalArgumentException.class)
            .handled(true)
            .process(exchange -> answer(exchange, 400, failure(exchange, IllegalArgumentException.class).getMessage()))
            .marshal().json();
        onException(SpeechException.class)
            .handled(true)
            .process(exchange -> answer(exchange, 502, failure(exchange, SpeechException.class).getMessage()))
            .marshal().json();

        restConfiguration().component("platform-http");
        rest("/announcements")
            .post().consumes("application/json").produces("application/json")
            .to("direct:announce");

        from("direct:announce").routeId("announce")
            .convertBodyTo(String.class)
            .unmarshal().json(Announcement.class)
            .setBody(exchange -> exchange.getMessage().getBody(Announcement.class).spots())
            .split(body(), AggregationStrategies.groupedBody()).parallelProcessing().stopOnException()
                .to("direct:spot")
            .end()
            .removeHeaders("*")
            .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(201))
            .marshal().json();

        from("direct:spot").routeId("spot")
            // The announcement as a whole fails with one of its languages.
            .errorHandler(noErrorHandler())
            .process(AnnouncementRoutes::nameFiles)
            .to("qwen-tts:synthesize")
            .choice()
                .when(header(QwenTtsConstants.CACHE_HIT))
                    .log("Spoken before: ${exchangeProperty.air}")
                .otherwise()
                    .log("Spoken: ${exchangeProperty.air}")
            .end()
            .to("file:{{folder}}/waiting?tempPrefix=.&fileName=${exchangeProperty.waiting}")
            .setBody(exchange -> Map.of("file", exchange.getProperty("air", String.class)));

        from("file:{{folder}}/waiting?delay=1000&sortBy=file:name&filter=#due&delete=true").routeId("air")
            .setHeader(Exchange.FILE_NAME).exchange(AnnouncementRoutes::airName)
            .to("file:{{folder}}/air?tempPrefix=.")
            .log("On air: ${header.CamelFileNameProduced}");
    }
    // @formatter:on

    private static void nameFiles(Exchange exchange) {
        Spot spot = exchange.getMessage().getBody(Spot.class);
        exchange.setProperty("waiting", spot.waitingName());
        exchange.setProperty("air", spot.airName());
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(spot.toRequest());
    }

    private static String airName(Exchange exchange) {
        String waiting = exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class);
        return waiting.substring(waiting.indexOf('_') + 1);
    }

    private static String words(JsonProcessingException failure) {
        JsonLocation place = failure.getLocation();
        String where = place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
        return "The body is not an announcement" + where
                + ". It must be JSON such as {\"id\": \"train-42\", \"texts\": {\"English\": \"The train is late.\"}}";
    }

    private static <E extends Exception> E failure(Exchange exchange, Class<E> type) {
        return ObjectHelper.getException(type, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
    }

    private static void answer(Exchange exchange, int status, String words) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
        exchange.getMessage().setBody(Map.of("message", words));
    }
}
