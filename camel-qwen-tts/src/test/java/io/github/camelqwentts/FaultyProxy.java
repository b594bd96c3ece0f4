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
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and a server on this host, and does to the bytes what networks do. */
final class FaultyProxy implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Behaviour behaviour = new Behaviour() {};

    /** @param target the port of the server behind */
    FaultyProxy(int target) throws IOException {
        this.target = target;
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    /** How many connections were made to it. */
    int accepted() {
        return accepted.get();
    }

    /** How many connections to it the client has not closed. */
    int open() {
        return open.size();
    }

    void behave(Behaviour next) {
        behaviour = next;
    }

    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(FaultyProxy::closeQuietly);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                accepted.incrementAndGet();
                open.add(client);
                daemon(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (Socket behind = new Socket(InetAddress.getLoopbackAddress(), target)) {
            daemon(() -> copyRequests(client, behind));
            InputStream in = behind.getInputStream();
            OutputStream out = client.getOutputStream();
            Behaviour last = null;
            int position = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                Behaviour now = behaviour;
                position = now == last ? position + 1 : 0;
                last = now;
                if (!now.pass(position, next, out, client)) {
                    break;
                }
            }
        } catch (IOException | InterruptedException e) {
            // Either side has gone, which is what this is about.
        } finally {
            closeQuietly(client);
            open.remove(client);
        }
    }

    private void copyRequests(Socket client, Socket behind) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = client.getInputStream();
            OutputStream out = behind.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (behaviour.forward(client)) {
                    out.write(buffer, 0, read);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // As above.
        }
        closeQuietly(behind);
    }

    /** Closes a connection so that the other side sees it reset. */
    static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "faulty-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** What happens to a connection; by itself, nothing. */
    interface Behaviour {

        /**
         * A byte of the answers wants to go to the client.
         *
         * @param position how many went before since this is how the proxy behaves
         * @return false to close the connection
         */
        default boolean pass(int position, int next, OutputStream client, Socket socket)
                throws IOException, InterruptedException {
            client.write(next);
            return true;
        }

        /** {@return whether what the client sent goes on to the server} */
        default boolean forward(Socket client) throws IOException {
            return true;
        }
    }
}
