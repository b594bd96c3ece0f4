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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.JksOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** Puts TLS before a server on this host, with a certificate that nobody trusts unless told, for {@code localhost}. */
final class TlsFront implements AutoCloseable {

    static final String PASSWORD = "changeit";

    /** Serves all fronts of this JVM, because keytool takes its time. */
    private static final Path KEYSTORE = newKeystore();

    private final Vertx vertx = Vertx.vertx();
    private final int port;

    /** @param target the port of the plain server behind */
    TlsFront(int target) {
        NetServer server = vertx.createNetServer(new NetServerOptions()
                .setHost("127.0.0.1")
                .setSsl(true)
                .setKeyCertOptions(new JksOptions().setPath(KEYSTORE.toString()).setPassword(PASSWORD)));
        server.connectHandler(front -> join(front, target));
        port = wait(server.listen(0, "127.0.0.1")).actualPort();
    }

    /** Makes a client trust the certificate. */
    static SSLContextParameters trust() {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + KEYSTORE);
        store.setPassword(PASSWORD);
        TrustManagersParameters managers = new TrustManagersParameters();
        managers.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(managers);
        return parameters;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        wait(vertx.close());
    }

    /** Makes a key pair and its certificate in a store that serves as trust store too. */
    private static Path newKeystore() {
        try {
            Path directory = Files.createTempDirectory("tls-front");
            directory.toFile().deleteOnExit();
            Path keystore = directory.resolve("keystore.p12");
            keystore.toFile().deleteOnExit();
            runKeytool(keystore);
            return keystore;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void runKeytool(Path keystore) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        keystore.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool made no key");
        }
    }

    private void join(NetSocket front, int target) {
        front.pause();
        vertx.createNetClient()
                .connect(target, "127.0.0.1")
                .onSuccess(back -> {
                    front.pipeTo(back);
                    back.pipeTo(front);
                    front.resume();
                })
                .onFailure(failure -> front.close());
    }

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
