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
package example;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.model.dataformat.JsonLibrary;

/** Speaks what is posted, and lists the voices as JSON. */
public class SpeakRoute extends RouteBuilder {

    private final int port;

    public SpeakRoute(int port) {
        this.port = port;
    }

    @Override
    public void configure() throws Exception {
        VertxPlatformHttpServerConfiguration server = new VertxPlatformHttpServerConfiguration();
        server.setBindHost("127.0.0.1");
        server.setBindPort(port);
        getContext().addService(new VertxPlatformHttpServer(server));

        from("platform-http:/speak").to("qwen-tts:synthesize?voice=vivian");

        from("platform-http:/voices").to("qwen-tts:listVoices").marshal().json(JsonLibrary.Jackson);
    }
}
