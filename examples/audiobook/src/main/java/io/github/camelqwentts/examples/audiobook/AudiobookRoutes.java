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
package io.github.camelqwentts.examples.audiobook;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import io.github.camelqwentts.QwenTtsConstants;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;

/** From the chapters of a book to their audio, subtitles and playlist. */
final class AudiobookRoutes extends RouteBuilder {

    private final Console console;

    AudiobookRoutes(Console console) {
        this.console = console;
    }

    // @formatter:off
    @Override
    public void configure() {
        String subtitles = getContext().resolvePropertyPlaceholders("{{subtitles}}");

        from("direct:book").routeId("book")
            .errorHandler(noErrorHandler())
            .setProperty("book", body())
            .setBody(exchange -> book(exchange).chapters())
            .split(body(), AggregationStrategies.groupedBody()).stopOnException()
                .to("direct:chapter")
            .end()
            .setProperty("tracks", body())
            .setBody(exchange -> Track.playlist(tracks(exchange)))
            .setHeader(Exchange.FILE_NAME).exchange(exchange -> book(exchange).playlist())
            .to("file:{{out}}?tempPrefix=.")
            .setBody(exchangeProperty("tracks"));

        from("direct:chapter").routeId("chapter")
            .errorHandler(noErrorHandler())
            .setProperty("chapter", body())
            .process(exchange -> console.begin(chapter(exchange)))
            // A piece that was being spoken when the program was stopped is found by this key and not bought again.
            .setHeader(QwenTtsConstants.IDEMPOTENCY_KEY).exchange(exchange -> "audiobook " + chapter(exchange).name())
            .setBody(exchange -> chapter(exchange).text())
            .to("qwen-tts:synthesize?voice={{voice}}&language={{language}}&outputFormat=MP3"
                + "&subtitles={{subtitles}}&includeCost=true")
            .setProperty("track").exchange(AudiobookRoutes::track)
            .setHeader(Exchange.FILE_NAME).exchange(exchange -> chapter(exchange).file("mp3"))
            .to("file:{{out}}?tempPrefix=.")
            .setBody(header(QwenTtsConstants.SUBTITLES))
            .setHeader(Exchange.FILE_NAME).exchange(exchange -> chapter(exchange).file(subtitles))
            .to("file:{{out}}?tempPrefix=.")
            .setBody(exchangeProperty("track"))
            .process(exchange -> console.end(exchange.getMessage().getBody(Track.class)));
    }
    // @formatter:on

    private static Book book(Exchange exchange) {
        return exchange.getProperty("book", Book.class);
    }

    private static Chapter chapter(Exchange exchange) {
        return exchange.getProperty("chapter", Chapter.class);
    }

    @SuppressWarnings("unchecked")
    private static List<Track> tracks(Exchange exchange) {
        return exchange.getProperty("tracks", List.class);
    }

    private static Track track(Exchange exchange) {
        Message spoken = exchange.getMessage();
        return new Track(
                chapter(exchange).title(),
                chapter(exchange).file("mp3"),
                Duration.ofMillis(spoken.getHeader(QwenTtsConstants.DURATION, Long.class)),
                spoken.getHeader(QwenTtsConstants.COST, BigDecimal.ZERO, BigDecimal.class));
    }
}
