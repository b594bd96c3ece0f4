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
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one owner in a directory that other processes may use as well. As long as there are files, the owner
 * holds the lock of a file beside them: if that lock is free, the owner has ended. A process id would not do, because
 * containers that share a directory have equal process ids. Not thread-safe.
 */
final class SpoolDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolDirectory.class);

    private static final String PREFIX = "qwen-tts-";
    private static final String SPOOL = ".spool";
    private static final String LOCK = ".lock";

    /** Camel creates such a directory for each context, so the directories of earlier processes are next to it. */
    private static final String CAMELS_OWN = "camel-tmp-";

    private static final String PROCESS = PREFIX + ProcessHandle.current().pid() + "-"
            + ProcessHandle.current()
                    .info()
                    .startInstant()
                    .map(Instant::toEpochMilli)
                    .map(Long::toHexString)
                    .orElse("0")
            + "-";

    private final Path directory;

    @SuppressWarnings("NullAway.Init") // set when the first file is added
    private String owner;

    @SuppressWarnings("NullAway.Init") // set when the first file is added
    private Path lockFile;

    private @Nullable FileChannel lockChannel;
    private @Nullable FileLock held;
    private int files;
    private long number;

    SpoolDirectory(Path directory) {
        this.directory = directory;
    }

    /** {@return the name of a new file, which does not exist yet} */
    Path add() throws IOException {
        if (files == 0) {
            hold();
        }
        Path file = directory.resolve(owner + "-" + number++ + SPOOL);
        files++;
        return file;
    }

    /** {@return whether it was the last} */
    boolean remove(Path file) {
        delete(file);
        files--;
        if (files == 0) {
            release();
        }
        return files == 0;
    }

    private void hold() throws IOException {
        do {
            release();
            owner = PROCESS + UUID.randomUUID().toString().substring(0, 8);
            lockFile = directory.resolve(owner + LOCK);
            lockChannel = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try {
                held = lockChannel.tryLock();
            } catch (IOException e) {
                LOG.debug("{} does not support locks: files left by a crash have to be removed manually", directory, e);
                release();
                return;
            }
            // Another process may have taken it for abandoned before it was locked.
        } while (held == null || !Files.exists(lockFile));
    }

    private void release() {
        if (lockChannel == null) {
            return;
        }
        delete(lockFile);
        close(lockChannel);
        lockChannel = null;
        held = null;
    }

    /** Removes the files whose owners have ended. */
    static void removeAbandoned(Path directory) {
        Path name = directory.getFileName();
        if (name == null || directory.getParent() == null || !name.toString().startsWith(CAMELS_OWN)) {
            removeAbandonedIn(directory);
            return;
        }
        try (DirectoryStream<Path> neighbours = Files.newDirectoryStream(directory.getParent(), CAMELS_OWN + "*")) {
            neighbours.forEach(SpoolDirectory::removeAbandonedIn);
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("Files left by a crash cannot be searched for next to {}", directory, e);
        }
    }

    private static void removeAbandonedIn(Path directory) {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(directory, PREFIX + "*" + LOCK)) {
            for (Path lockFile : locks) {
                // Opening a lock file of this process and closing it again would release its lock.
                if (!lockFile.getFileName().toString().startsWith(PROCESS)) {
                    removeIfAbandoned(lockFile);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("Files left by a crash cannot be searched for in {}", directory, e);
        }
    }

    private static void removeIfAbandoned(Path lockFile) {
        String name = lockFile.getFileName().toString();
        String owner = name.substring(0, name.length() - LOCK.length());
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return;
            }
            int removed = 0;
            try (DirectoryStream<Path> files = Files.newDirectoryStream(lockFile.getParent(), owner + "-*" + SPOOL)) {
                for (Path file : files) {
                    delete(file);
                    removed++;
                }
            }
            delete(lockFile);
            LOG.info("Removed {} temporary files of a process that had ended from {}", removed, lockFile.getParent());
        } catch (IOException | DirectoryIteratorException | OverlappingFileLockException e) {
            LOG.debug("{} is kept because its owner may still be running", lockFile, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("The temporary file {} cannot be deleted", file, e);
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A lock cannot be closed", e);
        }
    }
}
