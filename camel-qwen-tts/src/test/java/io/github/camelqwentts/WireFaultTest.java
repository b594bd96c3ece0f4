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
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelqwentts.FaultyProxy.Behaviour;
import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.SpeechEngine;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechUnavailableException;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What networks do, below HTTP. A single connection serves all, so that one that is not given back is missed. */
class WireFaultTest extends SpeakingTestSupport {

    private static final String ONE_CONNECTION = "&maxConnections=1&outputType=base64Data";
    private static final int FIRST_BYTES = 600;

    private FaultyProxy proxy;

    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.engine(utterance -> Pcm.silence(0.02, SpeechEngine.SAMPLE_RATE));
    }

    @BeforeEach
    void startProxy() throws IOException {
        proxy = new FaultyProxy(URI.create(emulator().url()).getPort());
    }

    @AfterEach
    void stopProxy() throws IOException {
        proxy.close();
    }

    @Test
    void aConnectionThatServedBeforeAndIsHalfOpenNowIsGivenUpAtTheTimeout() {
        speak("");
        AtomicBoolean silent = new AtomicBoolean(true);
        Behaviour swallow = new Behaviour() {
            @Override
            public boolean pass(int position, int next, OutputStream client, Socket socket) throws IOException {
                if (!silent.get()) {
                    client.write(next);
                }
                return true;
            }
        };
        proxy.behave(swallow);

        assertKind(speak("&callTimeout=400ms"), Kind.TIMEOUT);

        silent.set(false);
        assertSpoken(speak("&callTimeout=10s"));
        await().atMost(10, TimeUnit.SECONDS).until(() -> proxy.open() <= 1);
    }

    @Test
    void aResetAtAnyByteOfTheAnswerCostsNothingTwice() {
        int length = lengthOfAnAnswer();
        for (int at = 0; at < Math.min(length, FIRST_BYTES); at++) {
            int last = at;
            AtomicBoolean first = new AtomicBoolean(true);
            proxy.behave(new Behaviour() {
                @Override
                public boolean pass(int position, int next, OutputStream client, Socket socket) throws IOException {
                    if (position == last && first.getAndSet(false)) {
                        client.flush();
                        FaultyProxy.reset(socket);
                        return false;
                    }
                    client.write(next);
                    return true;
                }
            });
            int before = emulator().tasksCarriedOut();

            Exchange exchange = speak("");

            assertSpoken(exchange);
            assertThat(emulator().tasksCarriedOut() - before)
                    .as("carried out, reset at byte %d", at)
                    .isOne();
            assertThat(first).as("reset at byte %d", at).isFalse();
        }
    }

    @Test
    void oneByteASecondIsAsSlowAsTheTimeoutAllows() {
        proxy.behave(new Behaviour() {
            @Override
            public boolean pass(int position, int next, OutputStream client, Socket socket)
                    throws IOException, InterruptedException {
                client.write(next);
                client.flush();
                TimeUnit.SECONDS.sleep(1);
                return true;
            }
        });

        assertKind(speak("&callTimeout=2500ms"), Kind.TIMEOUT);

        proxy.behave(new Behaviour() {});
        assertSpoken(speak("&callTimeout=10s"));
        await().atMost(10, TimeUnit.SECONDS).until(() -> proxy.open() <= 1);
    }

    @Test
    void aConnectionThatTheServerClosesWhileItIsIdleIsReplaced() {
        for (int i = 0; i < 20; i++) {
            proxy.behave(closeAfterTheFirstAnswer());
            assertSpoken(speak(""));
        }

        assertThat(emulator().tasksCarriedOut()).isEqualTo(20);
        assertThat(proxy.accepted()).isGreaterThan(10);
    }

    @Test
    void aConnectionThatTheServerClosesAtTheNextRequestIsReplacedAndTheTaskSentOnce() {
        for (int i = 0; i < 20; i++) {
            AtomicInteger requests = new AtomicInteger();
            proxy.behave(new Behaviour() {
                @Override
                public boolean forward(Socket client) throws IOException {
                    if (requests.incrementAndGet() == 2) {
                        FaultyProxy.reset(client);
                        return false;
                    }
                    return true;
                }
            });
            assertSpoken(speak(""));
            assertSpoken(speak(""));
        }

        assertThat(emulator().tasksCarriedOut()).isEqualTo(40);
    }

    @Test
    void aServerThatDoesNotShakeHandsIsGivenUp() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Exchange exchange = send(
                    "qwen-tts:synthesize?connectTimeout=200ms&callTimeout=20s&maxRetries=1&baseUrl=https://127.0.0.1:"
                            + mute.getLocalPort() + "/v1",
                    "Hello");

            assertKind(exchange, Kind.CONNECTION);
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsGivenUp() {
        String url = "https://127.0.0.1:" + URI.create(emulator().url()).getPort() + "/v1";

        assertKind(send("qwen-tts:synthesize?maxRetries=1&baseUrl=" + url, "Hello"), Kind.CONNECTION);
        assertThat(emulator().tasksCarriedOut()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"untrusted", "of another host"})
    void aCertificateThatIsNotGoodEndsItBeforeTheKeyIsSent(String flaw) {
        String host = "localhost";
        if (flaw.equals("of another host")) {
            host = "127.0.0.1";
            component().getConfiguration().setSslContextParameters(TlsFront.trust());
        }
        try (TlsFront tls = new TlsFront(URI.create(emulator().url()).getPort())) {
            Exchange exchange = send(
                    "qwen-tts:synthesize?maxRetries=1&baseUrl=https://" + host + ":" + tls.port() + "/v1", "Hello");

            assertKind(exchange, Kind.CONNECTION);
        }
        assertThat(emulator().requests()).isEmpty();
    }

    @Test
    void aNameThatNobodyKnowsIsAConnectionThatCannotBeMade() {
        Exchange exchange = send("qwen-tts:synthesize?maxRetries=1&baseUrl=https://speech.invalid/v1", "Hello");

        assertKind(exchange, Kind.CONNECTION);
        assertThat(exchange.getException()).hasMessageContaining("Could not connect");
    }

    private Exchange speak(String options) {
        return send("qwen-tts:synthesize?baseUrl=" + proxy.url() + ONE_CONNECTION + options, "Hello");
    }

    private int lengthOfAnAnswer() {
        AtomicInteger length = new AtomicInteger();
        proxy.behave(new Behaviour() {
            @Override
            public boolean pass(int position, int next, OutputStream client, Socket socket) throws IOException {
                length.incrementAndGet();
                client.write(next);
                return true;
            }
        });
        assertSpoken(speak(""));
        return length.get();
    }

    /**
     * As a server does whose idle time is over just when the next request is on its way. Only once, for each try asks and
     * then sends: a server that closed after every answer could break them all.
     */
    private static Behaviour closeAfterTheFirstAnswer() {
        return new Behaviour() {
            private int depth;
            private boolean closed;

            @Override
            public boolean pass(int position, int next, OutputStream client, Socket socket) throws IOException {
                client.write(next);
                if (next == '{') {
                    depth++;
                } else if (next == '}' && --depth == 0 && !closed) {
                    closed = true;
                    return false;
                }
                return true;
            }
        };
    }

    private static void assertSpoken(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(byte[].class)).hasSizeGreaterThan(100);
    }

    private static void assertKind(Exchange exchange, Kind kind) {
        assertThat(exchange.getException())
                .isInstanceOfSatisfying(
                        SpeechUnavailableException.class,
                        failure -> assertThat(failure.getError().kind()).isEqualTo(kind));
    }
}
