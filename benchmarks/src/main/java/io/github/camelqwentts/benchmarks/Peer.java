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
package io.github.camelqwentts.benchmarks;

import java.util.concurrent.CompletableFuture;

/** A way to have texts spoken. */
interface Peer extends AutoCloseable {

    /**
     * Sends a message, and reads the audio of its answer to the end.
     *
     * @return completed when it was read, with the time of its first byte as {@link System#nanoTime()}; a peer that
     *     holds the thread meanwhile returns it completed
     */
    CompletableFuture<Long> speak();

    @Override
    void close() throws Exception;

    /**
     * Starts one.
     *
     * @param name a name in the table
     * @param servers the addresses of what is spoken to
     */
    static Peer start(String name, Addresses servers, Workload workload) throws Exception {
        return switch (name) {
            case "qwen-tts" -> ComponentPeer.ofTaskApi(servers.api(), workload);
            case "qwen-tts openai" -> ComponentPeer.ofOpenAi(servers.speech(), workload);
            case "by hand" -> new HandWrittenPeer(servers.api(), workload);
            case "aws2-polly" -> new PollyPeer(servers.polly(), workload);
            case "HttpClient 5" -> new AsyncClientPeer(servers.api(), workload);
            case "HttpClient 5 openai" -> new OpenAiClientPeer(servers.speech(), workload);
            case "JDK client" -> new JdkClientPeer(servers.api(), workload);
            default -> throw new IllegalArgumentException("There is no peer " + name);
        };
    }
}
