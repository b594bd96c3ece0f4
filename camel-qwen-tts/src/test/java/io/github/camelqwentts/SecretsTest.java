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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Where the key could show, it does not. What the loggers write is looked through by {@link KeyInLogCheck}. */
class SecretsTest extends SpeakingTestSupport {

    /** Set in a URI, where a core class of Camel prints it at TRACE as it was written; all else must hide it. */
    static final String KEY_IN_URI = "rw-secret-in-uri-3a7f";

    private static final String SIGNATURE = "signature-of-an-address-4711";
    private static final String URI = "qwen-tts:synthesize?maxRetries=1&callTimeout=5s&apiKey=" + KEY_IN_URI
            + "&uploadEndpoint=RAW(https://127.0.0.1:9/put?token=" + SIGNATURE
            + ")&webhookUrl=RAW(https://127.0.0.1:9/hook?token=" + SIGNATURE + ")";

    static Stream<Fault> faults() {
        String echo = "{\"errors\":[{\"code\":\"invalidApiKey\",\"message\":\"Invalid API key " + KEY_IN_URI
                + "\",\"parameter\":\"" + KEY_IN_URI + "\",\"documentation\":\"https://x/?key=" + KEY_IN_URI + "\"}]}";
        return Stream.of(
                new Fault.Status(401, echo, null, false),
                new Fault.Status(401, "Bearer " + KEY_IN_URI, null, false),
                new Fault.Status(200, "{\"data\":[" + KEY_IN_URI, null, false),
                new Fault.Status(500, KEY_IN_URI, KEY_IN_URI, false),
                new Fault.Redirect("http://127.0.0.1:9/" + KEY_IN_URI),
                new Fault.TaskError("invalid" + KEY_IN_URI, KEY_IN_URI),
                new Fault.ResetBeforeWork());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void noExceptionShowsThem(Fault fault) {
        emulator().inject(fault, task -> true);

        Exchange exchange = send(URI, "Hello");

        assertThat(exchange.getException()).isNotNull();
        assertClean(textOf(exchange.getException()));
    }

    @Test
    void noExceptionAtStartShowsThem() {
        Throwable badOption =
                catchThrowable(() -> context.getEndpoint(URI + "&speed=9").start());
        Throwable unknownOption = catchThrowable(() -> context.getEndpoint(URI + "&sped=1"));

        assertThat(badOption).isNotNull();
        assertThat(unknownOption).isNotNull();
        assertClean(textOf(badOption));
        assertClean(textOf(unknownOption));
    }

    @Test
    void noEndpointShowsThem() {
        QwenTtsEndpoint endpoint = context.getEndpoint(URI, QwenTtsEndpoint.class);

        assertClean(endpoint.toString());
        assertClean(endpoint.getServiceUrl() + endpoint.getServiceMetadata());
    }

    @Test
    void nothingInJmxShowsThem() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("secret").to(URI);
            }
        });
        send("direct:in", "Hello");
        List<String> shown = shownInJmx(context);

        shown.forEach(SecretsTest::assertClean);
        assertThat(shown).anyMatch(text -> text.contains("qwen-tts"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://exa mple/a.wav", "ftp://example.org/a.wav", "http://example.org/a.wav"})
    void noExceptionShowsTheSignatureOfAnAudiosAddress(String address) throws Exception {
        try (ScriptedApi api = new ScriptedApi()) {
            api.on(
                    "audioInference",
                    tasks -> "{\"data\":[{\"taskUUID\":\""
                            + tasks.get(0).getString("taskUUID") + "\",\"audioUUID\":\"a\",\"audioURL\":\"" + address
                            + "?sig=" + SIGNATURE + "\"}]}");

            Exchange exchange = send("qwen-tts:synthesize?maxRetries=0&baseUrl=" + api.url(), "Hello");

            assertThat(exchange.getException()).isNotNull();
            assertClean(textOf(exchange.getException()));
            assertClean(((SpeechException) exchange.getException()).getResults().toString());
        }
    }

    @Test
    void requestPrintsNeitherTextNorAddresses() {
        SpeechRequest request = SpeechRequest.builder()
                .text("Nobody else's business")
                .webhookURL("https://example.org/" + SIGNATURE)
                .uploadEndpoint("https://example.org/?sig=" + SIGNATURE)
                .build();

        assertClean(request.toString());
        assertThat(request.toString()).contains("22 characters").doesNotContain("Nobody");
    }

    @Test
    void passwordInTheBaseUrlIsNotPrinted() {
        Throwable wrong = catchThrowable(() -> context.getEndpoint(
                        "qwen-tts:synthesize?baseUrl=RAW(ftp://user:" + SIGNATURE + "@example.org/v1)")
                .start());

        assertThat(wrong).hasStackTraceContaining("must be an http or https URL");
        assertClean(textOf(wrong));
    }

    /** The names and attributes of all that a context shows in JMX. */
    static List<String> shownInJmx(CamelContext context) throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        List<String> shown = new ArrayList<>();
        for (ObjectName name : server.queryNames(
                new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",*"), null)) {
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                shown.add(name + " " + attribute.getName() + " " + value(server, name, attribute));
            }
        }
        return shown;
    }

    private static Object value(MBeanServer server, ObjectName name, MBeanAttributeInfo attribute) {
        try {
            return server.getAttribute(name, attribute.getName());
        } catch (JMException | RuntimeException e) {
            return textOf(e);
        }
    }

    private static void assertClean(String text) {
        assertThat(text).doesNotContain(KEY, KEY_IN_URI, SIGNATURE);
    }

    private static String textOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
