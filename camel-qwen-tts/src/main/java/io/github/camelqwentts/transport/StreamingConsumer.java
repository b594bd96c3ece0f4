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
package io.github.camelqwentts.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

import io.github.camelqwentts.speech.PayloadTooLargeException;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Appends a body to a spool as it arrives. It is never slowed down: readers that are slow read what the spool has kept. The
 * body is not shortened silently: HttpClient reports a body that ends before its length or its last chunk as a failure.
 */
final class StreamingConsumer extends BodyConsumer<HttpResponse> {

    private final GrowingSpool body;
    private final long limit;
    private final Consumer<HttpResponse> headReceiver;

    @SuppressWarnings("NullAway.Init") // comes with the response
    private FutureCallback<HttpResponse> callback;

    StreamingConsumer(GrowingSpool body, long limit, Consumer<HttpResponse> headReceiver) {
        this.body = body;
        this.limit = limit;
        this.headReceiver = headReceiver;
    }

    @Override
    public void consumeResponse(
            HttpResponse response,
            EntityDetails entity,
            HttpContext context,
            FutureCallback<HttpResponse> resultCallback)
            throws IOException {
        if (entity != null && entity.getContentLength() > limit) {
            throw new PayloadTooLargeException("maxAudioSize", limit);
        }
        head = response;
        callback = resultCallback;
        headReceiver.accept(response);
        if (entity == null) {
            streamEnd(List.of());
        }
    }

    @Override
    public void consume(ByteBuffer bytes) throws IOException {
        try {
            body.append(bytes);
        } catch (CancellationException e) {
            throw new IOException("The exchange was cancelled", e);
        } catch (Error e) {
            throw unkept(e);
        }
    }

    @Override
    public void streamEnd(List<? extends Header> trailers) {
        body.end();
        callback.completed(head);
    }

    @Override
    public void failed(Exception cause) {
        // The callback of the exchange fails the body.
    }

    @Override
    public void releaseResources() {
        // The body is its readers'.
    }
}
