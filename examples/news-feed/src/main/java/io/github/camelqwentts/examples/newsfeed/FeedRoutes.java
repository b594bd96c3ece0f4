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
package io.github.camelqwentts.examples.newsfeed;

import java.io.File;
import java.net.URI;

import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.processor.idempotent.FileIdempotentRepository;

/** Routes from a feed, which is polled, to the audio of its articles. */
final class FeedRoutes extends RouteBuilder {

    private final URI feed;

    FeedRoutes(URI feed) {
        this.feed = feed;
    }

    // @formatter:off
    @Override
    public void configure() {
        File spoken = new File(getContext().resolvePropertyPlaceholders("{{out}}/.spoken"));

        from("timer:feed?delay=0&period={{interval}}").routeId("feed")
            .onException(Exception.class)
                .handled(true)
                .log(LoggingLevel.WARN, "The feed cannot be read: ${exception.message}")
            .end()
            .process(exchange -> exchange.getMessage().setBody(Article.readAll(feed)))
            .split(body())
                .to("direct:article")
            .end();

        from("direct:article").routeId("article")
            // The ID of an article that failed is not kept, so the next poll repeats it.
            .onException(Exception.class)
                .handled(true)
                .log(LoggingLevel.WARN, "Not spoken: ${exchangeProperty.article.title}: ${exception.message}")
            .end()
            .setProperty("article", body())
            .idempotentConsumer(simple("${body.id}"), FileIdempotentRepository.fileIdempotentRepository(spoken))
            .setBody(exchange -> article(exchange).text())
            .to("qwen-tts:synthesize?voice={{voice}}&language={{language}}")
            .setHeader(Exchange.FILE_NAME).exchange(exchange -> article(exchange).fileName())
            .to("file:{{out}}?tempPrefix=.")
            .log("Spoken: ${header.CamelFileNameProduced}");
    }
    // @formatter:on

    private static Article article(Exchange exchange) {
        return exchange.getProperty("article", Article.class);
    }
}
