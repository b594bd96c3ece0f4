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
package io.github.camelqwentts.cache;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechCache;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache in a directory: {@code <key>.mp3}, which can be played, beside {@code <key>.properties}. Several processes and
 * instances may share the directory. Other files in it are left alone.
 *
 * <p>Files are written under temporary names and then moved, so no half-written file is ever read. Length and hash of the
 * audio are checked whenever it is read. When the directory is full, the audio that was not used for the longest time is
 * removed; its last use is the time of its {@code .properties} file.
 *
 * @since 1.0
 */
public final class DirectorySpeechCache implements SpeechCache {

    private static final Logger LOG = LoggerFactory.getLogger(DirectorySpeechCache.class);

    private static final String KEY = "[0-9a-f]{64}";
    private static final Pattern ENTRY = Pattern.compile("(" + KEY + ")\\.(properties|"
            + Arrays.stream(OutputFormat.values())
                    .map(OutputFormat::fileExtension)
                    .collect(Collectors.joining("|"))
            + ")");
    private static final Pattern TEMPORARY = Pattern.compile("qwen-tts-.*\\.tmp");
    private static final String LOCK = "qwen-tts.lock";

    /** Temporary files that are older belong to a process that has ended. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    /** Share of the size that is written before the files are counted again, because other processes write, too. */
    private static final int PARTS = 10;

    /** A lock of a file excludes other processes; within a process it would fail. */
    private static final ReentrantLock IN_PROCESS = new ReentrantLock();

    private final Path directory;
    private final long maxSize;
    private long written = Long.MAX_VALUE;

    /**
     * A cache in a directory, which is created when it is needed.
     *
     * @param maxSize maximum size in bytes of all files; each other process that writes may add a tenth to it
     * @throws IllegalArgumentException if it is not positive
     */
    public DirectorySpeechCache(Path directory, long maxSize) {
        if (maxSize <= 0) {
            throw new IllegalArgumentException("cacheMaxSize=" + maxSize + " is not valid: must be positive");
        }
        this.directory = directory;
        this.maxSize = maxSize;
    }

    @Override
    public @Nullable Spoken get(String key) throws IOException {
        Path description = descriptionOf(key);
        Properties values = new Properties();
        try (BufferedReader in = Files.newBufferedReader(description)) {
            values.load(in);
        } catch (NoSuchFileException e) {
            return null;
        }
        try {
            OutputFormat format = OutputFormat.of(values.getProperty("format"));
            String duration = values.getProperty("duration");
            SpeechAudio audio = new CachedFile(
                    directory.resolve(key + "." + format.fileExtension()),
                    Long.parseLong(values.getProperty("size")),
                    HexFormat.of().parseHex(values.getProperty("sha256")));
            touch(description);
            return Spoken.builder(null, format)
                    .audio(audio)
                    .duration(duration == null ? null : Long.valueOf(duration))
                    .truncated(Boolean.parseBoolean(values.getProperty("truncated")))
                    .build();
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new IOException(description.getFileName() + " is corrupt", e);
        }
    }

    @Override
    public void put(String key, Spoken spoken) throws IOException {
        Path description = descriptionOf(key);
        SpeechAudio audio = spoken.audio();
        if (audio == null || audio.size() > maxSize / 2) {
            LOG.debug("{} is too large for the cache in {}", audio, directory);
            return;
        }
        Files.createDirectories(directory);
        List<Path> temporary = new ArrayList<>();
        try {
            // Only the owner can read temporary files, and therefore the files that they are moved to.
            Path content = Files.createTempFile(directory, "qwen-tts-", ".tmp");
            temporary.add(content);
            byte[] hash = copy(audio, content);
            Path values = Files.createTempFile(directory, "qwen-tts-", ".tmp");
            temporary.add(values);
            describe(spoken, audio.size(), hash, values);
            publish(List.of(
                    new Move(
                            content,
                            directory.resolve(key + "." + spoken.format().fileExtension())),
                    new Move(values, description)));
        } finally {
            for (Path left : temporary) {
                Files.deleteIfExists(left);
            }
        }
    }

