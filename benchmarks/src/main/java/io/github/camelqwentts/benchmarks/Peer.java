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
     * @param api the address of the emulator
     * @param polly the address of the stand-in for Polly
     */
    static Peer start(String name, String api, String polly, Workload workload) throws Exception {
        return switch (name) {
            case "qwen-tts" -> new ComponentPeer(api, workload);
            case "by hand" -> new HandWrittenPeer(api, workload);
            case "aws2-polly" -> new PollyPeer(polly, workload);
            case "HttpClient 5" -> new AsyncClientPeer(api, workload);
            case "JDK client" -> new JdkClientPeer(api, workload);
            default -> throw new IllegalArgumentException("There is no peer " + name);
        };
    }
}
