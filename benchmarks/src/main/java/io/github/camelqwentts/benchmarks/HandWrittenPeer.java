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

import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.LambdaRouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.model.dataformat.JsonLibrary;

/** The route that one would write today, of Camel's HTTP component and Jackson; it holds its thread. */
final class HandWrittenPeer extends CamelPeer {

    HandWrittenPeer(String api, Workload workload) throws Exception {
        super(api, workload);
    }

    @Override
    void prepare(CamelContext fresh, String api, Workload workload) {
        HttpComponent http = fresh.getComponent("http", HttpComponent.class);
        http.setMaxTotalConnections(workload.connections());
        http.setConnectionsPerRoute(workload.connections());
    }

    @Override
    LambdaRouteBuilder routes(String api, Workload workload) {
        return route -> route.from("direct:in")
                .process(exchange -> exchange.getMessage()
                        .setBody(workload.tasks(exchange.getMessage().getBody(String.class))))
                .marshal()
                .json(JsonLibrary.Jackson)
                .setHeader(Exchange.HTTP_METHOD, route.constant("POST"))
                .setHeader(Exchange.CONTENT_TYPE, route.constant("application/json"))
                .setHeader("Authorization", route.constant("Bearer any"))
                .to(api)
                .unmarshal()
                .json(JsonLibrary.Jackson, Map.class)
                .process(HandWrittenPeer::takeAudio)
                .choice()
                .when(route.header("audioURL"))
                .removeHeaders("Camel*")
                .removeHeader("Authorization")
                .setHeader(Exchange.HTTP_METHOD, route.constant("GET"))
                .setHeader(Exchange.HTTP_URI, route.header("audioURL"))
                .to("http:audio")
                .end()
                .process(CamelPeer::read);
    }

    private static void takeAudio(Exchange exchange) {
        Map<?, ?> answer = exchange.getMessage().getBody(Map.class);
        Map<?, ?> result = (Map<?, ?>) ((List<?>) answer.get("data")).get(0);
        if (result.get("audioURL") instanceof String url) {
            exchange.getMessage().setHeader("audioURL", url);
            exchange.getMessage().setBody(null);
            return;
        }
        String base64 = result.get("audioBase64Data") instanceof String data
                ? data
                : ((String) result.get("audioDataURI")).replaceFirst("^data:[^,]*,", "");
        exchange.getMessage().setBody(Base64.getDecoder().decode(base64));
    }
}
