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
package io.github.camelqwentts.benchmarks;

import org.apache.camel.builder.LambdaRouteBuilder;

/** This component. */
final class ComponentStreamPeer extends CamelStreamPeer {

    private final String url;
    private final int inFlight;

    ComponentStreamPeer(String url, int inFlight) throws Exception {
        this.url = url;
        this.inFlight = inFlight;
        start();
    }

    @Override
    LambdaRouteBuilder routes() {
        return route -> route.from("direct:in")
                .to("qwen-tts:synthesize?backend=openai&stream=true&outputFormat=WAV&baseUrl=" + url
                        + "&maxConnections=" + Math.max(20, inFlight))
                .process(this::read);
    }
}
