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
package io.github.camelqwentts.examples.s3upload;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The example in a process of its own, as its command starts it. */
@Timeout(120)
class S3UploadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    private static final RunwareEmulatorExtension RUNWARE = new RunwareEmulatorExtension();

    @TempDir
    private static Path folder;

    private static int port;
    private static Process example;

    @BeforeAll
    static void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        example = start("a-key", "log");
    }

    @AfterAll
    static void stop() throws Exception {
        example.destroy();
        assertThat(example.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void storesTheAudioOfATextInTheBucket() throws Exception {
        drop("hello.txt", "Grüße, and hello.");

        await().atMost(PATIENCE).until(() -> log().contains("Uploaded: " + url("hello.mp3")) || !example.isAlive());

        assertThat(example.isAlive()).as(S3UploadTest::log).isTrue();
        HttpResponse<byte[]> object = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url("hello.mp3")))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(object.statusCode()).isEqualTo(200);
        assertThat(object.headers().firstValue("Content-Type")).hasValue("audio/mpeg");
        assertThat(object.body()).hasSizeGreaterThan(4_000);
        assertThat(object.body()[0]).as("the first byte of a frame's sync word").isEqualTo((byte) 0xff);
        assertThat(log()).contains("Ctrl+C stops", "the store is in this process");
        await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("texts/done/hello.txt")));
    }

    @Test
    void setsATextAsideThatIsNotSpoken() throws Exception {
        RUNWARE.emulator()
                .inject(
                        new Fault.TaskError("contentPolicyViolation", "This is not to be said"),
                        task -> "Something bad.".equals(task.at("speech", "text")));
        drop("bad.txt", "Something bad.");

        await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("texts/failed/bad.txt")));

        assertThat(log().lines().filter(line -> line.contains("bad.txt")))
                .singleElement()
                .asString()
                .startsWith("Not uploaded: bad.txt, ")
                .contains("This is not to be said");
    }

    @Test
    void listensToThisMachineAlone() throws Exception {
        await().atMost(PATIENCE).until(() -> isOpen(InetAddress.getLoopbackAddress()));

        assertThat(isOpen(InetAddress.getByName("127.0.0.2"))).isFalse();
    }

    @Test
    void endsWithOneLineIfThePortIsInUse() throws Exception {
        await().atMost(PATIENCE).until(() -> isOpen(InetAddress.getLoopbackAddress()));

        Process second = start("", "second.log");

        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isOne();
        assertThat(folder.resolve("second.log"))
                .content()
                .isEqualToIgnoringNewLines("Port " + port + " is in use; choose another one with -Dport=");
    }

    private static boolean isOpen(InetAddress address) {
        try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void drop(String name, String text) throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("texts")).resolve(name), text);
    }

    private static String url(String key) {
        return "http://127.0.0.1:" + port + "/speech/" + key;
    }

    private static Process start(String key, String log) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dport=" + port,
                        "-Dfolder=" + folder.resolve("texts"),
                        "-Dcamel.component.qwen-tts.base-url="
                                + RUNWARE.emulator().url(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        S3Upload.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile());
        builder.environment().put("RUNWARE_API_KEY", key);
        return builder.start();
    }

    private static String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
