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
package io.github.camelqwentts.emulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.spi.AudioFileWriter;

import de.sciss.jump3r.lowlevel.LameEncoder;
import net.sourceforge.javaflacencoder.FLACEncoder;
import net.sourceforge.javaflacencoder.FLACFileOutputStream;
import net.sourceforge.javaflacencoder.StreamConfiguration;

/** Turns speech into a file of one of the formats of the APIs. */
enum AudioEncoder {
    MP3("mp3", "audio/mpeg") {
        @Override
        byte[] encode(Pcm speech, int bitrate) {
            AudioInputStream source = speech.open();
            LameEncoder lame = new LameEncoder(
                    source.getFormat(),
                    bitrate,
                    speech.channels() == 1 ? LameEncoder.CHANNEL_MODE_MONO : LameEncoder.CHANNEL_MODE_JOINT_STEREO,
                    LameEncoder.QUALITY_LOW,
                    false);
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            byte[] samples = speech.samples();
            byte[] encoded = new byte[lame.getMP3BufferSize()];
            int step = lame.getPCMBufferSize();
            for (int offset = 0; offset < samples.length; offset += step) {
                int length = lame.encodeBuffer(samples, offset, Math.min(step, samples.length - offset), encoded);
                file.write(encoded, 0, length);
            }
            file.write(encoded, 0, lame.encodeFinish(encoded));
            lame.close();
            return file.toByteArray();
        }
    },

    WAV("wav", "audio/wav") {
        @Override
        byte[] encode(Pcm speech, int bitrate) throws IOException {
            ByteArrayOutputStream file = new ByteArrayOutputStream(speech.samples().length + 64);
            AudioInputStream samples = speech.open();
            waveWriter(samples).write(samples, AudioFileFormat.Type.WAVE, file);
            return file.toByteArray();
        }
    },

    PCM("pcm", "audio/pcm") {
        @Override
        byte[] encode(Pcm speech, int bitrate) {
            return speech.samples();
        }
    },

    FLAC("flac", "audio/flac") {
        @Override
        byte[] encode(Pcm speech, int bitrate) throws IOException {
            // The encoder goes back to write length and checksum into the header, so it needs a real file.
            Path file = Files.createTempFile("qwen-tts-emulator", ".flac");
            try (FLACFileOutputStream out = new FLACFileOutputStream(file.toFile())) {
                FLACEncoder encoder = new FLACEncoder();
                encoder.setThreadCount(1);
                encoder.setStreamConfiguration(new StreamConfiguration(
                        speech.channels(),
                        StreamConfiguration.DEFAULT_MIN_BLOCK_SIZE,
                        StreamConfiguration.DEFAULT_MAX_BLOCK_SIZE,
                        speech.sampleRate(),
                        16));
                encoder.setOutputStream(out);
                encoder.openFLACStream();
                int[] samples = widen(speech.samples());
                encoder.addSamples(samples, samples.length / speech.channels());
                encoder.encodeSamples(encoder.samplesAvailableToEncode(), true);
                return Files.readAllBytes(file);
            } finally {
                Files.delete(file);
            }
        }
    };

    /** Java's own search would go through the class path for each file. */
    private static final List<AudioFileWriter> WRITERS = ServiceLoader.load(AudioFileWriter.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();

    /** Bit rate of MP3 if the task sets none; allowed at every sample rate. */
    static final int DEFAULT_BITRATE = 64;

    private final String extension;
    private final String contentType;

    AudioEncoder(String extension, String contentType) {
        this.extension = extension;
        this.contentType = contentType;
    }

    /**
     * Encodes a whole file.
     *
     * @param bitrate in kbps, used by MP3 only
     */
    abstract byte[] encode(Pcm speech, int bitrate) throws IOException;

    String extension() {
        return extension;
    }

    String contentType() {
        return contentType;
    }

    private static AudioFileWriter waveWriter(AudioInputStream samples) {
        return WRITERS.stream()
                .filter(writer -> writer.isFileTypeSupported(AudioFileFormat.Type.WAVE, samples))
                .findFirst()
                .orElseThrow();
    }

    private static int[] widen(byte[] samples) {
        int[] wide = new int[samples.length / 2];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = (samples[2 * i + 1] << 8) | (samples[2 * i] & 0xff);
        }
        return wide;
    }
}
