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

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.camelqwentts.speech.SpoolException;

/**
 * The temporary files of a component. A file lives as long as its audio, or a stream of it, is reachable. After
 * that the garbage collector triggers its deletion, and {@link #close()} deletes all remaining files.
 *
 * <p>A large heap is collected so rarely that files would pile up. After {@value #FILES_BEFORE_COLLECTION} new files,
 * or {@value #MEGABYTES_BEFORE_COLLECTION} MB of them, a collection is therefore requested; while many files
 * survive collections, after {@value #NEW_FILES_FOR_EACH_IN_USE} times as many new files as survived, or as many megabytes.
 * {@link #tidyUp()} requests one after a minute, and later
 * less often as long as nothing new is created. {@link HeapCollections} keeps the cost below one fiftieth of the time.
 * A JVM with {@code -XX:+DisableExplicitGC} ignores the requests, and files wait for its own collections.
 */
public final class SpoolFiles implements Closeable {

    static final int FILES_BEFORE_COLLECTION = 100;
    static final int MEGABYTES_BEFORE_COLLECTION = 64;
    private static final long BYTES_BEFORE_COLLECTION = (long) MEGABYTES_BEFORE_COLLECTION << 20;

    /** A collection stops all threads, which listeners of streams notice. */
    static final int NEW_FILES_FOR_EACH_IN_USE = 4;

    static final Duration FIRST_IDLE_COLLECTION = Duration.ofMinutes(1);
    static final Duration LONGEST_IDLE_PERIOD = Duration.ofHours(1);

    static final Cleaner CLEANER = Cleaner.create();

    private final Supplier<File> directory;
    private final HeapCollections collections;
    private final LongSupplier nanoTime;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Path, SpoolDirectory> directories = new HashMap<>();
    private final Set<Entry> fresh = new HashSet<>();
    private final Set<Entry> survivors = new HashSet<>();
    private long freshBytes;
    private long survivingBytes;
    /**
     * How many files the last collection left; most of them may have been deleted since then. It is counted when the next
     * files have come, because those that nobody could reach are deleted only after the collection.
     */
    private int left;

    private long leftBytes;
    private boolean counted;
    private long created;
    private long collectedAt;
    private Duration patience = FIRST_IDLE_COLLECTION;

    /** @param directory gives the directory of the files, or null for the system's; called for each file */
    public SpoolFiles(Supplier<File> directory) {
        this(directory, HeapCollections.JVM, System::nanoTime);
    }

    SpoolFiles(Supplier<File> directory, HeapCollections collections, LongSupplier nanoTime) {
        this.directory = directory;
        this.collections = collections;
        this.nanoTime = nanoTime;
    }

    /**
     * Creates an empty file.
     *
     * @throws SpoolException if that is not possible; nothing is left then
     */
    SpoolFile create() throws SpoolException {
        Path where = where();
        SpoolFile file = new SpoolFile();
        Entry entry = new Entry(where);
        file.bind(entry, CLEANER.register(file, entry));
        try {
            lock.lock();
            try {
                if (fresh.isEmpty() && survivors.isEmpty()) {
                    collectedAt = nanoTime.getAsLong();
                    counted = false;
                }
                add(entry);
            } finally {
                lock.unlock();
            }
            file.createIn();
        } catch (IOException e) {
            file.delete();
            throw SpoolException.of("created", where, e);
        } catch (Throwable e) {
            file.delete();
            throw e;
        }
        collectIfMany();
        return file;
    }

    private void add(Entry entry) throws IOException {
        fresh.add(entry);
        try {
            entry.path = directories
                    .computeIfAbsent(entry.where, SpoolDirectory::new)
                    .add();
            entry.number = ++created;
        } finally {
            if (entry.path == null) {
                fresh.remove(entry);
            }
        }
    }

    /** Removes the files of processes that have ended without removing them. Other processes' files stay. */
    public void removeAbandoned() {
        SpoolDirectory.removeAbandoned(where());
    }

    /** Requests a collection if there was none for a while and files are left. Called periodically. */
    public void tidyUp() {
        lock.lock();
        try {
            if (fresh.isEmpty() && survivors.isEmpty()) {
                return;
            }
            if (!fresh.isEmpty()) {
                patience = FIRST_IDLE_COLLECTION;
            }
            if (nanoTime.getAsLong() - collectedAt < patience.toNanos()) {
                return;
            }
        } finally {
            lock.unlock();
        }
        collect();
    }

    /** Deletes all files, including those still in use. It can be used again afterwards. */
    @Override
    public void close() {
        List<Entry> all;
        lock.lock();
        try {
            all = new ArrayList<>(fresh);
            all.addAll(survivors);
        } finally {
            lock.unlock();
        }
        all.forEach(Entry::run);
    }

    private Path where() {
        File given = directory.get();
        return given == null ? Path.of(System.getProperty("java.io.tmpdir")) : given.toPath();
    }

    private void collectIfMany() {
        boolean many;
        lock.lock();
        try {
            if (!counted && isReached(FILES_BEFORE_COLLECTION, BYTES_BEFORE_COLLECTION)) {
                left = survivors.size();
                leftBytes = survivingBytes;
                counted = true;
            }
            many = counted
                    && isReached(
                            Math.max(FILES_BEFORE_COLLECTION, NEW_FILES_FOR_EACH_IN_USE * left),
                            Math.max(BYTES_BEFORE_COLLECTION, leftBytes));
        } finally {
            lock.unlock();
        }
        if (many) {
            collect();
        }
    }

    /** With the lock held. */
    private boolean isReached(int files, long bytes) {
        return fresh.size() >= files || freshBytes >= bytes;
    }

    private void collect() {
        long upTo;
        lock.lock();
        try {
            upTo = created;
        } finally {
            lock.unlock();
        }
        collections.request(() -> collected(upTo));
    }

    private void collected(long upTo) {
        lock.lock();
        try {
            boolean idle = fresh.isEmpty();
            for (Entry entry : List.copyOf(fresh)) {
                if (entry.number <= upTo) {
                    fresh.remove(entry);
                    freshBytes -= entry.size;
                    survivors.add(entry);
                    survivingBytes += entry.size;
                }
            }
            counted = false;
            collectedAt = nanoTime.getAsLong();
            if (idle) {
                patience = Collections.min(List.of(patience.multipliedBy(2), LONGEST_IDLE_PERIOD));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Data of a file without a reference to its {@link SpoolFile}, which otherwise would never become unreachable. */
    final class Entry implements Runnable {

        private final Path where;

        @SuppressWarnings("NullAway.Init") // set before the entry is handed out
        private Path path;

        private long number;
        private long size;

        private Entry(Path where) {
            this.where = where;
        }

        Path path() {
            return path;
        }

        Path where() {
            return where;
        }

        boolean isDeleted() {
            lock.lock();
            try {
                return !fresh.contains(this) && !survivors.contains(this);
            } finally {
                lock.unlock();
            }
        }

        void setSize(long bytes) {
            lock.lock();
            try {
                if (fresh.contains(this)) {
                    freshBytes += bytes - size;
                } else if (survivors.contains(this)) {
                    survivingBytes += bytes - size;
                }
                size = bytes;
            } finally {
                lock.unlock();
            }
            collectIfMany();
        }

        /** Deletes the file. */
        @Override
        public void run() {
            lock.lock();
            try {
                if (fresh.remove(this)) {
                    freshBytes -= size;
                } else if (survivors.remove(this)) {
                    survivingBytes -= size;
                } else {
                    return;
                }
                SpoolDirectory home = directories.get(where);
                if (home != null && home.remove(path)) {
                    directories.remove(where);
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
