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
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.github.camelqwentts.speech.PayloadTooLargeException;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Writes a body into a spool as it arrives, so that no thread waits for a slow one. */
final class SpoolingConsumer extends BodyConsumer<SpooledResponse> {

    private final SpoolSettings settings;
    private final long limit;
    private final long errorLimit;
    private final BooleanSupplier isSent;
    private final Consumer<SpooledResponse> receiver;

    private final ReentrantLock lock = new ReentrantLock();

    @SuppressWarnings("NullAway.Init") // comes with the response
    private FutureCallback<SpooledResponse> callback;

    private @Nullable SpoolWriter writer;
    private @Nullable SpooledResponse whole;
    private long room = Long.MAX_VALUE;
    private boolean released;
    private boolean received;

    /**
     * @param limit maximum size in bytes of the body
     * @param errorLimit maximum number of bytes kept of a body whose status reports an error; the rest of a longer one
     *     is not read
     * @param isSent whether the whole request was sent
     * @param receiver receives the whole response, and closes it, even after a cancellation. If nothing fails, its
     *     connection is then free for the next request, unless this one is still being sent.
     */
    SpoolingConsumer(
            SpoolSettings settings,
            long limit,
            long errorLimit,
            BooleanSupplier isSent,
            Consumer<SpooledResponse> receiver) {
        this.settings = settings;
        this.limit = limit;
        this.errorLimit = errorLimit;
        this.isSent = isSent;
        this.receiver = receiver;
    }

    @Override
    public void consumeResponse(
            HttpResponse response,
            EntityDetails entity,
            HttpContext context,
            FutureCallback<SpooledResponse> resultCallback)
            throws IOException {
        long announced = entity == null ? 0 : entity.getContentLength();
        boolean isError = errorLimit < limit && response.getCode() / 100 != 2;
        long expected = isError ? Math.min(announced, errorLimit) : announced;
        if (expected > limit) {
            throw new PayloadTooLargeException("maxAudioSize", limit);
        }
        lock.lock();
        try {
            requireWanted();
            head = response;
            callback = resultCallback;
            room = isError ? errorLimit : Long.MAX_VALUE;
            writer = new SpoolWriter(settings, limit, expected);
        } catch (Error e) {
            throw unkept(e);
        } finally {
            lock.unlock();
        }
        if (entity == null) {
            complete();
        }
    }

    @Override
    public void consume(ByteBuffer bytes) throws IOException {
        boolean isFull;
        lock.lock();
        try {
            if (whole != null) {
                // Ends the connection, because the rest of an error is not worth reading.
                throw new IOException("The rest of the response is not read");
            }
            SpoolWriter body = requireWriter();
            int length = (int) Math.min(bytes.remaining(), room);
            if (bytes.hasArray()) {
                body.write(bytes.array(), bytes.arrayOffset() + bytes.position(), length);
            } else {
                byte[] copy = new byte[length];
                bytes.duplicate().get(copy);
                body.write(copy);
            }
            bytes.position(bytes.limit());
            room -= length;
            isFull = room == 0;
        } catch (Error e) {
            throw unkept(e);
        } finally {
            lock.unlock();
        }
        if (isFull) {
            complete();
            // The rest is not read, and may never come.
            passOn();
        }
    }

    @Override
    public void streamEnd(List<? extends Header> trailers) throws IOException {
        if (whole == null) {
            complete();
        }
    }

    @Override
    public void failed(Exception cause) {
        releaseResources();
    }

    @Override
    public void releaseResources() {
        lock.lock();
        try {
            released = true;
            if (writer != null) {
                writer.discard();
                writer = null;
            }
        } finally {
            lock.unlock();
        }
        passOn();
    }

    private void complete() throws IOException {
        SpooledResponse response;
        lock.lock();
        try {
            Spool body = requireWriter().toSpool();
            writer = null;
            response = new SpooledResponse(head.getCode(), headers(), body);
            whole = response;
        } catch (Error e) {
            throw unkept(e);
        } finally {
            lock.unlock();
        }
        callback.completed(response);
        if (!isSent.getAsBoolean()) {
            passOn();
        }
    }

    private void passOn() {
        SpooledResponse response;
        lock.lock();
        try {
            response = received ? null : whole;
            received = whole != null;
        } finally {
            lock.unlock();
        }
        if (response != null) {
            receiver.accept(response);
        }
    }

    private void requireWanted() throws IOException {
        if (released) {
            throw new IOException("The exchange was cancelled");
        }
    }

    private SpoolWriter requireWriter() throws IOException {
        requireWanted();
        return Objects.requireNonNull(writer, "writer");
    }

    private Map<String, String> headers() {
        Map<String, String> first = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : head.getHeaders()) {
            if (header.getValue() != null) {
                first.putIfAbsent(header.getName(), header.getValue());
            }
        }
        return first;
    }
}
