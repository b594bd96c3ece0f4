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

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.http.ContentType;

/** The bare client for a server with OpenAI's contract. */
final class OpenAiClientPeer implements Peer {

    private final ObjectMapper json = new ObjectMapper();
    private final CloseableHttpAsyncClient client;
    private final String url;

    OpenAiClientPeer(String speech, Workload workload) {
        url = speech + "/0/0/v1/audio/speech";
        client = AsyncClientPeer.client(workload.connections());
        client.start();
    }

    @Override
    public CompletableFuture<Long> speak() {
        byte[] body;
        try {
            body = json.writeValueAsBytes(SpeechBodies.whole(CamelPeer.TEXT));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        return AsyncClientPeer.send(
                        client,
                        SimpleRequestBuilder.post(url)
                                .setBody(body, ContentType.APPLICATION_JSON)
                                .build())
                .thenApply(audio -> {
                    if (audio.length < Workload.SMALL) {
                        throw new IllegalStateException("There is no audio");
                    }
                    return System.nanoTime();
                });
    }

    @Override
    public void close() throws Exception {
        client.close();
    }
}
