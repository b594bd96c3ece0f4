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
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Threads of HttpClient that die of an error whose cause lies elsewhere in the JVM. */
class DeadClientTest extends SpeakingTestSupport {

    private final AtomicBoolean memoryIsFull = new AtomicBoolean();
    private TlsFront tls;
    private String uri;

    @BeforeEach
    void startFront() throws Exception {
        tls = new TlsFront(URI.create(emulator().url()).getPort());
        HttpComponent https = context.getComponent("https", HttpComponent.class);
        https.setSslContextParameters(TlsFront.trust());
        // Called on an I/O thread, as so much that needs memory.
        https.setX509HostnameVerifier((host, session) -> {
            if (memoryIsFull.compareAndSet(true, false)) {
                throw new OutOfMemoryError("Provoked");
            }
            return true;
        });
        uri = "qwen-tts:synthesize?maxRetries=0&outputType=base64Data&baseUrl=https://localhost:" + tls.port() + "/v1";
    }

    @AfterEach
    void stopFront() {
        tls.close();
    }

    @Override
    protected void prepare(CamelContext made) {
        component(made).setHealthCheckInterval(Duration.ofHours(1));
        addProducerChecks(made);
    }

    @Test
    void areReplacedForTheNextMessage() {
        memoryIsFull.set(true);
        assertConnectionFails(send(uri, "Lost"));

        assertThat(send(uri, "Hello").getException()).isNull();
        assertThat(send(uri, "Hello again").getException()).isNull();
    }

    @Test
    void endTheCallsThatTheyServedAtOnce() {
        emulator().inject(new Fault.Delay(Duration.ofSeconds(60)));
        CompletableFuture<Exchange> waiting =
                template.asyncSend(uri, exchange -> exchange.getMessage().setBody("Waiting"));
        await().atMost(Duration.ofSeconds(20)).until(() -> !speechTasks().isEmpty());

        memoryIsFull.set(true);
        assertConnectionFails(send(uri, "Lost"));

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(20)).satisfies(DeadClientTest::assertConnectionFails);
    }

    @Test
    void areReportedByHealthUntilTheNextCall() throws Exception {
        routeTo(uri);
        memoryIsFull.set(true);
        assertConnectionFails(send("direct:in", "Lost"));

        // Only from now on does it ask the API itself, which is the next call.
        HealthCheckHelper.getHealthCheckRepository(context, "producers").setEnabled(true);

        assertThat(health()).containsOnly(State.DOWN);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(health()).containsOnly(State.UP));
        assertThat(send("direct:in", "Hello").getException()).isNull();
    }

    private Stream<State> health() {
        return HealthCheckHelper.invokeReadiness(context, "full").stream()
                .filter(result -> result.getCheck().getId().startsWith("producer:qwen-tts:"))
                .map(HealthCheck.Result::getState);
    }

    private static void assertConnectionFails(Exchange exchange) {
        assertThat(exchange.getException(SpeechException.class).getError().kind())
                .isEqualTo(Kind.CONNECTION);
    }
}
