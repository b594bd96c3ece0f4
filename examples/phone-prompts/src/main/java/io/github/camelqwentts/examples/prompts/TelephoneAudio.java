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
package io.github.camelqwentts.examples.prompts;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Makes of the API's WAV (24 kHz) what telephone systems play: 8 kHz, mono, 16 bit. */
final class TelephoneAudio {

    private static final float RATE = 8000;

    /** Java's own interpolation is linear unless told otherwise, and lets pass what no telephone can carry as noise. */
    private static final AudioFormat FORMAT = new AudioFormat(
            AudioFormat.Encoding.PCM_SIGNED, RATE, 16, 1, 2, RATE, false, Map.of("interpolation", "sinc"));

    private TelephoneAudio() {}

    /**
     * Writes the file; it is there when it is whole.
     *
     * @return how long it plays, in seconds
     */
    static double write(InputStream wav, Path file) throws IOException {
        Path unfinished = file.resolveSibling("." + file.getFileName());
        try (AudioInputStream source = AudioSystem.getAudioInputStream(new BufferedInputStream(wav));
                AudioInputStream telephone = AudioSystem.getAudioInputStream(FORMAT, source)) {
            AudioSystem.write(telephone, AudioFileFormat.Type.WAVE, unfinished.toFile());
        } catch (UnsupportedAudioFileException e) {
            throw new IOException("What came is no WAV", e);
        }
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        try {
            return AudioSystem.getAudioFileFormat(file.toFile()).getFrameLength() / RATE;
        } catch (UnsupportedAudioFileException e) {
            throw new IOException(e);
        }
    }
}
