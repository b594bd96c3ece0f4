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
package io.github.camelqwentts.manual;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.QwenTtsConfiguration;
import io.github.camelqwentts.emulator.OpenAiSpeechEmulatorExtension;
import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RecordedSpeechRequest;
import io.github.camelqwentts.emulator.SpeechEngine;
import io.github.camelqwentts.emulator.SpeechEngine.Utterance;
import io.github.camelqwentts.emulator.SpeechFault;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Many listeners over HTTP, of one audio or each of its own, and listeners that go or never read. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ListenersTest extends StreamingTestSupport {

    private static final int LISTENERS = 200;

    /** More than the buffers of a connection hold. */
    private static final int LARGE = 8_000_000;

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String FIRST = "The first sentence is spoken at once. ";
    private static final String REST = "This sentence is spoken when the test says so. ";

    private final HttpClient client =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    private final List<Socket> sockets = new ArrayList<>();

    @RegisterExtension
    private final OpenAiSpeechEmulatorExtension server =
            new OpenAiSpeechEmulatorExtension(settings -> settings.engine(this::speak));

    private ProducerTemplate template;

    @Override
    void configure(QwenTtsConfiguration speech) {
        speech.setBackend("openai");
        speech.setBaseUrl(server.emulator().baseUrl());
    }

    @BeforeEach
    void mountHandlers() throws Exception {
        context.addRoutes(new ManualRoutes("radio"));
        VertxPlatformHttpRouter router =
                VertxPlatformHttpRouter.lookup(context, VertxPlatformHttpRouter.getRouterNameFromPort(port));
        router.get("/listen").handler(router.bodyHandler()).handler(new StreamingHandler(context, "direct:listen"));
        router.post("/speak").handler(router.bodyHandler()).handler(new StreamingHandler(context, "direct:speak"));
        template = context.createProducerTemplate();
    }

    @AfterEach
    void closeSockets() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void sendsOneTalkToTwoHundredListenersWhileItIsSpoken() throws Exception {
        template.requestBody("direct:talk", FIRST + REST.repeat(5));
        CountDownLatch begun = new CountDownLatch(LISTENERS);
        List<CompletableFuture<byte[]>> heard = new ArrayList<>();
        for (int i = 0; i < LISTENERS; i++) {
            heard.add(listen(begun));
        }
        assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(threadsOfTheComponent()).isLessThan(30);

        rest.countDown();

        byte[] first = heard.get(0).get(1, TimeUnit.MINUTES);
        assertThat(first).startsWith('R', 'I', 'F', 'F').hasSizeGreaterThan(200_000);
        for (CompletableFuture<byte[]> listener : heard) {
            assertThat(Arrays.equals(listener.get(1, TimeUnit.MINUTES), first)).isTrue();
        }
        assertThat(server.emulator().requests())
                .filteredOn(ListenersTest::isFirst)
                .hasSize(1);
    }

    @Test
    void sendsATalkToTheEndThoughListenersGo() throws Exception {
        template.requestBody("direct:talk", FIRST + REST.repeat(5));
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<byte[]> stays = listen(begun);
        assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
        for (int i = 0; i < 20; i++) {
            connect("GET /listen HTTP/1.1\r\nHost: any\r\n\r\n").close();
        }
        await().atMost(LONG).until(() -> servedListeners() == 1);

        rest.countDown();

        assertThat(stays.get(1, TimeUnit.MINUTES)).hasSizeGreaterThan(200_000);
        assertThat(server.emulator().speechesAborted()).isZero();
    }

    @Test
    void doesNotDelayOthersBehindListenersThatNeverRead() throws Exception {
        rest.countDown();
        template.requestBody("direct:talk", FIRST + REST.repeat(LARGE / audioOf(REST)));
        for (int i = 0; i < 20; i++) {
            connect("GET /listen HTTP/1.1\r\nHost: any\r\n\r\n");
        }

        CompletableFuture<byte[]> other = listen(new CountDownLatch(1));

        assertThat(other.get(1, TimeUnit.MINUTES)).hasSizeGreaterThan(LARGE * 9 / 10);
        await().atMost(LONG).until(() -> servedListeners() == 20);
        assertThat(speak(FIRST).length).isGreaterThan(20_000);
    }

    @Test
    void speaksOtherTextsWhileListenersOfTheirOwnTextsNeverRead() throws Exception {
        rest.countDown();
        String text = FIRST + REST.repeat(LARGE / audioOf(REST));
        String request = "POST /speak HTTP/1.1\r\nHost: any\r\nContent-Length: " + text.length() + "\r\n\r\n" + text;
        for (int i = 0; i < 10; i++) {
            connect(request);
        }

        assertThat(speak(FIRST).length).isGreaterThan(20_000);

        await().atMost(LONG).until(() -> servedListeners() == 10);
        assertThat(threadsOfTheComponent()).isLessThan(30);
    }

    @Test
    void endsTheWorkOfASilentServerWhenTheListenerGoes() throws Exception {
        rest.countDown();
        server.emulator().inject(new SpeechFault.HangAfter(4000));
        Socket listener = connect("POST /speak HTTP/1.1\r\nHost: any\r\nContent-Length: 6\r\n\r\nHello.");

        listener.close();

        await().atMost(LONG).until(() -> server.emulator().speechesAborted() == 1);
    }

    private CompletableFuture<byte[]> listen(CountDownLatch begun) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/listen"))
                .build();
        return client.sendAsync(request, head -> {
                    begun.countDown();
                    return BodySubscribers.ofByteArray();
                })
                .thenApply(HttpResponse::body);
    }

    private byte[] speak(String text) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/speak"))
                .POST(BodyPublishers.ofString(text))
                .build();
        return client.send(request, BodyHandlers.ofByteArray()).body();
    }

    /** Sends a request, and reads no more than the beginning of the response. */
    private Socket connect(String request) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout((int) LONG.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
        return socket;
    }

    private Pcm speak(Utterance utterance) {
        if (!utterance.text().startsWith(FIRST.strip())) {
            await().atMost(LONG).until(() -> rest.getCount() == 0);
        }
        byte[] samples = new byte[audioOf(utterance.text())];
        new Random(utterance.text().hashCode()).nextBytes(samples);
        return new Pcm(samples, SpeechEngine.SAMPLE_RATE, 1);
    }

    /** The number of bytes of an audio that is neither too long nor too short for a text. */
    private static int audioOf(String text) {
        return text.length() * SpeechEngine.SAMPLE_RATE * 2 / 30;
    }

    private static boolean isFirst(RecordedSpeechRequest request) {
        return FIRST.strip().equals(request.at("input"));
    }

    private static long threadsOfTheComponent() {
        return threads("QwenTts") + threads("qwen-tts-http");
    }

    /** The number of listeners whose thread reads or writes. */
    private static long servedListeners() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack)
                        .anyMatch(call -> call.getClassName().equals(StreamingHandler.class.getName())))
                .count();
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(name))
                .count();
    }
}
