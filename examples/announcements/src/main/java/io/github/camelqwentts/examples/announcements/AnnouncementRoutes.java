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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;

import io.github.camelqwentts.speech.SpeechException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.rest.RestBindingMode;
import org.apache.camel.util.ObjectHelper;

/** From what comes in over HTTP, by way of the cache, to the folder from which it goes on air. */
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
        Path cache = Path.of(getContext().resolvePropertyPlaceholders("{{folder}}"), "cache");
        getContext().getRegistry().bind("due", new DueFilter<>(clock));

        onException(IllegalArgumentException.class)
            .handled(true)
            .process(exchange -> answer(exchange, 400, IllegalArgumentException.class));
        onException(SpeechException.class)
            .handled(true)
            .process(exchange -> answer(exchange, 502, SpeechException.class));

        restConfiguration().component("platform-http").bindingMode(RestBindingMode.json).skipBindingOnErrorCode(false);
        rest("/announcements")
            .post().consumes("application/json").produces("application/json").type(Announcement.class)
            .to("direct:announce");

        from("direct:announce").routeId("announce")
            .setBody(exchange -> exchange.getMessage().getBody(Announcement.class).spots())
            .split(body(), AggregationStrategies.groupedBody()).parallelProcessing().stopOnException()
                .to("direct:spot")
            .end()
            .removeHeaders("*")
            .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(201));

        from("direct:spot").routeId("spot")
            // The announcement as a whole fails with one of its languages.
            .errorHandler(noErrorHandler())
            .process(AnnouncementRoutes::nameFiles)
            .choice()
                .when(exchange -> Files.exists(cached(cache, exchange)))
                    .log("Spoken before: ${exchangeProperty.air}")
                .otherwise()
                    .to("qwen-tts:synthesize")
                    .to("file:{{folder}}/cache?tempPrefix=.&fileName=${exchangeProperty.cached}")
                    .log("Spoken: ${exchangeProperty.air}")
            .end()
            .setBody(exchange -> cached(cache, exchange).toFile())
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
        exchange.setProperty("cached", spot.cacheName());
        exchange.setProperty("waiting", spot.waitingName());
        exchange.setProperty("air", spot.airName());
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(spot.toRequest());
    }

    private static Path cached(Path cache, Exchange exchange) {
        return cache.resolve(exchange.getProperty("cached", String.class));
    }

    private static String airName(Exchange exchange) {
        String waiting = exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class);
        return waiting.substring(waiting.indexOf('_') + 1);
    }

    private static void answer(Exchange exchange, int status, Class<? extends Exception> type) {
        Exception failure =
                ObjectHelper.getException(type, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setBody(Map.of("message", failure.getMessage()));
    }
}
