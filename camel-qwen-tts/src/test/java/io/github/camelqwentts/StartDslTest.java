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

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same in XML and YAML, and in a circuit breaker, by modules that are not there for every version of Camel. */
class StartDslTest extends StartingTestSupport {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "<split><simple>${body}</simple>%s</split>",
                "<multicast>%s</multicast>",
                "<recipientList delimiter=\"none\"><constant>URI</constant></recipientList>",
                "<choice><when><simple>${body} != null</simple>%s</when></choice>",
                "<doTry>%s<doFinally><to uri=\"mock:out\"/></doFinally></doTry>",
                "<circuitBreaker>%s</circuitBreaker>",
                "<loop><constant>1</constant>%s</loop>",
                "<enrich><constant>URI</constant></enrich>",
                "<saga>%s</saga>"
            })
    void startsRoutesInXml(String steps) throws Exception {
        String uri = speak().replace("&", "&amp;");
        assertThatLoadedRouteSpeaks(
                "routes.xml",
                "<routes><route><from uri=\"direct:in\"/>"
                        + steps.replace("%s", "<to uri=\"" + uri + "\"/>").replace("URI", uri) + "</route></routes>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{to: {uri: 'URI'}}",
                "{split: {expression: {simple: '${body}'}, steps: [{to: {uri: 'URI'}}]}}",
                "{multicast: {steps: [{to: {uri: 'URI'}}]}}",
                "{recipientList: {expression: {constant: 'URI'}, delimiter: 'none'}}",
                "{choice: {when: [{expression: {simple: '${body} != null'}, steps: [{to: {uri: 'URI'}}]}]}}",
                "{doTry: {steps: [{to: {uri: 'URI'}}], doFinally: {steps: [{to: {uri: 'mock:out'}}]}}}",
                "{circuitBreaker: {steps: [{to: {uri: 'URI'}}]}}",
                "{loop: {expression: {constant: '1'}, steps: [{to: {uri: 'URI'}}]}}",
                "{enrich: {expression: {constant: 'URI'}}}",
                "{saga: {steps: [{to: {uri: 'URI'}}]}}"
            })
    void startsRoutesInYaml(String step) throws Exception {
        assertThatLoadedRouteSpeaks(
                "routes.yaml", "- from: {uri: 'direct:in', steps: [" + step.replace("URI", speak()) + "]}\n");
    }

    @Test
    void startsACircuitBreakerInJava() throws Exception {
        for (boolean before : new boolean[] {true, false}) {
            assertThatTextIsSpoken(
                    new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("direct:in")
                                    .circuitBreaker()
                                    .to(speak())
                                    .onFallback()
                                    .to("mock:out");
                        }
                    },
                    before);
        }
    }

    private void assertThatLoadedRouteSpeaks(String name, String routes) throws Exception {
        for (boolean before : new boolean[] {true, false}) {
            try (CamelContext context = newContext()) {
                Resource resource = ResourceHelper.fromString(name, routes);
                if (!before) {
                    context.start();
                }
                PluginHelper.getRoutesLoader(context).loadRoutes(resource);
                context.start();
                assertThatTextIsSpoken(context);
            }
        }
    }
}
