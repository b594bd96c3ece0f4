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
package io.github.camelqwentts.runware.wire;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.sun.management.ThreadMXBean;
import io.github.camelqwentts.runware.RunwareClient;
import io.github.camelqwentts.runware.RunwareOptions;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.transport.HttpSettings;
import io.github.camelqwentts.transport.HttpTransport;
import io.github.camelqwentts.transport.Spool;
import io.github.camelqwentts.transport.SpoolSettings;
import io.github.camelqwentts.transport.SpoolWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that were good until something happened to them: whatever it was, they are read or refused, without an error, a
 * hang, a file that is left or more memory than the limit allows. Each input follows from the seed, which is told when one
 * fails; the long profile takes another seed each time, and a million inputs.
 */
class EnvelopeFuzzTest {

    private static final int INPUTS = Integer.getInteger("fuzz.inputs", 20_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_124);
    private static final int LIMIT = 64 * 1024;

    /** For the reader's own buffers, and objects as many as there are bytes in an input. */
    private static final long MOST_ALLOCATED = 8L * 1024 * 1024;

    private static final List<byte[]> GOOD = List.of(
            bytes(
                    "{\"data\":[{\"taskType\":\"audioInference\",\"taskUUID\":\"2d4b6f7e-3d0c-4a4f-9b39-0a4f1d2c3b4a\","
                            + "\"audioUUID\":\"a\",\"audioURL\":\"https://example.org/a.mp3\",\"cost\":0.0004,\"seed\":12345678901}]}"),
            bytes("{\"data\":[{\"taskUUID\":\"t\",\"audioUUID\":\"a\",\"audioBase64Data\":\"" + "QUJD".repeat(500)
                    + "\",\"status\":\"success\"}]}"),
            bytes("{\"data\":[{\"taskUUID\":\"t\",\"audioDataURI\":\"data:audio/wav;base64," + "QUJD".repeat(300)
                    + "\"}],\"errors\":[]}"),
            bytes("{\"errors\":[{\"code\":\"invalidVoice\",\"message\":\"No\",\"parameter\":\"speech.voice\","
                    + "\"taskUUID\":\"t\",\"documentation\":\"https://example.org\"}]}"),
            bytes(
                    "{\"data\":[{\"taskType\":\"getTaskDetails\",\"taskUUID\":\"t\",\"request\":{\"a\":[1,2,{\"b\":null}]},"
                            + "\"response\":{\"data\":[{\"taskUUID\":\"t\",\"audioBase64Data\":\"QUJD\"}]}}]}"),
            bytes("{\"data\":{\"taskUUID\":\"t\",\"request\":[{\"a\":[]}],\"response\":[{\"data\":[{\"audioDataURI\":"
                    + "\"data:audio/wav;base64," + "QUJD\\n".repeat(400)
                    + "\",\"audioBase64Data\":null,\"cost\":\"0.1\"}],"
                    + "\"error\":null}]},\"error\":{\"code\":\"a\",\"parameter\":[\"b\",\"c\"]},\"taskUUID\":\"t\"}"));

