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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** An API that answers what a test wants, for what the emulator is too well-behaved for. */
final class ScriptedApi implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Function<List<JsonObject>, String>> answers = new ConcurrentHashMap<>();
    private final Deque<File> files = new ArrayDeque<>();
    private final List<JsonObject> tasks = new CopyOnWriteArrayList<>();
    private final List<String> downloads = new CopyOnWriteArrayList<>();

    ScriptedApi() {
        server = ScriptedServer.newServer("scripted-api");
        server.createContext("/v1", this::answer);
        server.createContext("/audio", this::serve);
        server.start();
    }

    String url() {
        return origin() + "/v1";
    }

    String audioUrl() {
        return origin() + "/audio/a";
    }

    /** What is answered to tasks of a type, which come in one request. */
    ScriptedApi on(String taskType, Function<List<JsonObject>, String> answer) {
        answers.put(taskType, answer);
        return this;
    }

    /** What the next download gets; the last one stays. */
    ScriptedApi serve(int status, byte[] content) {
        files.add(new File(status, content));
        return this;
    }

    List<JsonObject> tasks(String taskType) {
        return tasks.stream()
                .filter(task -> taskType.equals(task.getString("taskType")))
                .toList();
    }

    int downloads() {
        return downloads.size();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonArray posted = new JsonArray(Buffer.buffer(exchange.getRequestBody().readAllBytes()));
        List<JsonObject> together =
                posted.stream().map(task -> (JsonObject) task).toList();
        tasks.addAll(together);
        String answer = answers.get(together.get(0).getString("taskType")).apply(together);
        send(exchange, 200, Buffer.buffer(answer).getBytes());
    }

    private void serve(HttpExchange exchange) throws IOException {
        downloads.add(exchange.getRequestURI().getPath());
        File file;
        synchronized (files) {
            file = files.size() > 1 ? files.poll() : files.peek();
        }
        send(exchange, file.status, file.content);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private record File(int status, byte[] content) {}
}
