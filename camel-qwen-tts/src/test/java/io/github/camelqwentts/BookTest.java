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
package io.github.camelqwentts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import io.github.camelqwentts.audio.AudioCheck;
import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.SpeechEngine;
import io.github.camelqwentts.speech.MemoryAudio;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A book of 100,000 characters in all ten languages, as WAV larger than the heap. English sentences are spoken by the real
 * engine of the emulator, because a recogniser understands them. Everything else is silence.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BookTest {

    private static final int CHARACTERS = 100_000;
    private static final int JOINTS = 20;
    private static final long SEED = Long.getLong("book.seed", 17);

    /** Of the words that are heard in the single sentences, those that have to be heard around joints. */
    private static final double MIN_HEARD = 0.9;

    private static final List<String> ENGLISH = List.of(
            "The quick brown fox jumps over the lazy dog.",
            "Good morning, and thank you for calling us today.",
            "The train to the city leaves in ten minutes.",
            "She sells sea shells by the sea shore.",
            "Please wait until all the people have left the house.",
            "The children are playing in the garden behind the house.",
            "There is a small river between the two old towns.",
            "We are going to the market to buy some bread and milk.");

    private static final Pattern CUE = Pattern.compile("(?m)^(\\S+) --> (\\S+)\\n((?:.+\\n)+)");

    private static final Map<String, byte[]> VOICE = new HashMap<>();

    @TempDir
    private Path directory;

    @BeforeAll
    static void speakEnglish() throws Exception {
        try (RunwareEmulator emulator = RunwareEmulator.builder().build().start();
                CamelContext context = new DefaultCamelContext()) {
            context.start();
            for (String sentence : ENGLISH) {
                byte[] wav = context.createProducerTemplate()
                        .requestBody(
                                "qwen-tts:synthesize?outputFormat=WAV&apiKey=key&baseUrl=" + emulator.url(),
                                sentence,
                                byte[].class);
                VOICE.put(sentence, wav);
            }
        }
    }

    @Test
    void becomesOneAudioWithSubtitlesInASmallHeap() throws Exception {
        assertThatTheBookIsSpoken(OutputFormat.WAV, 4);
    }

    @ParameterizedTest
    @EnumSource(
            value = OutputFormat.class,
            names = {"MP3", "FLAC"})
    @Tag("long")
    void becomesOneEncodedAudioInASmallHeap(OutputFormat format) throws Exception {
        assertThatTheBookIsSpoken(format, 1);
    }

    private void assertThatTheBookIsSpoken(OutputFormat format, int silentSeconds) throws Exception {
        String text = book();
        int pieces;
        try (RunwareEmulator emulator = emulator(silentSeconds)) {
            speak(emulator, format, text);
            pieces = emulator.tasksCarriedOut();
        }

        Path audio = directory.resolve("book." + format.fileExtension());
        List<Cue> cues = cues();
        long millis = new AudioCheck(format, Integer.MAX_VALUE, 1)
                .accept(Spoken.builder("t", format).build(), new MemoryAudio(Files.readAllBytes(audio)))
                .duration();
        assertThat(pieces).isGreaterThan(300);
        assertThat(millis).isGreaterThan(pieces * 1000L);
        assertThat(cues.get(cues.size() - 1).end()).isBetween(millis - 100, millis + 100);
        assertThat(String.join("", cues.stream().map(Cue::text).toList()).replaceAll("\\s", ""))
                .isEqualTo(text.replaceAll("\\s", ""));
    }

    @Test
    @Tag("long")
    void aRecogniserHearsTheWordsAroundJoints() throws Exception {
        assumeThat(isInstalled("pocketsphinx_continuous") && isInstalled("ffmpeg"))
                .as("a recogniser is installed")
                .isTrue();
        try (RunwareEmulator emulator = emulator(1)) {
            speak(emulator, OutputFormat.MP3, book());
        }
        List<Cue> cues = cues();
        List<Integer> joints = new ArrayList<>();
        for (int i = 0; i + 1 < cues.size(); i++) {
            if (VOICE.containsKey(cues.get(i).text())
                    && VOICE.containsKey(cues.get(i + 1).text())) {
                joints.add(i);
            }
        }
        Collections.shuffle(joints, new Random(SEED));
        assertThat(joints).hasSizeGreaterThanOrEqualTo(JOINTS);

        Map<String, Integer> heardAlone = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> sentence : VOICE.entrySet()) {
            Path piece = Files.write(directory.resolve("piece.wav"), sentence.getValue());
            heardAlone.put(sentence.getKey(), heard(sentence.getKey(), recognise(piece, 0, 60_000)));
        }
        int words = 0;
        int alone = 0;
        int joined = 0;
        for (int joint : joints.subList(0, JOINTS)) {
            Cue before = cues.get(joint);
            Cue after = cues.get(joint + 1);
            String both = before.text() + " " + after.text();
            words += wordsOf(both).size();
            alone += heardAlone.get(before.text()) + heardAlone.get(after.text());
            joined += heard(both, recognise(directory.resolve("book.mp3"), before.begin(), after.end()));
        }

        System.out.printf(
                "Of %d words around %d joints, %d are heard, and %d in the single pieces%n",
                words, JOINTS, joined, alone);
        assertThat(alone).isGreaterThan(words / 2);
        assertThat(joined).isGreaterThanOrEqualTo((int) (MIN_HEARD * alone));
    }

    private static RunwareEmulator emulator(int silentSeconds) {
        Pcm silence = Pcm.silence(silentSeconds, SpeechEngine.SAMPLE_RATE);
        Map<String, Pcm> sentences = new HashMap<>();
        VOICE.forEach((sentence, wav) -> sentences.put(sentence, pcm(wav)));
        return RunwareEmulator.builder()
                .engine(utterance -> sentences.getOrDefault(utterance.text().strip(), silence))
                .rememberAtMost(20)
                .build()
                .start();
    }

    private static Pcm pcm(byte[] wav) {
        try (AudioInputStream audio = AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav))) {
            return new Pcm(audio.readAllBytes(), SpeechEngine.SAMPLE_RATE, 1);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void speak(RunwareEmulator emulator, OutputFormat format, String text) throws Exception {
        Files.writeString(directory.resolve("book.txt"), text);
        ChildJvm.run(
                directory,
                List.of("-Xmx64m"),
                SmallHeap.class,
                emulator.url(),
                directory.resolve("book.txt").toString(),
                directory.resolve("book." + format.fileExtension()).toString());
    }

    /** Chapters of all languages, each with a run of English paragraphs. */
    private static String book() throws IOException {
        Map<String, List<String>> languages = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        try (InputStream in = BookTest.class.getResourceAsStream("/sentences.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.startsWith("[")) {
                    lines = languages.computeIfAbsent(line, language -> new ArrayList<>());
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    lines.add(line.replace("¦", "").replace("\\n", " "));
                }
            }
        }
        assertThat(languages).containsKeys("[English]", "[Chinese]", "[Korean]").hasSize(11);
        Random order = new Random(SEED);
        StringBuilder book = new StringBuilder();
        while (book.length() < CHARACTERS) {
            languages
                    .values()
                    .forEach(texts -> book.append(String.join(" ", texts)).append("\n\n"));
            for (int i = 0; i < ENGLISH.size(); i++) {
                book.append(ENGLISH.get(order.nextInt(ENGLISH.size()))).append("\n\n");
            }
        }
        return book.toString();
    }

    private List<Cue> cues() throws IOException {
        return CUE.matcher(Files.readString(directory.resolve("book.srt")))
                .results()
                .map(Cue::of)
                .toList();
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private String recognise(Path audio, long beginMillis, long endMillis) throws Exception {
        Path clip = directory.resolve("clip.wav");
        run(List.of(
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-ss",
                beginMillis + "ms",
                "-to",
                endMillis + "ms",
                "-i",
                audio.toString(),
                "-ar",
                "16000",
                "-ac",
                "1",
                clip.toString()));
        return run(List.of("pocketsphinx_continuous", "-infile", clip.toString()));
    }

    private String run(List<String> command) throws Exception {
        Path output = directory.resolve("heard");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(command.get(0)).isZero();
        return Files.readString(output);
    }

    /** Counts the words of a text that were heard, each as often as it occurs in both. */
    private static int heard(String text, String recognised) {
        List<String> left = new ArrayList<>(wordsOf(recognised));
        return (int) wordsOf(text).stream().filter(left::remove).count();
    }

    private static List<String> wordsOf(String text) {
        return Pattern.compile("[a-z]+")
                .matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private record Cue(long begin, long end, String text) {

        static Cue of(MatchResult cue) {
            return new Cue(
                    millis(cue.group(1)),
                    millis(cue.group(2)),
                    cue.group(3).strip().replace('\n', ' '));
        }

        private static long millis(String time) {
            String[] parts = time.split("[:,]", -1);
            return ((Long.parseLong(parts[0]) * 60 + Long.parseLong(parts[1])) * 60 + Long.parseLong(parts[2])) * 1000
                    + Long.parseLong(parts[3]);
        }
    }

    /** What runs in the small JVM. */
    static final class SmallHeap {

        private SmallHeap() {}

        public static void main(String[] args) throws Exception {
            Path audio = Path.of(args[2]);
            String name = audio.getFileName().toString();
            try (CamelContext context = new DefaultCamelContext()) {
                context.start();
                Exchange exchange = context.createProducerTemplate()
                        .request(
                                "qwen-tts:synthesize?subtitles=SRT&parallelPieces=8&outputFormat="
                                        + name.substring(name.indexOf('.') + 1) + "&apiKey=key&baseUrl=" + args[0],
                                message -> message.getMessage().setBody(Files.readString(Path.of(args[1]))));
                if (exchange.getException() != null) {
                    throw exchange.getException();
                }
                try (InputStream body = exchange.getMessage().getBody(InputStream.class)) {
                    Files.copy(body, audio);
                }
                Files.writeString(
                        audio.resolveSibling("book.srt"),
                        exchange.getMessage().getHeader(QwenTtsConstants.SUBTITLES, String.class));
            }
        }
    }
}
