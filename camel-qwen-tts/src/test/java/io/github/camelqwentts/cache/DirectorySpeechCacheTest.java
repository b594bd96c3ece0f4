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

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

import io.github.camelqwentts.speech.MemoryAudio;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DirectorySpeechCacheTest {

    private static final int SIZE = 10_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void keepsAudioWithItsDescription(OutputFormat format) throws Exception {
        DirectorySpeechCache cache = new DirectorySpeechCache(directory.resolve("new/folder"), 1 << 20);
        byte[] bytes = {1, 2, 3};
        cache.put(key(1), spoken(format, bytes).duration(1234L).truncated(true).build());

        Spoken found = cache.get(key(1));

        assertThat(found.format()).isEqualTo(format);
        assertThat(found.duration()).isEqualTo(1234);
        assertThat(found.truncated()).isTrue();
        assertThat(found.audio().bytes()).isEqualTo(bytes);
        assertThat(found.audio().bytes()).isEqualTo(bytes);
        assertThat(directory.resolve("new/folder/" + key(1) + "." + format.fileExtension()))
                .hasBinaryContent(bytes);
        assertThat(cache.get(key(2))).isNull();
    }

    @Test
    void theLastPutIsKept() throws Exception {
        DirectorySpeechCache cache = new DirectorySpeechCache(directory, 1 << 20);
        cache.put(key(1), spoken(OutputFormat.MP3, new byte[] {1}).duration(5L).build());
        cache.put(key(1), spoken(OutputFormat.MP3, new byte[] {2, 2}).build());

        assertThat(cache.get(key(1)).audio().bytes()).containsExactly(2, 2);
        assertThat(cache.get(key(1)).duration()).isNull();
    }

    @Test
    void whatWasNotUsedForTheLongestTimeGoesFirst() throws Exception {
        DirectorySpeechCache cache = new DirectorySpeechCache(directory, 5 * SIZE);
        for (int i = 1; i <= 4; i++) {
            put(cache, i);
            usedBefore(i, Duration.ofHours(10 - i));
        }
        cache.get(key(1));

        put(cache, 5);

        assertThat(cache.get(key(2))).isNull();
        assertThat(Stream.of(1, 3, 4, 5).map(i -> get(cache, i))).doesNotContainNull();
        assertThat(sizeOf(directory)).isLessThanOrEqualTo(5 * SIZE);
    }

    @ParameterizedTest
    @EnumSource
    void isNeverLargerThanItsMaximum(OutputFormat format) throws Exception {
        DirectorySpeechCache cache = new DirectorySpeechCache(directory, 100 * 1000);
        for (int i = 1; i <= 200; i++) {
            cache.put(key(i), spoken(format, new byte[1000]).build());
            assertThat(sizeOf(directory)).isLessThanOrEqualTo(100 * 1000);
        }
        assertThat(sizeOf(directory)).isGreaterThan(80 * 1000);
    }

    @Test
    void anInstanceSeesWhatOthersHaveWritten() throws Exception {
        for (int i = 1; i <= 20; i++) {
            put(new DirectorySpeechCache(directory, 5 * SIZE), i);
        }

        assertThat(sizeOf(directory)).isLessThanOrEqualTo(5 * SIZE);
    }

    @Test
    void audioThatWouldFillItIsNotKept() throws Exception {
        DirectorySpeechCache cache = new DirectorySpeechCache(directory, SIZE);
        put(cache, 1);

        assertThat(cache.get(key(1))).isNull();
    }

    @Test
    void leavesFilesOfOthersAloneAndRemovesThoseOfEndedProcesses() throws Exception {
        Path others = Files.write(directory.resolve("holiday.mp3"), new byte[10 * SIZE]);
        Path abandoned = Files.createFile(directory.resolve("qwen-tts-1.tmp"));
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path inUse = Files.createFile(directory.resolve("qwen-tts-2.tmp"));
        DirectorySpeechCache cache = new DirectorySpeechCache(directory, 5 * SIZE);

        for (int i = 1; i <= 10; i++) {
            put(cache, i);
        }

        assertThat(others).exists();
        assertThat(inUse).exists();
        assertThat(abandoned).doesNotExist();
    }

    @Test
    void noHalfFileIsLeftByAudioThatCannotBeRead() throws Exception {
        DirectorySpeechCache cache = new DirectorySpeechCache(directory, 1 << 20);
        SpeechAudio broken = new MemoryAudio(new byte[10]) {
            @Override
            public InputStream open() {
                return new InputStream() {
                    private int left = 5;

                    @Override
                    public int read() throws IOException {
                        if (left-- == 0) {
                            throw new IOException("broken off");
                        }
                        return 0;
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        read();
                        return 1;
                    }
                };
            }
        };

        assertThatThrownBy(() -> cache.put(
                        key(1),
                        Spoken.builder("t", OutputFormat.MP3).audio(broken).build()))
                .hasMessage("broken off");

        assertThat(directory).isEmptyDirectory();
        assertThat(cache.get(key(1))).isNull();
    }

    @Test
    void changedAudioIsNotReadToItsEnd() throws Exception {
        DirectorySpeechCache cache = new DirectorySpeechCache(directory, 1 << 20);
        put(cache, 1);
        Spoken found = cache.get(key(1));
        byte[] other = new byte[SIZE];
        other[SIZE / 2] = 1;
        Files.write(directory.resolve(key(1) + ".mp3"), other);

        assertThatThrownBy(() -> found.audio().bytes())
                .isInstanceOf(IOException.class)
                .hasMessage(key(1) + ".mp3 is corrupt: it was changed");
    }

    @Test
    void namesOfOtherFilesAreNoKeys() {
        DirectorySpeechCache cache = new DirectorySpeechCache(directory, 1 << 20);

        assertThatThrownBy(() -> cache.get("../" + key(1))).isInstanceOf(IllegalArgumentException.class);
    }

    private static void put(DirectorySpeechCache cache, int number) throws IOException {
        cache.put(key(number), spoken(OutputFormat.MP3, new byte[SIZE]).build());
    }

    private static Spoken get(DirectorySpeechCache cache, int number) {
        try {
            return cache.get(key(number));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void usedBefore(int number, Duration age) throws IOException {
        FileTime time = FileTime.from(Instant.now().minus(age));
        for (String extension : new String[] {".mp3", ".properties"}) {
            Files.setLastModifiedTime(directory.resolve(key(number) + extension), time);
        }
    }

    private static long sizeOf(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static String key(int number) {
        return String.format("%064x", number);
    }

    private static Spoken.Builder spoken(OutputFormat format, byte[] bytes) {
        return Spoken.builder("task", format).audio(new MemoryAudio(bytes));
    }
}
