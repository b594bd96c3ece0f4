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
package io.github.camelqwentts;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;

import org.apache.camel.CamelContext;
import org.apache.camel.component.mock.MockEndpoint;

/** A context that serves webhooks through the HTTP server of Camel Main. */
abstract class WebhookTestSupport extends SpeakingTestSupport {

    static final HttpClient HTTP = HttpClient.newHttpClient();

    int port;

    @Override
    protected void prepare(CamelContext made) throws Exception {
        port = LocalHttpServer.addTo(made);
        component(made).setWebhookExternalUrl("http://127.0.0.1:" + port);
    }

    String webhook(String options) {
        return "qwen-tts:webhook?webhookToken=" + TOKEN + options;
    }

    MockEndpoint serve(String options) throws Exception {
        return serveAt(webhook(options));
    }

    MockEndpoint serveAt(String uri) throws Exception {
        routes(route -> route.from(uri).convertBodyTo(Object.class).to("mock:out"));
        return context.getEndpoint("mock:out", MockEndpoint.class);
    }

    int post(String query, String body, String... headers) throws Exception {
        HttpRequest.Builder request = request(query).POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    HttpRequest.Builder request(String query) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/qwen-tts" + query))
                .timeout(Duration.ofSeconds(30));
    }

    static String result(String audioUUID) {
        return "{\"data\":[{\"taskType\":\"audioInference\",\"taskUUID\":\"" + UUID.randomUUID()
                + "\",\"audioUUID\":\"" + audioUUID + "\",\"audioURL\":\"https://example.org/"
                + audioUUID.strip() + ".mp3\"}]}";
    }
}