    private static final List<byte[]> TOKENS = List.of(
            bytes("{"),
            bytes("}"),
            bytes("["),
            bytes("]"),
            bytes("\""),
            bytes(","),
            bytes(":"),
            bytes("null"),
            bytes("true"),
            bytes("1e999999999"),
            bytes("-0"),
            bytes("9".repeat(1_200)),
            bytes("[".repeat(1_200)),
            bytes("{\"a\":".repeat(1_200)),
            bytes("\"" + "x".repeat(10_000) + "\""),
            bytes("\\u0000"),
            bytes("\\uD800"),
            bytes("data:;base64,"),
            bytes("\"data\":"),
            bytes("\"errors\":"),
            bytes("\"response\":"),
            bytes("\"audioBase64Data\":"),
            bytes("===="),
            new byte[] {(byte) 0xFF, (byte) 0xFE},
            new byte[] {(byte) 0xC0, (byte) 0x80},
            new byte[] {0});

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void anyAnswerIsReadOrRefused() throws IOException {
        // Things done once in a JVM, such as the directory of spool files, do not depend on the input.
        for (byte[] input : GOOD) {
            readEnvelope(input);
        }
        SplittableRandom seeds = new SplittableRandom(SEED);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = mutate(new SplittableRandom(seeds.nextLong()));
            long before = threads.getCurrentThreadAllocatedBytes();
            long begin = System.nanoTime();
            try {
                read += readEnvelope(input) ? 1 : 0;
            } catch (Throwable e) {
                throw new AssertionError("Input " + i + " of seed " + SEED + ": " + describe(input), e);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("Bytes allocated for input %d of seed %d: %s", i, SEED, describe(input))
                    .isLessThan(MOST_ALLOCATED);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("Time for input %d of seed %d: %s", i, SEED, describe(input))
                    .isLessThan(Duration.ofSeconds(20));
        }
        assertThat(read).as("inputs that were still readable").isBetween(INPUTS / 100, INPUTS - 1);
        assertThat(directory.toFile().listFiles(File::isFile)).isEmpty();
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void anyPostOfAWebhookIsReadOrRefused() {
        ExecutorService worker = Executors.newSingleThreadExecutor();
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        HttpTransport transport = new HttpTransport(
                new HttpSettings(Duration.ofSeconds(5), 1, null, null, null, false),
                new SpoolSettings(1_000, directory::toFile),
                worker,
                scheduler);
        try {
            RunwareClient client = new RunwareClient(
                    transport, RunwareOptions.builder().apiKey("any").build());
            SplittableRandom seeds = new SplittableRandom(SEED + 1);
            for (int i = 0; i < INPUTS; i++) {
                byte[] input = mutate(new SplittableRandom(seeds.nextLong()));
                try {
                    client.read(new ByteArrayInputStream(input), LIMIT).forEach(EnvelopeFuzzTest::close);
                } catch (IOException e) {
                    // The consumer answers with 400 or 413 then.
                } catch (Throwable e) {
                    throw new AssertionError("Input " + i + " of seed " + (SEED + 1) + ": " + describe(input), e);
                }
            }
        } finally {
            transport.close(Duration.ZERO);
            worker.shutdown();
            scheduler.shutdown();
        }
        assertThat(directory.toFile().listFiles(File::isFile)).isEmpty();
    }

    /** @return whether it could be read */
    private boolean readEnvelope(byte[] input) throws IOException {
        SpoolWriter writer = new SpoolWriter(new SpoolSettings(Integer.MAX_VALUE, () -> null), Long.MAX_VALUE, -1);
        writer.write(input);
        try (Spool answer = writer.toSpool()) {
            SpoolSettings spools = new SpoolSettings(1_000, directory::toFile);
            EnvelopeReader.read(answer, 200, spools, AnswerLimits.ofPost(LIMIT), text -> text)
                    .discard();
            return true;
        } catch (IOException e) {
            // The client makes a SpeechException of it.
            return false;
        }
    }

    private static void close(SpeechResult result) {
        if (result instanceof Spoken spoken && spoken.audio() != null) {
            spoken.audio().close();
        }
    }

    private static byte[] mutate(SplittableRandom random) {
        byte[] input = GOOD.get(random.nextInt(GOOD.size())).clone();
        for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
            int at = random.nextInt(input.length + 1);
            input = switch (random.nextInt(6)) {
                case 0 -> Arrays.copyOf(input, at);
                case 1 -> insert(input, at, TOKENS.get(random.nextInt(TOKENS.size())));
                case 2 -> insert(input, at, Arrays.copyOfRange(input, at, random.nextInt(at, input.length + 1)));
                case 3 -> cut(input, at, random.nextInt(at, Math.min(input.length, at + 30) + 1));
                case 4 -> insert(input, at, new byte[] {(byte) random.nextInt(256)});
                default -> flip(input, at, random.nextInt(8));
            };
        }
        return input;
    }

    private static byte[] insert(byte[] input, int at, byte[] more) {
        byte[] longer = Arrays.copyOf(input, input.length + more.length);
        System.arraycopy(more, 0, longer, at, more.length);
        System.arraycopy(input, at, longer, at + more.length, input.length - at);
        return longer;
    }

    private static byte[] cut(byte[] input, int from, int to) {
        byte[] shorter = Arrays.copyOf(input, input.length - (to - from));
        System.arraycopy(input, to, shorter, from, input.length - to);
        return shorter;
    }

    private static byte[] flip(byte[] input, int at, int bit) {
        if (at < input.length) {
            input[at] ^= (byte) (1 << bit);
        }
        return input;
    }

    private static String describe(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        return text.length() <= 2_000 ? text : text.substring(0, 2_000) + "...";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
