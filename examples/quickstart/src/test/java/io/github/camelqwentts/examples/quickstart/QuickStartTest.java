package io.github.camelqwentts.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisabledIfEnvironmentVariable(
        named = "RUNWARE_API_KEY",
        matches = ".+",
        disabledReason = "with a key the quick start calls the real API, which costs money")
class QuickStartTest {

    @TempDir
    private Path directory;

    @AfterEach
    void clearProperties() {
        System.clearProperty("text");
        System.clearProperty("file");
        System.clearProperty("out");
    }

    @Test
    void speaksTheTextOfAPropertyIntoAWavFile() throws Exception {
        Path out = directory.resolve("words.wav");
        System.setProperty("text", "One two three four five.");
        System.setProperty("out", out.toString());

        QuickStart.main(new String[0]);

        AudioFileFormat wav = AudioSystem.getAudioFileFormat(out.toFile());
        assertThat(wav.getType()).isEqualTo(AudioFileFormat.Type.WAVE);
        assertThat(wav.getFormat().getSampleRate()).isEqualTo(24_000);
        assertThat(wav.getFrameLength()).isGreaterThan(24_000);
    }

    @Test
    void speaksTheTextOfAFileIntoAnMp3File() throws Exception {
        Path text = Files.writeString(directory.resolve("text.txt"), "A text from a file.");
        Path out = directory.resolve("words.mp3");
        System.setProperty("file", text.toString());
        System.setProperty("out", out.toString());

        QuickStart.main(new String[0]);

        byte[] mp3 = Files.readAllBytes(out);
        assertThat(mp3).hasSizeGreaterThan(4_000);
        assertThat(mp3[0]).as("the first byte of a frame's sync word").isEqualTo((byte) 0xff);
    }
}
