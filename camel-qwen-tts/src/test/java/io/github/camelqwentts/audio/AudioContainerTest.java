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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.transport.SpoolSettings;
import io.github.camelqwentts.transport.SpoolWriter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class AudioContainerTest {

    private static final int SECONDS = 3;
    private static final int RATE = 24_000;

    /** Real output of encoders: noise, which does not compress. */
    private static final Map<OutputFormat, byte[]> FILES = new EnumMap<>(OutputFormat.class);

    @BeforeAll
    static void encode() throws Exception {
        Random random = new Random(7);
        byte[] noise = new byte[SECONDS * RATE * 2];
        for (int i = 1; i < noise.length; i += 2) {
            noise[i - 1] = (byte) random.nextInt(256);
            noise[i] = (byte) random.nextInt(-4, 4);
        }
        try (RunwareEmulator emulator = RunwareEmulator.builder()
                .engine(said -> new Pcm(noise, RATE, 1))
                .build()
                .start()) {
            for (OutputFormat format : new OutputFormat[] {OutputFormat.MP3, OutputFormat.WAV, OutputFormat.FLAC}) {
                FILES.put(format, speak(emulator, format));
            }
        }
        FILES.put(OutputFormat.OGG, ogg("\u0001vorbis", RATE));
        FILES.put(OutputFormat.OPUS, ogg("OpusHead", 48_000));
    }

    private static byte[] speak(RunwareEmulator emulator, OutputFormat format) throws Exception {
        String task = "[{\"taskType\":\"audioInference\",\"taskUUID\":\"7a687894-17db-4452-a7c4-87929a5f31a"
                + FILES.size()
                + "\",\"model\":\"alibaba:qwen@3-tts-1.7b-customvoice\",\"outputType\":\"base64Data\","
                + "\"outputFormat\":\"" + format + "\",\"speech\":{\"text\":\"Hello\",\"voice\":\"auto\"}}]";
        String answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(emulator.url()))
                                .header("Authorization", "Bearer key")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(task))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        String base64 = answer.replaceFirst("(?s).*\"audioBase64Data\":\"([^\"]*)\".*", "$1");
        return Base64.getDecoder().decode(base64);
    }

    @ParameterizedTest
    @EnumSource(names = "PCM", mode = EnumSource.Mode.EXCLUDE)
    void recognizesAndMeasuresEachFormat(OutputFormat format) throws IOException {
        AudioContainer container = read(FILES.get(format));

        assertThat(container.format()).isEqualTo(format);
        assertThat(container.millis()).isCloseTo(SECONDS * 1000L, within(format == OutputFormat.MP3 ? 100L : 0L));
    }

    @ParameterizedTest
    @EnumSource(names = "PCM", mode = EnumSource.Mode.EXCLUDE)
    void refusesEachFormatWhereverItIsCut(OutputFormat format) {
        byte[] whole = FILES.get(format);

        // An MP3 file that is cut between two frames is a shorter file, if nothing announced them; so a prime number.
        for (int length = 0; length < whole.length; length += 997) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(BadAudioException.class)
                    .as("%s, %d of %d bytes", format, length, whole.length)
                    .isThrownBy(() -> read(cut));
        }
        assertThatExceptionOfType(BadAudioException.class)
                .isThrownBy(() -> read(Arrays.copyOf(whole, whole.length - 1)))
                .withMessageContaining("truncated");
    }

    @ParameterizedTest
    @EnumSource(names = {"MP3", "WAV", "FLAC"})
    void acceptsTagsAroundTheAudio(OutputFormat format) throws IOException {
        byte[] id3v2 = new byte[10 + 300];
        System.arraycopy(new byte[] {'I', 'D', '3', 4, 0, 0, 0, 0, 2, 44}, 0, id3v2, 0, 10);
        byte[] id3v1 = Arrays.copyOf("TAGA title".getBytes(StandardCharsets.US_ASCII), 128);

        assertThat(read(join(id3v2, FILES.get(format), id3v1))).isEqualTo(read(FILES.get(format)));
    }

    @Test
    @Timeout(30)
    void wastesNoTimeOnAFlacThatIsNothingButHeadersOfFrames() {
        byte[] file = Arrays.copyOf(FILES.get(OutputFormat.FLAC), 42);
        // The largest frame, so that all that follows may be in the last one; and no more metadata.
        Arrays.fill(file, 15, 18, (byte) 0xFF);
        file[4] |= (byte) 0x80;
        byte[] header = {(byte) 0xFF, (byte) 0xF8, (byte) 0xC9, 0x08, 0, (byte) 0x95};
        byte[] headers = new byte[2_000_001];
        for (int at = 0; at + header.length <= headers.length; at += header.length) {
            System.arraycopy(header, 0, headers, at, header.length);
        }

        assertThatExceptionOfType(BadAudioException.class)
                .isThrownBy(() -> read(join(file, headers)))
                .withMessageContaining("truncated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "ffffffff", "7fffffff", "7ffff000", "80000000"})
    void acceptsAWavOfUnknownLength(String length) throws IOException {
        byte[] streamed = FILES.get(OutputFormat.WAV).clone();
        ByteBuffer header = ByteBuffer.wrap(streamed).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(4, Integer.parseUnsignedInt(length, 16));
        header.putInt(40, Integer.parseUnsignedInt(length, 16));

        assertThat(read(streamed)).isEqualTo(new AudioContainer(OutputFormat.WAV, SECONDS * 1000L));
    }

    @Test
    void acceptsChunksAroundTheSamplesOfAWav() throws IOException {
        byte[] wav = FILES.get(OutputFormat.WAV);
        byte[] list = {'L', 'I', 'S', 'T', 3, 0, 0, 0, 'a', 'b', 'c', 0};

        byte[] more = join(Arrays.copyOf(wav, 36), list, Arrays.copyOfRange(wav, 36, wav.length), list);

        assertThat(read(more).millis()).isEqualTo(SECONDS * 1000L);
    }

    @Test
    void refusesAWavWithoutSamples() {
        byte[] header = Arrays.copyOf(FILES.get(OutputFormat.WAV), 44);
        ByteBuffer.wrap(header).putInt(40, 0);

        assertThatExceptionOfType(BadAudioException.class)
                .isThrownBy(() -> read(header))
                .withMessage("The WAV audio contains no sound");
    }

    @Test
    void missesFramesThatAnMp3Announces() throws IOException {
        byte[] frames = FILES.get(OutputFormat.MP3);
        int length = 192;
        byte[] info = new byte[length];
        // The first frame of MPEG-2, 64 kbit/s and 24 kHz, as Xing's header has it.
        System.arraycopy(frames, 0, info, 0, 4);
        System.arraycopy("Info".getBytes(StandardCharsets.US_ASCII), 0, info, 4 + sideInformation(frames), 4);
        info[4 + sideInformation(frames) + 7] = 1;
        ByteBuffer.wrap(info).putInt(4 + sideInformation(frames) + 8, frames.length / length);

        assertThat(read(join(info, frames))).isEqualTo(read(frames));
        assertThatExceptionOfType(BadAudioException.class)
                .isThrownBy(() -> read(join(info, Arrays.copyOf(frames, length * 20))))
                .withMessageContaining("truncated");
    }

    @ParameterizedTest
    @CsvSource({
        "'', The audio is empty",
        "'<!DOCTYPE html><html><body>Sign in</body></html>', Expected audio but received HTML or XML",
        "'  <?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>', Expected audio but received HTML or XML",
        "'{\"errors\":[]}', Expected audio but received JSON",
        "'Not found', Expected audio but received something else",
        "'RIFF', Expected audio but received something else",
        "'ID3', Expected audio but received something else"
    })
    void namesTheContentReceivedInsteadOfAudio(String content, String message) {
        assertThatExceptionOfType(BadAudioException.class)
                .isThrownBy(() -> read(content.getBytes(StandardCharsets.UTF_8)))
                .withMessage(message);
    }

    @Test
    void refusesNoise() {
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            byte[] noise = new byte[random.nextInt(1, 60_000)];
            random.nextBytes(noise);
            assertThatExceptionOfType(BadAudioException.class).isThrownBy(() -> read(noise));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "PCM", mode = EnumSource.Mode.EXCLUDE)
    void neverFailsOtherwiseOnBrokenAudio(OutputFormat format) {
        Random random = new Random(13);
        for (int i = 0; i < 2_000; i++) {
            byte[] broken = Arrays.copyOf(FILES.get(format), 20_000);
            for (int change = 0; change < 4; change++) {
                broken[random.nextInt(change < 3 ? 60 : broken.length)] = (byte) random.nextInt(256);
            }
            try {
                read(broken);
            } catch (BadAudioException e) {
                assertThat(e).hasMessageStartingWith("");
            } catch (IOException | RuntimeException e) {
                throw new AssertionError("Change " + i, e);
            }
        }
    }

    private static int sideInformation(byte[] frames) {
        return (frames[3] >> 6 & 3) == 3 ? 9 : 17;
    }

    private static AudioContainer read(byte[] file) throws IOException {
        SpoolWriter writer = new SpoolWriter(new SpoolSettings(Integer.MAX_VALUE, () -> null), Long.MAX_VALUE, -1);
        writer.write(file);
        return AudioContainer.of(writer.toSpool());
    }

    /** Pages as Vorbis has them, with packets that nobody decodes. */
    /** @param rate of the positions, which is in the header of Vorbis, and not needed in that of Opus */
    private static byte[] ogg(String codec, int rate) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ByteBuffer identification = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
        identification.put(codec.getBytes(StandardCharsets.US_ASCII)).putInt(12, rate);
        file.writeBytes(page(2, 0, identification.array()));
        byte[] packets = new byte[4_000];
        new Random(17).nextBytes(packets);
        file.writeBytes(page(0, 0, packets));
        for (int second = 1; second <= SECONDS; second++) {
            file.writeBytes(page(second == SECONDS ? 4 : 0, (long) second * rate, packets));
        }
        return file.toByteArray();
    }

    private static byte[] page(int flags, long granule, byte[] payload) {
        int segments = payload.length / 255 + 1;
        ByteBuffer page = ByteBuffer.allocate(27 + segments + payload.length).order(ByteOrder.LITTLE_ENDIAN);
        page.put("OggS".getBytes(StandardCharsets.US_ASCII)).put((byte) 0).put((byte) flags);
        page.putLong(granule).putInt(4711).putInt(0).putInt(0).put((byte) segments);
        for (int left = payload.length; left >= 0; left -= 255) {
            page.put((byte) Math.min(left, 255));
        }
        page.put(payload);
        return page.array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
