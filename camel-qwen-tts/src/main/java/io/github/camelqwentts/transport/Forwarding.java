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
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;

import io.github.camelqwentts.transport.GrowingBytes.EarlyEndException;
import io.github.camelqwentts.transport.GrowingBytes.Part;
import org.jspecify.annotations.Nullable;

/** Passes the bytes of a {@link GrowingSpool} to a receiver as they arrive, on one thread at a time. */
final class Forwarding {

    private static final int BUFFER = 8 * 1024;

    private final GrowingSpool spool;
    private final GrowingBytes bytes;
    private final ChunkReceiver receiver;
    private final LongPredicate isQuick;
    private final Executor worker;

    /** The number of calls of {@link #proceed} since the last round began; a thread runs while it is positive. */
    private final AtomicInteger calls = new AtomicInteger();

    private @Nullable InputStream file;
    private long position;
    private boolean isOver;

    /** @param isQuick whether a number of bytes can be passed on without blocking, by any thread */
    Forwarding(GrowingSpool spool, GrowingBytes bytes, ChunkReceiver receiver, LongPredicate isQuick, Executor worker) {
        this.spool = spool;
        this.bytes = bytes;
        this.receiver = receiver;
        this.isQuick = isQuick;
        this.worker = worker;
    }

    /** Called when bytes have arrived, or the end. Does not block. */
    void proceed() {
        if (calls.getAndIncrement() == 0) {
            if (isQuick.test(bytes.size() - position)) {
                run();
                return;
            }
            try {
                worker.execute(this::run);
            } catch (RejectedExecutionException e) {
                receiver.fail(e);
            }
        }
    }

    private void run() {
        int seen = calls.get();
        while (seen != 0) {
            passOn();
            seen = calls.addAndGet(-seen);
        }
    }

    private void passOn() {
        if (isOver) {
            return;
        }
        try {
            Part part = bytes.at(position, BUFFER);
            while (part != null && part.length() > 0) {
                pass(part);
                part = bytes.at(position, BUFFER);
            }
            if (part != null) {
                receiver.end();
                close();
            }
        } catch (EarlyEndException e) {
            fail(e.reason());
        } catch (IOException | RuntimeException e) {
            spool.fail(e);
            fail(e);
        }
    }

    private void pass(Part part) throws IOException {
        if (part.block() != null) {
            receiver.receive(part.block(), (int) part.offset(), part.length());
            position += part.length();
        } else {
            if (file == null && part.file() != null) {
                file = part.file().open();
                file.skipNBytes(part.offset());
            }
            byte[] buffer = file == null ? new byte[0] : file.readNBytes(part.length());
            receiver.receive(buffer, 0, buffer.length);
            position += buffer.length;
        }
        bytes.drop(position);
    }

    private void fail(Throwable reason) {
        close();
        receiver.fail(reason);
    }

    private void close() {
        isOver = true;
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            // It was only read; there is nothing to lose.
        }
    }
}
