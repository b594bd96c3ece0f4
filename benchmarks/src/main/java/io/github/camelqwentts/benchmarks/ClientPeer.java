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
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A bare HTTP client that does without a thread for each message, and without Camel: the limit of what there is. */
abstract class ClientPeer implements Peer {

    private final ObjectMapper json = new ObjectMapper();
    private final Workload workload;

    ClientPeer(Workload workload) {
        this.workload = workload;
    }

    /** Posts JSON to the API. */
    abstract CompletableFuture<byte[]> post(byte[] body);

    abstract CompletableFuture<byte[]> get(String url);

    @Override
    public CompletableFuture<Long> speak() {
        return post(task()).thenCompose(this::audio).thenApply(audio -> {
            if (audio.length < Workload.SMALL) {
                throw new IllegalStateException("There is no audio");
            }
            return System.nanoTime();
        });
    }

    private byte[] task() {
        try {
            return json.writeValueAsBytes(workload.tasks(CamelPeer.TEXT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletableFuture<byte[]> audio(byte[] answer) {
        JsonNode result;
        try {
            result = json.readTree(answer).path("data").path(0);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (result.has("audioURL")) {
            return get(result.get("audioURL").textValue());
        }
        String base64 = result.has("audioBase64Data")
                ? result.get("audioBase64Data").textValue()
                : result.get("audioDataURI").textValue().replaceFirst("^data:[^,]*,", "");
        return CompletableFuture.completedFuture(Base64.getDecoder().decode(base64));
    }
}
