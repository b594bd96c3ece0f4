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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;

import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an operator told Camel's http and https components holds here too, unless an endpoint says otherwise. */
class InheritanceTest extends SpeakingTestSupport {

    private TlsFront tls;
    private TestProxy proxy;

    @BeforeEach
    void startServers() throws Exception {
        tls = new TlsFront(URI.create(emulator().url()).getPort());
        proxy = new TestProxy();
    }

    @AfterEach
    void stopServers() throws Exception {
        tls.close();
        proxy.close();
    }

    @Test
    void aCertificateThatNobodyTrustsIsRefused() {
        assertNoConnection(sendOverTls("localhost", ""));
    }

    @Test
    void trustIsThatOfTheHttpsComponent() {
        http("https").setSslContextParameters(TlsFront.trust());

        assertSpoken(sendOverTls("localhost", ""));
    }

    @Test
    void trustIsThatOfTheContextWhereTheHttpsComponentUsesIt() {
        context.setSSLContextParameters(TlsFront.trust());
        http("https").setUseGlobalSslContextParameters(true);

        assertSpoken(sendOverTls("localhost", ""));
    }

    @Test
    void anEndpointsOwnTrustWins() {
        http("https").setSslContextParameters(new SSLContextParameters());
        context.getRegistry().bind("own", TlsFront.trust());

        assertSpoken(sendOverTls("localhost", "&sslContextParameters=#own"));
        assertNoConnection(sendOverTls("localhost", ""));
    }

    @Test
    void aCertificateOfAnotherHostIsRefusedUnlessTheHttpsComponentAllowsIt() {
        http("https").setSslContextParameters(TlsFront.trust());
        assertNoConnection(sendOverTls("127.0.0.1", ""));

        http("https").setX509HostnameVerifier(NoopHostnameVerifier.INSTANCE);
        assertSpoken(sendOverTls("127.0.0.1", "&connectTimeout=7s"));
    }

    @Test
    void tlsGoesThroughTheProxyWithItsCredentials() {
        http("https").setSslContextParameters(TlsFront.trust());
        useProxy("https", TestProxy.PASSWORD);

        assertSpoken(sendOverTls("localhost", ""));

        assertThat(proxy.passed()).containsExactly("CONNECT localhost:" + tls.port());
    }

    @Test
    void plainHttpGoesThroughTheProxyOfTheHttpComponent() {
        useProxy("http", TestProxy.PASSWORD);

        assertSpoken(send("qwen-tts:synthesize?outputType=base64Data", "Hello"));

        assertThat(proxy.passed()).containsExactly("POST " + emulator().url());
    }

    @Test
    void wrongCredentialsOfAProxyAreNotShown() {
        useProxy("http", "wrong-password-0816");

        Exchange exchange = send("qwen-tts:synthesize?maxRetries=0", "Hello");

        assertThat(exchange.getException())
                .isInstanceOf(SpeechException.class)
                .hasMessageContaining("407")
                .hasMessageNotContaining("0816");
        assertThat(proxy.passed()).isEmpty();
    }

    @Test
    void someHostsAreReachedWithoutTheProxy() {
        useProxy("http", TestProxy.PASSWORD);
        http("http").setNonProxyHosts("example.org, 127.0.*");

        assertSpoken(send("qwen-tts:synthesize", "Hello"));

        assertThat(proxy.passed()).isEmpty();
    }

    @Test
    void connectTimeoutIsThatOfTheHttpsComponent() throws Exception {
        http("https").setConnectTimeout(300);

        assertNoConnection(sendToSilentServer(""));
    }

    @Test
    void anEndpointsOwnConnectTimeoutWins() throws Exception {
        http("https").setConnectTimeout(Duration.ofMinutes(10).toMillis());

        assertNoConnection(sendToSilentServer("&connectTimeout=300ms"));
    }

    private Exchange sendToSilentServer(String options) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            return send(
                    "qwen-tts:synthesize?maxRetries=0&callTimeout=1m&baseUrl=https://localhost:" + silent.getLocalPort()
                            + options,
                    "Hello");
        }
    }

    private Exchange sendOverTls(String host, String options) {
        return send(
                "qwen-tts:synthesize?maxRetries=0&outputType=base64Data&baseUrl=https://" + host + ":" + tls.port()
                        + "/v1" + options,
                "Hello");
    }

    private HttpComponent http(String scheme) {
        return context.getComponent(scheme, HttpComponent.class);
    }

    private void useProxy(String scheme, String password) {
        HttpComponent http = http(scheme);
        http.setProxyHost("127.0.0.1");
        http.setProxyPort(proxy.port());
        http.setProxyAuthScheme("http");
        http.setProxyAuthMethod("Basic");
        http.setProxyAuthUsername(TestProxy.USER);
        http.setProxyAuthPassword(password);
    }

    private static void assertNoConnection(Exchange exchange) {
        assertThat(exchange.getException())
                .isInstanceOfSatisfying(
                        SpeechException.class,
                        failure -> assertThat(failure.getError().kind()).isEqualTo(Kind.CONNECTION))
                .hasMessageContaining("Could not connect");
    }

    private static void assertSpoken(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(byte[].class)).hasSizeGreaterThan(2_000);
    }
}
