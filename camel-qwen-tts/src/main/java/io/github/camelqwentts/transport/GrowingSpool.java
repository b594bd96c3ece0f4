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
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongPredicate;

import io.github.camelqwentts.speech.GrowingAudio;
import io.github.camelqwentts.speech.GrowingAudio.Extent;
import io.github.camelqwentts.speech.PayloadTooLargeException;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.transport.GrowingBytes.Part;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are read while they arrive, by any number of readers, each from the beginning and at its own pace. They are
 * kept in memory up to the spool threshold, at most {@value #MAX_MEMORY} bytes, and beyond that in a temporary file.
 *
 * <p>Bytes are appended by one thread at a time, which never waits for a reader: an I/O thread with what the network
 * delivers, or a worker with what it decodes. {@link #end} or {@link #fail} ends the spool; only the first of them counts.
 * A reader that is ahead waits on its own thread, at most until the deadline. Code that must not wait uses
 * {@link #available}, {@link #whole} and {@link #forward}, which continue on workers.
 *
 * <p>The spool is cancelled, that is, it fails with a {@link CancellationException}, when all its readers were closed and
 * none is opened within {@value #GRACE_MILLIS} ms, when its audio is closed, and when neither the audio nor a stream of it
 * can be reached any more. The source of the bytes then has to stop: its futures {@link #whole} and {@link #available}
 * fail, and so does {@link #append}.
 */
public final class GrowingSpool {

    /** A stream shares the memory with a thousand others. */
    static final int MAX_MEMORY = 192 * 1024;

    static final int GRACE_MILLIS = 500;

    private static final int WAV_HEADER = 44;
    private static final int BYTES_PER_SECOND = 28;

    /** As little-endian text. */
    private static final int RIFF = 0x46464952;

    private static final int FMT = 0x20746D66;

    private final GrowingBytes bytes;
    private final Arrivals arrivals;
    private final Deadline deadline;
    private final Executor worker;
    private final ScheduledExecutorService scheduler;

    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile EndCheck endCheck = size -> {};
    private volatile Function<Long, @Nullable Long> duration = this::durationByHeader;
    private volatile @Nullable Forwarding forwarding;
    private int readers;
    private int opened;

    /**
     * @param limit maximum number of bytes
     * @param deadline ends the wait of readers
     * @param worker completes futures, and forwards bytes
     * @param scheduler its threads are never held
     */
    public GrowingSpool(
            SpoolSettings settings,
            long limit,
            Deadline deadline,
            Executor worker,
            ScheduledExecutorService scheduler) {
        this.bytes = new GrowingBytes(settings.files(), Math.min(settings.threshold(), MAX_MEMORY), limit);
        this.arrivals = new Arrivals(bytes, worker);
        this.deadline = deadline;
        this.worker = worker;
        this.scheduler = scheduler;
        over.whenComplete((whole, cause) -> {
            if (cause != null) {
                finish(Futures.unwrap(cause));
            }
        });
    }

    /**
     * Appends bytes. After an exception, the caller calls {@link #fail}.
     *
     * @throws PayloadTooLargeException if there are more than the limit
     * @throws CancellationException if the spool has ended, for example because all its readers were closed
     * @throws IOException if they cannot be kept
     */
    public void append(byte[] chunk, int offset, int length) throws IOException {
        bytes.append(chunk, offset, length);
        announce();
    }

    /** Appends the remaining bytes of a buffer, as {@link #append(byte[], int, int)} does. */
    public void append(ByteBuffer chunk) throws IOException {
        if (chunk.hasArray()) {
            append(chunk.array(), chunk.arrayOffset() + chunk.position(), chunk.remaining());
            chunk.position(chunk.limit());
        } else {
            byte[] copy = new byte[chunk.remaining()];
            chunk.get(copy);
            append(copy, 0, copy.length);
        }
    }

    /** Returns a stream that appends what is written to it. Closing it has no effect. */
    public OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                append(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] chunk, int offset, int length) throws IOException {
                append(chunk, offset, length);
            }
        };
    }

    /** Sets a check that runs before a good end is announced. Called before the spool can end. */
    public void checkAtEnd(EndCheck check) {
        endCheck = check;
    }

    /** Sets the number of bytes of a second of audio, for audio without a header. Called before the spool can end. */
    public void setBytesPerSecond(int bytesPerSecond) {
        duration = size -> size * 1000 / bytesPerSecond;
    }

    /** Sets the duration of the audio in milliseconds, as far as it is known. Called before the end. */
    public void setDuration(@Nullable Long millis) {
        duration = size -> millis;
    }

    /** Ends the spool: all bytes are there. */
    public void end() {
        try {
            endCheck.check(bytes.size());
        } catch (RuntimeException e) {
            fail(e);
            return;
        }
        if (finish(null)) {
            over.complete(null);
        }
    }

    /** Ends the spool early. Readers get the bytes that are there, and then an exception with the cause. */
    public void fail(Throwable cause) {
        Throwable reason = Futures.unwrap(cause);
        if (finish(reason)) {
            over.completeExceptionally(reason);
        }
    }

    /** Ends the spool, if it has not ended, and deletes its file. Bytes in memory can still be read. */
    public void discard() {
        fail(new CancellationException("The audio was closed before it was whole"));
        bytes.discard();
    }

    /**
     * Waits without a thread until a number of bytes is there.
     *
     * @return completes on a worker with the number of bytes, which is smaller if the spool has ended well before; fails
     *     with the reason if it ended early
     */
    public CompletableFuture<Long> available(long number) {
        return arrivals.await(number);
    }

    /** Completes on a worker when all bytes are there; fails with the reason if the spool ends early. */
    public CompletableFuture<Void> whole() {
        return over.whenCompleteAsync((whole, cause) -> {}, worker);
    }

    /** Like {@link #whole()}, but has the extent, and fails with a {@link SpeechException} for a task. */
    CompletableFuture<Extent> whole(@Nullable String taskUUID) {
        return over.handleAsync(
                (whole, cause) -> {
                    if (cause != null) {
                        throw StreamFailures.of(cause, taskUUID);
                    }
                    return new Extent(bytes.size(), duration.apply(bytes.size()));
                },
                worker);
    }

    /** By the header of a WAV file in its simplest form, which is what streams begin with. */
    private @Nullable Long durationByHeader(long size) {
        try {
            ByteBuffer header = ByteBuffer.wrap(bytes.head(WAV_HEADER)).order(ByteOrder.LITTLE_ENDIAN);
            boolean isWav = header.remaining() == WAV_HEADER && header.getInt(0) == RIFF && header.getInt(12) == FMT;
            int bytesPerSecond = isWav ? header.getInt(BYTES_PER_SECOND) : 0;
            return bytesPerSecond <= 0 ? null : (Long) ((size - WAV_HEADER) * 1000 / bytesPerSecond);
        } catch (IOException e) {
            return null;
        }
    }

    /** The number of bytes that have arrived. */
    public long arrived() {
        return bytes.size();
    }

    /**
     * Returns the first bytes without waiting.
     *
     * @param most maximum number; fewer are returned if fewer are there
     */
    public byte[] head(int most) throws IOException {
        return bytes.head(most);
    }

    /**
     * Passes all bytes to a receiver as they arrive, on workers, and forgets what it has passed on. Called at most once,
     * and for a spool without readers.
     */
    public void forward(ChunkReceiver receiver) {
        forward(receiver, number -> false);
    }

    /**
     * Like {@link #forward}, for a receiver that appends the bytes to another spool. As long as they fit into its memory,
     * they are passed on by the thread that appends them here, which may be an I/O thread. This saves the time until a worker is
     * free.
     */
    public void forwardAtOnce(ChunkReceiver receiver, GrowingSpool target) {
        forward(receiver, target.bytes::fitIntoMemory);
    }

    private void forward(ChunkReceiver receiver, LongPredicate isQuick) {
        Forwarding begun = new Forwarding(this, bytes, receiver, isQuick, worker);
        forwarding = begun;
        begun.proceed();
    }

    /**
     * Returns the bytes as audio. Called at most once: when the audio and its streams cannot be reached any more, the
     * spool is discarded.
     *
     * @param taskUUID the task that failures are reported for
     */
    public GrowingAudio audio(@Nullable String taskUUID) {
        return StreamedAudio.of(this, taskUUID);
    }

    /** Completes at the end on any thread; fails with the reason if the spool ends early. Cancelling it cancels. */
    CompletableFuture<Void> over() {
        return over;
    }

    boolean inMemory() {
        return bytes.inMemory();
    }

    /** The number of bytes; -1 if there may be more. */
    long finalSize() {
        return bytes.isOver() ? bytes.size() : -1;
    }

    /** {@return the bytes at a position, of no length at the end; null if the reader was closed while it waited} */
    @Nullable
    Part await(long position, int most, BooleanSupplier isClosed) throws IOException {
        Part part = bytes.await(position, most, deadline, isClosed);
        if (part != null || isClosed.getAsBoolean()) {
            return part;
        }
        fail(TransportException.outOfTime(true));
        return bytes.at(position, most);
    }

    void readerOpened() {
        lock.lock();
        try {
            readers++;
            opened++;
        } finally {
            lock.unlock();
        }
    }

    /** Called after the reader counts as closed, and ends its wait on another thread. */
    void readerClosed() {
        bytes.wake();
        int last;
        lock.lock();
        try {
            last = opened;
            if (--readers > 0 || bytes.isOver()) {
                return;
            }
        } finally {
            lock.unlock();
        }
        try {
            scheduler.schedule(() -> worker.execute(() -> cancelUnlessRead(last)), GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            cancelUnlessRead(last);
        }
    }

    private void cancelUnlessRead(int last) {
        lock.lock();
        try {
            if (readers > 0 || opened != last) {
                return;
            }
        } finally {
            lock.unlock();
        }
        fail(new CancellationException("All readers of the audio were closed before it was whole"));
    }

    private boolean finish(@Nullable Throwable reason) {
        boolean isFirst = bytes.finish(reason);
        if (isFirst) {
            announce();
        }
        return isFirst;
    }

    /** Continues what waits for bytes. */
    private void announce() {
        Forwarding begun = forwarding;
        if (begun != null) {
            begun.proceed();
        }
        arrivals.announce();
    }

    /** Checks bytes before their end is announced. */
    @FunctionalInterface
    public interface EndCheck {

        /**
         * Checks the size, without blocking: the caller may be an I/O thread.
         *
         * @throws SpeechException if the bytes cannot be all
         */
        void check(long size);
    }
}
