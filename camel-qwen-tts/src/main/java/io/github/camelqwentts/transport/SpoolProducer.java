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
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.jspecify.annotations.Nullable;

/** Sends a spool as a JSON body, and remembers whether any of it may have reached the other side. */
final class SpoolProducer implements AsyncEntityProducer {

    private static final int MAX_BUFFER_SIZE = 8192;

    private final Spool body;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean ended;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable InputStream in;

    @SuppressWarnings("NullAway.Init") // comes with the stream
    private ByteBuffer buffer;

    SpoolProducer(Spool body) {
        this.body = body;
    }

    /** Whether sending has begun. Before that, the other side cannot have executed anything. */
    boolean hasBegun() {
        return begun.get();
    }

    /** Whether the whole body was sent. */
    boolean hasEnded() {
        return ended;
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
        // A cancelled exchange releases this at any time.
        lock.lock();
        try {
            begun.set(true);
            if (in == null) {
                // A proxy that wants a password makes the client send it again.
                ended = false;
                in = body.open();
                buffer = ByteBuffer.allocate((int) Math.max(1, Math.min(body.size(), MAX_BUFFER_SIZE)))
                        .limit(0);
            }
            write(in, channel);
        } finally {
            lock.unlock();
        }
    }

    private void write(InputStream content, DataStreamChannel channel) throws IOException {
        while (true) {
            if (!buffer.hasRemaining()) {
                int read = content.read(buffer.array());
                if (read < 0) {
                    ended = true;
                    channel.endStream();
                    return;
                }
                buffer.position(0).limit(read);
            }
            if (channel.write(buffer) == 0) {
                return;
            }
        }
    }

    @Override
    public int available() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public long getContentLength() {
        return body.size();
    }

    @Override
    public String getContentType() {
        return "application/json";
    }

    @Override
    public @Nullable String getContentEncoding() {
        return null;
    }

    @Override
    public boolean isChunked() {
        return false;
    }

    @Override
    public Set<String> getTrailerNames() {
        return Set.of();
    }

    @Override
    public void failed(Exception cause) {
        releaseResources();
    }

    @Override
    public void releaseResources() {
        lock.lock();
        try {
            if (in != null) {
                in.close();
                in = null;
            }
        } catch (IOException e) {
            // It was only read; there is nothing to lose.
        } finally {
            lock.unlock();
        }
    }
}
