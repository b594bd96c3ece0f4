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
package io.github.camelqwentts.examples.talkingwebpage;

import org.apache.camel.builder.RouteBuilder;

/** Serves the page, and speaks its texts. */
final class PageRoutes extends RouteBuilder {

    // @formatter:off
    @Override
    public void configure() {
        file("/", "index.html", "text/html; charset=utf-8");
        file("/page.css", "page.css", "text/css; charset=utf-8");
        file("/page.js", "page.js", "text/javascript; charset=utf-8");
        file("/player.js", "player.js", "text/javascript; charset=utf-8");
        file("/icon.svg", "icon.svg", "image/svg+xml");

        from("direct:speak").routeId("speak")
            .errorHandler(noErrorHandler())
            .to("qwen-tts:synthesize?stream=true&outputFormat=PCM&voice={{voice}}&language={{language}}");
    }

    private void file(String path, String name, String type) {
        from("platform-http:" + path + "?httpMethodRestrict=GET").routeId(name)
            .setHeader("Content-Type", constant(type))
            .setBody(constant("resource:classpath:page/" + name));
    }
    // @formatter:on
}
