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
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;

/** The asynchronous client that the component is built on, alone. Listeners are called by its I/O threads. */
final class AsyncClientStreamPeer extends StreamPeer {

    private final ObjectMapper json = new ObjectMapper();
    private final CloseableHttpAsyncClient client;
    private final String url;

    AsyncClientStreamPeer(String url, int inFlight) {
        this.url = url + "/v1/audio/speech";
        client = AsyncClientPeer.client(inFlight);
        client.start();
    }

    @Override
    CompletableFuture<Void> listen(Listening listening) {
        CompletableFuture<Void> heard = new CompletableFuture<>();
        byte[] body;
        try {
            body = json.writeValueAsBytes(SpeechBodies.streamed(TEXT));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        client.execute(
                AsyncRequestBuilder.post(url)
                        .setEntity(body, ContentType.APPLICATION_JSON)
                        .build(),
                new Receiver(listening),
                new Completion<>(heard, whole -> null));
        return heard;
    }

    @Override
    public void close() throws Exception {
        client.close();
    }

    /** Passes the bytes on as they come. */
    private static final class Receiver extends AbstractBinResponseConsumer<Listening> {

        private final Listening listening;

        Receiver(Listening listening) {
            this.listening = listening;
        }

        @Override
        protected void start(HttpResponse response, ContentType contentType) throws IOException {
            if (response.getCode() != 200) {
                throw new IOException("The status is " + response.getCode());
            }
        }

        @Override
        protected int capacityIncrement() {
            return Integer.MAX_VALUE;
        }

        @Override
        protected void data(ByteBuffer source, boolean endOfStream) {
            listening.hear(source.array(), source.arrayOffset() + source.position(), source.remaining());
            source.position(source.limit());
        }

        @Override
        protected Listening buildResult() {
            return listening;
        }

        @Override
        public void releaseResources() {}
    }
}
