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
package io.github.camelqwentts.audio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.sound.sampled.AudioFormat;

import de.sciss.jump3r.lowlevel.LameEncoder;
import io.github.camelqwentts.speech.MemoryAudio;
import io.github.camelqwentts.speech.OutputFormat;
import net.sourceforge.javaflacencoder.FLACEncoder;
import net.sourceforge.javaflacencoder.FLACFileOutputStream;
import net.sourceforge.javaflacencoder.StreamConfiguration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Joined audio; other decoders judge it where they are installed. */
@Timeout(180)
class AudioJoinerTest {

    private static final int RATE = 24_000;
    private static final int[] LENGTHS = {900, 1_234, 700};
    private static final int[] GAPS = {0, 300, 555};
    private static final int TOTAL = 900 + 1_234 + 700 + 300 + 555;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"WAV", "FLAC"})
    void losslessAudioIsAsLongAsItsPiecesAndGaps(OutputFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        List<AudioSpan> spans = AudioJoiner.join(format, RATE, parts(format), out);

        assertThat(AudioContainer.of(new MemoryAudio(out.toByteArray())))
                .isEqualTo(new AudioContainer(format, (long) TOTAL));
        assertThat(spans)
                .containsExactly(
                        new AudioSpan(0, 900 * 24, RATE),
                        new AudioSpan(1_200 * 24, 2_434 * 24, RATE),
                        new AudioSpan(2_989 * 24, 3_689 * 24, RATE));
        assertThat(spans.get(1).beginMillis()).isEqualTo(1_200);
        assertThat(spans.get(1).endMillis()).isEqualTo(2_434);
    }

    @Test
    void mp3IsAsLongAsItsPiecesAndGaps() throws IOException {
        List<AudioPart> parts = parts(OutputFormat.MP3);
        long sum = sum(parts);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        List<AudioSpan> spans = AudioJoiner.join(OutputFormat.MP3, RATE, parts, out);

        AudioContainer joined = AudioContainer.of(new MemoryAudio(out.toByteArray()));
        assertThat(joined.millis()).isCloseTo(sum, Offset.offset(50L));
        assertThat(spans.get(2).endMillis()).isCloseTo(joined.millis(), Offset.offset(50L));
    }

    @ParameterizedTest
    @EnumSource(names = {"WAV", "FLAC", "MP3"})
    void streamedAudioIsAsLongAsItsPiecesAndGaps(OutputFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AudioJoiner joiner = AudioJoiner.streaming(format, RATE, out);
        List<AudioPart> parts = parts(format);

        for (AudioPart part : parts) {
            joiner.append(part);
        }

        assertThat(AudioContainer.of(new MemoryAudio(out.toByteArray())).millis())
                .isCloseTo(sum(parts), Offset.offset(50L));
        assertThat(decode(out.toByteArray(), format).length / 48.0).isCloseTo((double) sum(parts), Offset.offset(50.0));
    }

    @Test
    void flacKeepsEverySample() throws IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int i = 0; i < LENGTHS.length; i++) {
            expected.write(new byte[GAPS[i] * 48]);
            expected.write(samples(LENGTHS[i], i));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        AudioJoiner.join(OutputFormat.FLAC, RATE, parts(OutputFormat.FLAC), out);

        assertThat(decode(out.toByteArray(), OutputFormat.FLAC)).isEqualTo(expected.toByteArray());
        assertThat(run("flac", "-t", "-s", file(out.toByteArray(), "flac").toString()))
                .doesNotContain("ERROR");
    }

    @Test
    void wavHasNoStepsAtItsJoints() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<AudioPart> parts = List.of(
                new AudioPart(new MemoryAudio(WavFile.of(square(500))), 0),
                new AudioPart(new MemoryAudio(WavFile.of(square(500))), 0),
                new AudioPart(new MemoryAudio(WavFile.of(square(500))), 100));

        AudioJoiner.join(OutputFormat.WAV, RATE, parts, out);

        byte[] joined = out.toByteArray();
        assertThat(largestStep(joined, 499, 501)).isLessThan(1_000);
        assertThat(largestStep(joined, 999, 1_101)).isLessThan(1_000);
        assertThat(largestStep(joined, 1_595, 1_600)).isLessThan(1_000);
        assertThat(ByteBuffer.wrap(joined).order(ByteOrder.LITTLE_ENDIAN).getInt(40))
                .isEqualTo(joined.length - 44);
        assertThat(ByteBuffer.wrap(joined).order(ByteOrder.LITTLE_ENDIAN).getInt(4))
                .isEqualTo(joined.length - 8);
    }

    @Test
    void decodersFindNoFaultInMp3() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<AudioPart> parts = parts(OutputFormat.MP3);

        AudioJoiner.join(OutputFormat.MP3, RATE, parts, out);

        byte[] joined = out.toByteArray();
        assertThat(decode(joined, OutputFormat.MP3).length / 48.0).isCloseTo((double) sum(parts), Offset.offset(50.0));
        assertThat(count(joined, "Info") + count(joined, "Xing")).isEqualTo(1);
    }

    /** Encoders that report the silence around the sound let joined audio have its exact length. */
    @Test
    void silenceThatEncodersAddCountsAsGap() throws IOException {
        List<AudioPart> parts = new ArrayList<>();
        long sum = 0;
        for (int i = 0; i < 8; i++) {
            Path source = file(WavFile.of(samples(800 + 10 * i, i)), "wav");
            Path target = folder.resolve("piece" + i + ".mp3");
            ffmpeg("-i", source.toString(), "-c:a", "libmp3lame", "-b:a", "64k", target.toString());
            parts.add(new AudioPart(new MemoryAudio(Files.readAllBytes(target)), i == 0 ? 0 : 210));
            sum += 800 + 10 * i + (i == 0 ? 0 : 210);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        List<AudioSpan> spans = AudioJoiner.join(OutputFormat.MP3, RATE, parts, out);

        byte[] joined = out.toByteArray();
        byte[] decoded = decode(joined, OutputFormat.MP3);
        assertThat(decoded.length / 48.0).isCloseTo((double) sum, Offset.offset(50.0));
        assertThat(count(joined, "ID3")).isZero();
        assertThat(count(joined, "Info") + count(joined, "Xing")).isEqualTo(1);
        for (AudioSpan span : spans) {
            assertThat(loudest(decoded, span.beginMillis() + 50, span.endMillis() - 50))
                    .isGreaterThan(5_000);
        }
        assertThat(loudest(decoded, spans.get(3).endMillis() + 30, spans.get(4).beginMillis() - 30))
                .isLessThan(500);
        assertThat(largestStep(decoded, 0, sum)).isLessThan(4_000);
    }

    @Test
    void oggCannotBeJoined() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AudioJoiner.checkFormat(OutputFormat.OGG))
                .withMessageContaining("outputFormat=OGG cannot be joined");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AudioJoiner.streaming(OutputFormat.OGG, RATE, new ByteArrayOutputStream()));
    }

    @Test
    void differentSampleRatesAreRefused() throws IOException {
        byte[] other = WavFile.of(samples(500, 1));
        ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putInt(24, 16_000);
        List<AudioPart> parts = List.of(
                new AudioPart(new MemoryAudio(WavFile.of(samples(500, 0))), 0),
                new AudioPart(new MemoryAudio(other), 0));

        assertThatThrownBy(() -> AudioJoiner.join(OutputFormat.WAV, RATE, parts, new ByteArrayOutputStream()))
                .isInstanceOf(BadAudioException.class)
                .hasMessageContaining(
                        "Piece 2: Cannot join audio with sampleRate=16000 to audio with sampleRate=24000");
    }

    @ParameterizedTest
    @EnumSource(names = {"WAV", "FLAC", "MP3"})
    void truncatedPiecesAreRefused(OutputFormat format) throws IOException {
        byte[] whole = encode(format, samples(900, 0));
        byte[] cut = Arrays.copyOf(whole, whole.length - 50);
        List<AudioPart> parts =
                List.of(new AudioPart(new MemoryAudio(whole), 0), new AudioPart(new MemoryAudio(cut), 0));

        assertThatThrownBy(() -> AudioJoiner.join(format, RATE, parts, new ByteArrayOutputStream()))
                .isInstanceOf(BadAudioException.class)
                .hasMessageContaining("Piece 2: The " + format + " audio is truncated");
    }

    @ParameterizedTest
    @EnumSource(names = {"WAV", "FLAC", "MP3"})
    void otherFormatsAreRefused(OutputFormat format) throws IOException {
        byte[] other = encode(format == OutputFormat.WAV ? OutputFormat.FLAC : OutputFormat.WAV, new byte[48_000]);

        assertThatThrownBy(() -> AudioJoiner.join(
                        format, RATE, List.of(new AudioPart(new MemoryAudio(other), 0)), new ByteArrayOutputStream()))
                .isInstanceOf(BadAudioException.class)
                .hasMessageContaining("Piece 1: Expected " + format + " audio");
    }

    @Test
    void samplesHaveGapsAtTheirOwnRate() throws IOException {
        AudioPart second = new AudioPart(new MemoryAudio(new byte[2 * 8_000]), 0);
        AudioPart later = new AudioPart(new MemoryAudio(new byte[2 * 8_000]), 500);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        List<AudioSpan> spans = AudioJoiner.join(OutputFormat.PCM, 8_000, List.of(second, later), out);

        assertThat(out.size()).isEqualTo(2 * 8_000 + 8_000 + 2 * 8_000);
        assertThat(spans.get(1).endMillis()).isEqualTo(2_500);
    }

    private List<AudioPart> parts(OutputFormat format) throws IOException {
        List<AudioPart> parts = new ArrayList<>();
        for (int i = 0; i < LENGTHS.length; i++) {
            parts.add(new AudioPart(new MemoryAudio(encode(format, samples(LENGTHS[i], i))), GAPS[i]));
        }
        return parts;
    }

    private static long sum(List<AudioPart> parts) throws IOException {
        long sum = 0;
        for (AudioPart part : parts) {
            sum += part.gapMillis() + AudioContainer.of(part.audio()).millis();
        }
        return sum;
    }

    private byte[] encode(OutputFormat format, byte[] samples) throws IOException {
        return switch (format) {
            case WAV -> WavFile.of(samples);
            case FLAC -> flac(samples);
            default -> mp3(samples);
        };
    }

    private byte[] flac(byte[] samples) throws IOException {
        Path file = Files.createTempFile(folder, "piece", ".flac");
        try (FLACFileOutputStream out = new FLACFileOutputStream(file.toFile())) {
            FLACEncoder encoder = new FLACEncoder();
            encoder.setThreadCount(1);
            encoder.setStreamConfiguration(new StreamConfiguration(1, 4096, 4096, RATE, 16));
            encoder.setOutputStream(out);
            encoder.openFLACStream();
            int[] wide = new int[samples.length / 2];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = sample(samples, i);
            }
            encoder.addSamples(wide, wide.length);
            encoder.encodeSamples(encoder.samplesAvailableToEncode(), true);
        }
        return Files.readAllBytes(file);
    }

    private static byte[] mp3(byte[] samples) {
        AudioFormat format = new AudioFormat(RATE, 16, 1, true, false);
        LameEncoder lame = new LameEncoder(format, 64, LameEncoder.CHANNEL_MODE_MONO, LameEncoder.QUALITY_LOW, false);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] encoded = new byte[lame.getMP3BufferSize()];
        int step = lame.getPCMBufferSize();
        for (int at = 0; at < samples.length; at += step) {
            file.write(encoded, 0, lame.encodeBuffer(samples, at, Math.min(step, samples.length - at), encoded));
        }
        file.write(encoded, 0, lame.encodeFinish(encoded));
        lame.close();
        return file.toByteArray();
    }

    /** A tone that swells and fades, as words do. */
    private static byte[] samples(int millis, int number) {
        int count = millis * RATE / 1000;
        ByteBuffer samples = ByteBuffer.allocate(count * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            double envelope = Math.min(1, Math.min(i, count - 1 - i) / (RATE * 0.05));
            samples.putShort((short) (9_000 * envelope * Math.sin(2 * Math.PI * (220 + 40 * number) * i / RATE)));
        }
        return samples.array();
    }

    /** Begins and ends at full volume. */
    private static byte[] square(int millis) {
        int count = millis * RATE / 1000;
        ByteBuffer samples = ByteBuffer.allocate(count * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            samples.putShort((short) 20_000);
        }
        return samples.array();
    }

    private static int sample(byte[] samples, int at) {
        return samples[2 * at + 1] << 8 | (samples[2 * at] & 0xFF);
    }

    /** Of samples from and to a millisecond; the header counts as a millisecond nearly. */
    private static int largestStep(byte[] samples, long from, long to) {
        int largest = 0;
        for (int i = (int) from * 24 + 23; i < Math.min(to * 24 + 22, samples.length / 2) - 1; i++) {
            largest = Math.max(largest, Math.abs(sample(samples, i + 1) - sample(samples, i)));
        }
        return largest;
    }

    private static int loudest(byte[] samples, long from, long to) {
        int loudest = 0;
        for (int i = (int) from * 24; i < Math.min(to * 24, samples.length / 2); i++) {
            loudest = Math.max(loudest, Math.abs(sample(samples, i)));
        }
        return loudest;
    }

    private static int count(byte[] bytes, String ascii) {
        return new String(bytes, StandardCharsets.ISO_8859_1).split(ascii, -1).length - 1;
    }

    private Path file(byte[] content, String extension) throws IOException {
        return Files.write(Files.createTempFile(folder, "audio", "." + extension), content);
    }

    private byte[] decode(byte[] audio, OutputFormat format) throws IOException {
        Path decoded = folder.resolve("decoded" + System.nanoTime() + ".pcm");
        String source = file(audio, format.fileExtension()).toString();
        assertThat(ffmpeg("-i", source, "-f", "s16le", decoded.toString())).isEmpty();
        return Files.readAllBytes(decoded);
    }

    private static String ffmpeg(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error", "-y"));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    /** Returns what a program prints; the test is skipped where it is not installed. */
    private static String run(String... command) throws IOException {
        Process process = null;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            Assumptions.abort(command[0] + " is not installed");
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}
