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

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.camelqwentts.speech.SpoolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/** A temporary file lives as long as somebody can reach it, and no longer. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SpoolFilesTest {

    @TempDir
    private Path directory;

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger collections = new AtomicInteger();

    private SpoolFiles files() {
        return new SpoolFiles(
                directory::toFile, new HeapCollections(System::gc, Runnable::run, System::nanoTime), System::nanoTime);
    }

    @Test
    void keepsAFileAsLongAsItsAudioIsHeld() throws IOException {
        Spool held = write(files(), 5);

        System.gc();

        assertThat(held.open()).hasBinaryContent(new byte[5]);
        assertThat(spooled()).hasSize(1);
    }

    @Test
    void deletesAFileThatNobodyCanReach() throws IOException {
        SpoolFiles files = files();
        write(files, 5);

        awaitNothingLeft();
    }

    @Test
    void keepsAFileAsLongAsAStreamIsOpen() throws IOException {
        InputStream in = write(files(), 5).open();

        System.gc();
        assertThat(spooled()).hasSize(1);
        assertThat(in.readAllBytes()).hasSize(5);

        in = null;
        awaitNothingLeft();
    }

    @Test
    void deletesAtOnceWhatIsClosed() throws IOException {
        Spool spool = write(files(), 5);

        spool.close();
        spool.close();

        assertThat(directory).isEmptyDirectory();
        assertThatIOException().isThrownBy(spool::open).withMessageContaining("was closed");
    }

    @Test
    void deletesAllAtTheEndAndCanBeginAgain() throws IOException {
        SpoolFiles files = files();
        Spool first = write(files, 5);
        Spool second = write(files, 5);

        files.close();

        assertThat(directory).isEmptyDirectory();
        assertThatIOException().isThrownBy(first::open);
        assertThatIOException().isThrownBy(second::open);
        assertThat(write(files, 7).open()).hasBinaryContent(new byte[7]);
    }

    @Test
    void leavesNothingOfAWriteThatFails() throws IOException {
        SpoolFile file = files().create();

        assertThatExceptionOfType(SpoolException.class)
                .isThrownBy(() -> file.write(out -> {
                    throw new IOException("No space left on device");
                }))
                .withMessageContaining("No space left")
                .withMessageContaining(directory.toString());
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void namesADirectoryThatCannotBeUsed() {
        File missing = directory.resolve("missing").toFile();
        SpoolFiles files = new SpoolFiles(() -> missing);

        assertThatExceptionOfType(SpoolException.class)
                .isThrownBy(files::create)
                .withMessageContaining(missing.toString());
    }

    @Test
    void fewFilesAreLeftWhileManyAreDropped() throws IOException {
        // By this clock collections take no time, so that the ration outlasts the test on any machine.
        SpoolFiles files =
                new SpoolFiles(directory::toFile, new HeapCollections(System::gc, Runnable::run, now::get), now::get);

        for (int i = 0; i < 400; i++) {
            write(files, 5);
            await().atMost(20, TimeUnit.SECONDS).until(() -> spooled().length < 150);
        }
    }

    @Test
    void filesThatAreHeldCauseFewCollections() throws IOException {
        SpoolFiles files = filesThatCountCollections();

        Deque<Spool> held = writeMany(files, 3_000);

        // At 100, 500, 2,500.
        assertThat(collections.get()).isBetween(1, 10);
        assertThat(held.getFirst().open()).hasBinaryContent(new byte[5]);
    }

    @Test
    void filesOfManyStreamsThatFollowEachOtherCauseFewCollections() throws IOException {
        Deque<Spool> dropped = new ArrayDeque<>();
        Runnable collection = () -> {
            collections.incrementAndGet();
            dropped.forEach(Spool::close);
            dropped.clear();
        };
        SpoolFiles files =
                new SpoolFiles(directory::toFile, new HeapCollections(collection, Runnable::run, now::get), now::get);
        Deque<Spool> inUse = writeMany(files, 64);
        collections.set(0);

        for (int i = 0; i < 640; i++) {
            dropped.add(inUse.remove());
            inUse.add(write(files, 5));
        }

        assertThat(collections.get()).isBetween(1, 3);
        assertThat(spooled()).hasSizeLessThan(64 * 6);
    }

    /** The files that a collection left are deleted soon, so that they do not tell how many there are at a time. */
    @Test
    void filesThatAreClosedInTimeCauseNoCollections() throws IOException {
        SpoolFiles files = filesThatCountCollections();
        Deque<Spool> inUse = writeMany(files, 200);
        collections.set(0);

        for (int i = 0; i < 2_000; i++) {
            inUse.remove().close();
            inUse.add(write(files, 5));
        }

        assertThat(collections).hasValue(0);
    }

    @Test
    void anIdleApplicationGivesUpItsFilesAfterAMinute() throws IOException {
        SpoolFiles files = new SpoolFiles(
                directory::toFile, new HeapCollections(System::gc, Runnable::run, System::nanoTime), now::get);
        write(files, 5);
        write(files, 5);

        pass(Duration.ofSeconds(61));
        files.tidyUp();

        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(directory).isEmptyDirectory());
    }

    @Test
    void anIdleApplicationThatHoldsAFileIsCollectedMoreAndMoreRarely() throws IOException {
        SpoolFiles files = filesThatCountCollections();
        Spool held = write(files, 5);
        List<Integer> minutes = new ArrayList<>();

        for (int minute = 1; minute <= 20; minute++) {
            pass(Duration.ofMinutes(1));
            int before = collections.get();
            files.tidyUp();
            if (collections.get() > before) {
                minutes.add(minute);
            }
        }

        assertThat(minutes).containsExactly(1, 2, 4, 8, 16);
        assertThat(held.open()).hasBinaryContent(new byte[5]);
    }

    private SpoolFiles filesThatCountCollections() {
        return new SpoolFiles(
                directory::toFile,
                new HeapCollections(collections::incrementAndGet, Runnable::run, now::get),
                now::get);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private Deque<Spool> writeMany(SpoolFiles files, int count) throws IOException {
        Deque<Spool> written = new ArrayDeque<>();
        for (int i = 0; i < count; i++) {
            written.add(write(files, 5));
        }
        return written;
    }

    private static Spool write(SpoolFiles files, int size) throws IOException {
        SpoolWriter writer = new SpoolWriter(new SpoolSettings(0, files), Long.MAX_VALUE, -1);
        writer.write(new byte[size]);
        return writer.toSpool();
    }

    private File[] spooled() {
        return directory.toFile().listFiles(file -> file.getName().endsWith(".spool"));
    }

    private void awaitNothingLeft() {
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
            System.gc();
            assertThat(directory).isEmptyDirectory();
        });
    }
}
