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
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.github.camelqwentts.speech.PayloadTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link GrowingSpool}: in blocks of memory, or all in a file when they exceed the memory. One thread at a
 * time appends; any number of threads reads.
 */
final class GrowingBytes {

    private static final int BLOCK = 8 * 1024;

    private final SpoolFiles files;
    private final int memory;
    private final long limit;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<byte[]> blocks = new ArrayList<>();
    private @Nullable SpoolFile file;

    /** Where the blocks or the file begin; earlier bytes were dropped. */
    private long begin;

    private long size;
    private boolean isOver;
    private @Nullable Throwable failure;
    private boolean isWriting;
    private boolean isDiscarded;

    /**
     * @param memory maximum number of bytes in memory
     * @param limit maximum number of bytes
     */
    GrowingBytes(SpoolFiles files, int memory, long limit) {
        this.files = files;
        this.memory = memory;
        this.limit = limit;
    }

    /**
     * @throws PayloadTooLargeException if there are more bytes than the limit
     * @throws CancellationException if the end was announced
     * @throws IOException if the bytes cannot be kept
     */
    void append(byte[] bytes, int offset, int length) throws IOException {
        lock.lock();
        try {
            if (isOver) {
                throw new CancellationException("The stream is over");
            }
            if (size + length > limit) {
                throw new PayloadTooLargeException("maxAudioSize", limit);
            }
            if (fitIntoMemory(length)) {
                copy(bytes, offset, length);
                return;
            }
            isWriting = true;
        } finally {
            lock.unlock();
        }
        write(bytes, offset, length);
    }

    /** Whether further bytes can be appended without a file. */
    boolean fitIntoMemory(long number) {
        lock.lock();
        try {
            return file == null && !isWriting && size - begin + number <= memory;
        } finally {
            lock.unlock();
        }
    }

    private void copy(byte[] bytes, int offset, int length) {
        int copied = 0;
        while (copied < length) {
            int at = (int) ((size - begin) % BLOCK);
            if (at == 0) {
                blocks.add(new byte[BLOCK]);
            }
            int step = Math.min(length - copied, BLOCK - at);
            System.arraycopy(bytes, offset + copied, blocks.get(blocks.size() - 1), at, step);
            copied += step;
            size += step;
        }
        changed.signalAll();
    }

    /** Writes to the file, without the lock, so that no reader waits for the disk. */
    private void write(byte[] bytes, int offset, int length) throws IOException {
        SpoolFile target = file;
        try {
            if (target == null) {
                target = moveToFile();
            }
            target.write(out -> out.write(bytes, offset, length));
        } finally {
            lock.lock();
            try {
                isWriting = false;
                if (isDiscarded && target != null) {
                    target.delete();
                }
            } finally {
                lock.unlock();
            }
        }
        lock.lock();
        try {
            file = target;
            blocks.clear();
            size += length;
            if (isOver) {
                target.finish(size - begin);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private SpoolFile moveToFile() throws IOException {
        SpoolFile created = files.create();
        long rest = size - begin;
        for (byte[] block : blocks) {
            int length = (int) Math.min(rest, BLOCK);
            created.write(out -> out.write(block, 0, length));
            rest -= length;
        }
        return created;
    }

    /**
     * Announces the end.
     *
     * @param reason why it comes early; null if all bytes are there
     * @return false if it was announced before
     */
    boolean finish(@Nullable Throwable reason) {
        lock.lock();
        try {
            if (isOver) {
                return false;
            }
            isOver = true;
            failure = reason;
            if (file != null && !isWriting) {
                file.finish(size - begin);
            }
        } catch (IOException e) {
            failure = reason == null ? e : reason;
        } finally {
            changed.signalAll();
            lock.unlock();
        }
        return true;
    }

    /** Deletes the file, after the end. */
    void discard() {
        lock.lock();
        try {
            isDiscarded = true;
            if (file != null && !isWriting) {
                file.delete();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the bytes before a position that are in memory, and will not be read again. */
    void drop(long position) {
        lock.lock();
        try {
            while (file == null && !isWriting && position - begin >= BLOCK) {
                blocks.remove(0);
                begin += BLOCK;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns the first bytes that are there, up to a number. */
    byte[] head(int most) throws IOException {
        byte[] head = new byte[(int) Math.min(most, size())];
        int filled = 0;
        while (filled < head.length) {
            Part part = at(filled, head.length - filled);
            if (part == null) {
                break;
            } else if (part.block() != null) {
                System.arraycopy(part.block(), (int) part.offset(), head, filled, part.length());
            } else if (part.file() != null) {
                try (InputStream in = part.file().open()) {
                    in.skipNBytes(part.offset());
                    in.readNBytes(head, filled, part.length());
                }
            }
            filled += part.length();
        }
        return head;
    }

    /**
     * Returns the bytes at a position, without waiting.
     *
     * @return null if there are none yet
     * @throws EarlyEndException if there will be none, although there should be
     */
    @Nullable
    Part at(long position, int most) throws EarlyEndException {
        lock.lock();
        try {
            return find(position, most);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the bytes at a position, and waits for them until the deadline.
     *
     * @param isGivenUp ends the wait of its reader, see {@link #wake}
     * @return null if the deadline has expired, or the reader has given up
     * @throws EarlyEndException if there will be none, although there should be
     * @throws InterruptedIOException if the waiting thread is interrupted
     */
    @Nullable
    Part await(long position, int most, Deadline deadline, BooleanSupplier isGivenUp)
            throws EarlyEndException, InterruptedIOException {
        lock.lock();
        try {
            Part found = find(position, most);
            long nanos = found == null ? deadline.remaining().toNanos() : 0;
            while (found == null && nanos > 0 && !isGivenUp.getAsBoolean()) {
                nanos = changed.awaitNanos(nanos);
                found = find(position, most);
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for audio");
        } finally {
            lock.unlock();
        }
    }

    /** Wakes waiting readers, so that readers that have given up return. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Part find(long position, int most) throws EarlyEndException {
        int length = (int) Math.min(most, size - position);
        if (length > 0 && file != null) {
            return new Part(null, file, position - begin, length);
        } else if (length > 0) {
            int at = (int) ((position - begin) % BLOCK);
            byte[] block = blocks.get((int) ((position - begin) / BLOCK));
            return new Part(block, null, at, Math.min(length, BLOCK - at));
        } else if (isOver && failure != null) {
            throw new EarlyEndException(failure);
        }
        return isOver ? Part.END : null;
    }

    long size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    boolean isOver() {
        lock.lock();
        try {
            return isOver;
        } finally {
            lock.unlock();
        }
    }

    /** The reason of an early end; null if there is none. */
    @Nullable
    Throwable failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    boolean inMemory() {
        lock.lock();
        try {
            return file == null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Bytes that are there.
     *
     * @param block has them, from the offset on; null if the file has them
     * @param length 0 at the end
     */
    record Part(byte @Nullable [] block, @Nullable SpoolFile file, long offset, int length) {

        static final Part END = new Part(null, null, 0, 0);
    }

    /** The bytes ended early. */
    static final class EarlyEndException extends IOException {

        private static final long serialVersionUID = 1L;

        private final transient Throwable reason;

        EarlyEndException(Throwable reason) {
            super(reason);
            this.reason = reason;
        }

        Throwable reason() {
            return reason;
        }
    }
}