    private Path descriptionOf(String key) {
        if (!key.matches(KEY)) {
            throw new IllegalArgumentException("The key must be a SHA-256 in 64 lower-case hexadecimal digits");
        }
        return directory.resolve(key + ".properties");
    }

    /** Sets the time of the last use of audio to now. */
    private static void touch(Path description) {
        try {
            Files.setLastModifiedTime(description, FileTime.from(Instant.now()));
        } catch (IOException e) {
            LOG.debug("The last use of {} cannot be recorded", description, e);
        }
    }

    private static byte[] copy(SpeechAudio audio, Path to) throws IOException {
        MessageDigest digest = CachedFile.digest();
        try (InputStream in = audio.open();
                OutputStream out = new DigestOutputStream(Files.newOutputStream(to), digest)) {
            in.transferTo(out);
        }
        return digest.digest();
    }

    private static void describe(Spoken spoken, long size, byte[] hash, Path to) throws IOException {
        Properties values = new Properties();
        values.setProperty("format", spoken.format().wireName());
        values.setProperty("size", Long.toString(size));
        values.setProperty("sha256", HexFormat.of().formatHex(hash));
        values.setProperty("truncated", Boolean.toString(spoken.truncated()));
        if (spoken.duration() != null) {
            values.setProperty("duration", spoken.duration().toString());
        }
        try (Writer out = Files.newBufferedWriter(to)) {
            values.store(out, null);
        }
    }

    /** Moves files to their places, the description last, while no other process or thread does. */
    private void publish(List<Move> moves) throws IOException {
        IN_PROCESS.lock();
        try (FileChannel channel =
                        FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            long size = 0;
            for (Move move : moves) {
                size += Files.size(move.from);
            }
            makeRoom(size);
            for (Move move : moves) {
                Files.move(move.from, move.to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            IN_PROCESS.unlock();
        }
    }

    private void makeRoom(long size) throws IOException {
        if (written <= maxSize / PARTS - size) {
            written += size;
            return;
        }
        List<Entry> entries = entries();
        long total = size + entries.stream().mapToLong(entry -> entry.size).sum();
        entries.sort(Comparator.comparing(entry -> entry.lastUse));
        for (Entry oldest : entries) {
            if (total <= maxSize - maxSize / PARTS) {
                break;
            }
            oldest.delete();
            total -= oldest.size;
        }
        written = 0;
    }

    /** Lists the cached audio, and removes temporary files of processes that were killed. */
    private List<Entry> entries() throws IOException {
        Map<String, Entry> entries = new HashMap<>();
        Instant abandoned = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                Matcher entry = ENTRY.matcher(name);
                try {
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    if (entry.matches()) {
                        entries.computeIfAbsent(entry.group(1), key -> new Entry())
                                .add(file, attributes);
                    } else if (TEMPORARY.matcher(name).matches()
                            && attributes.lastModifiedTime().toInstant().isBefore(abandoned)) {
                        Files.deleteIfExists(file);
                    }
                } catch (NoSuchFileException e) {
                    // A temporary file that was moved meanwhile.
                    LOG.trace("{} is gone", file);
                }
            }
        }
        return new ArrayList<>(entries.values());
    }

    @Override
    public String toString() {
        return "DirectorySpeechCache[" + directory + "]";
    }

    private record Move(Path from, Path to) {}

    /** The files of a key. */
    private static final class Entry {

        private final List<Path> files = new ArrayList<>();
        private long size;
        private FileTime lastUse = FileTime.fromMillis(0);

        void add(Path file, BasicFileAttributes attributes) {
            // The description goes first, since audio without it is unused.
            files.add(file.toString().endsWith(".properties") ? 0 : files.size(), file);
            size += attributes.size();
            lastUse = lastUse.compareTo(attributes.lastModifiedTime()) < 0 ? attributes.lastModifiedTime() : lastUse;
        }

        void delete() {
            for (Path file : files) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    // It may be in use; it is removed another time.
                    LOG.debug("{} cannot be removed", file, e);
                }
            }
        }
    }
}
