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
package io.github.camelqwentts.narration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.camelqwentts.speech.Language;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Subtitles of pieces; ffmpeg reads them where it is installed. */
@Timeout(60)
class SubtitlesTest {

    private static final Pattern CUE = Pattern.compile(
            "\\d+\\n(\\d\\d):(\\d\\d):(\\d\\d)[.,](\\d{3}) --> (\\d\\d):(\\d\\d):(\\d\\d)[.,](\\d{3})\\n(.+\\n(?:.+\\n)?)\\n");

    private record Cue(long begin, long end, String text) {}

    @TempDir
    private Path folder;

    @Test
    void bordersOfPiecesAreExact() {
        String file = Subtitles.write(
                SubtitleFormat.SRT,
                List.of(
                        new SpokenPiece("Hello there.\n\n", 0, 1_234),
                        new SpokenPiece("Good bye.", 3_600_500, 3_602_000)),
                Language.ENGLISH);

        assertThat(file).isEqualTo("""
                        1
                        00:00:00,000 --> 00:00:01,234
                        Hello there.

                        2
                        01:00:00,500 --> 01:00:02,000
                        Good bye.

                        """);
    }

    @Test
    void sentencesShareTheTimeOfTheirPiece() {
        List<Cue> cues = cues(List.of(
                new SpokenPiece("Twenty characters xx. Another forty characters are in this one.", 1_000, 7_000)));

        assertThat(cues).hasSize(2);
        assertThat(cues.get(0).end())
                .isBetween(2_900L, 3_100L)
                .isEqualTo(cues.get(1).begin());
        assertThat(cues.get(1).end()).isEqualTo(7_000);
    }

    @Test
    void longSentencesBecomeSeveralCuesOfTwoLines() {
        String text =
                "This is a long sentence with many words, which nobody can read in one go, because it does not end"
                        + " before all of the words that it needs are there and even some more.";

        List<Cue> cues = cues(List.of(new SpokenPiece(text, 0, 11_000)));

        assertThat(cues).hasSizeGreaterThan(1);
        assertReadable(cues, 42);
        assertThat(joined(cues)).isEqualTo(text);
    }

    @Test
    void chineseLinesHaveSixteenCharacters() {
        String text = "今天天气很好，我们一起去公园散步，然后去饭店吃饭，晚上再回家看电影，这一天过得真是非常愉快。";

        List<Cue> cues = cues(List.of(new SpokenPiece(text, 0, 11_000)));

        assertReadable(cues, 16);
        assertThat(joined(cues).replace(" ", "")).isEqualTo(text);
    }

    @Test
    void endlessWordsAreCut() {
        assertReadable(cues(List.of(new SpokenPiece("a".repeat(500), 0, 33_000))), 42);
    }

    @Test
    void shortSentencesAreShownTogether() {
        List<Cue> cues = cues(List.of(new SpokenPiece("Yes. No. Well. All of it was true.", 0, 2_400)));

        assertReadable(cues, 42);
        assertThat(joined(cues)).isEqualTo("Yes. No. Well. All of it was true.");
    }

    @Test
    void shortCuesStayDuringTheGapAfterThem() {
        List<Cue> cues = cues(List.of(new SpokenPiece("Yes.", 0, 400), new SpokenPiece("No.", 900, 1_300)));

        assertThat(cues).containsExactly(new Cue(0, 800, "Yes."), new Cue(900, 1_700, "No."));
    }

    @Test
    void shortCueTakesTimeOfALongNeighbour() {
        String longOne = "This sentence fills its two lines nearly whole, and is as long as it can be now.";

        List<Cue> cues = cues(List.of(new SpokenPiece(longOne + " Yes.", 0, 5_700)));

        assertThat(cues).hasSize(2);
        assertReadable(cues, 42);
    }

    @Test
    void markupIsEscapedInVtt() {
        List<SpokenPiece> pieces = List.of(new SpokenPiece("a < b & c --> d", 0, 2_000));

        assertThat(Subtitles.write(SubtitleFormat.VTT, pieces, Language.ENGLISH))
                .startsWith("WEBVTT\n\n1\n00:00:00.000 --> 00:00:02.000\n")
                .contains("a &lt; b &amp; c --&gt; d");
        assertThat(Subtitles.write(SubtitleFormat.SRT, pieces, Language.ENGLISH))
                .contains("a < b & c → d");
    }

    @ParameterizedTest
    @EnumSource
    void ffmpegReadsEveryCue(SubtitleFormat format) throws IOException {
        List<SpokenPiece> pieces = List.of(
                new SpokenPiece("Größe & Ähnliches: 1 < 2. \uD83D\uDC4D", 0, 3_000),
                new SpokenPiece("他说：“你好。”", 3_300, 5_000),
                new SpokenPiece("Привет! Как дела?", 5_500, 8_000));
        Path source = folder.resolve("in." + format.name().toLowerCase(Locale.ROOT));
        Path target = folder.resolve("out.srt");
        Files.writeString(source, Subtitles.write(format, pieces, Language.AUTO));

        String printed = ffmpeg(source, target);

        assertThat(printed).isEmpty();
        assertThat(Files.readString(target))
                .contains("Größe & Ähnliches: 1 < 2. \uD83D\uDC4D", "你好", "Привет!", "00:00:03,300 --> 00:00:05,000");
    }

    private static List<Cue> cues(List<SpokenPiece> pieces) {
        List<Cue> cues = new ArrayList<>();
        Matcher matcher = CUE.matcher(Subtitles.write(SubtitleFormat.SRT, pieces, Language.AUTO));
        while (matcher.find()) {
            cues.add(new Cue(
                    millis(matcher, 1), millis(matcher, 5), matcher.group(9).strip()));
        }
        return cues;
    }

    private static long millis(Matcher matcher, int group) {
        return ((Long.parseLong(matcher.group(group)) * 60 + Long.parseLong(matcher.group(group + 1))) * 60
                                + Long.parseLong(matcher.group(group + 2)))
                        * 1_000
                + Long.parseLong(matcher.group(group + 3));
    }

    private static void assertReadable(List<Cue> cues, int width) {
        assertThat(cues).isNotEmpty().allSatisfy(cue -> {
            assertThat(cue.end() - cue.begin()).isGreaterThanOrEqualTo(800);
            assertThat(cue.text().lines()).hasSizeLessThanOrEqualTo(2).allMatch(line -> line.length() <= width);
        });
        for (int i = 1; i < cues.size(); i++) {
            assertThat(cues.get(i).begin())
                    .isGreaterThanOrEqualTo(cues.get(i - 1).end());
        }
    }

    private static String joined(List<Cue> cues) {
        return String.join(" ", cues.stream().map(Cue::text).toList()).replace('\n', ' ');
    }

    private static String ffmpeg(Path source, Path target) throws IOException {
        Process process = null;
        try {
            process = new ProcessBuilder(
                            "ffmpeg", "-nostdin", "-v", "warning", "-i", source.toString(), target.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("ffmpeg is not installed");
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return printed;
    }
}
