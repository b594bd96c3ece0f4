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
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import io.github.camelqwentts.audio.AudioCheck;
import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RecordedTask;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.SpeechEngine;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.MemoryAudio;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.speech.Voice;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A long text is cut into pieces, whose audio is joined into one. */
class LongTextTest extends SpeakingTestSupport {

    private static final int PIECES = 40;
    private static final int PIECE_MILLIS = 200;
    private static final int GAP_MILLIS = 100;
    private static final String OPTIONS = "&pieceGap=50ms&paragraphGap=100ms";
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final String TEXT = paragraphs(PIECES);

    @TempDir
    private Path folder;

    /** The level of the sound is the number of the paragraph, so that audio shows the order of its pieces. */
    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.engine(utterance -> {
            Matcher number = NUMBER.matcher(utterance.text());
            short level = (short) (number.find() ? 500 * Integer.parseInt(number.group()) : 1);
            int samples = SpeechEngine.SAMPLE_RATE * PIECE_MILLIS / 1000;
            ByteBuffer pcm = ByteBuffer.allocate(samples * 2).order(ByteOrder.LITTLE_ENDIAN);
            IntStream.range(0, samples).forEach(i -> pcm.putShort(level));
            return new Pcm(pcm.array(), SpeechEngine.SAMPLE_RATE, 1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"URL", "base64Data", "dataURI"})
    void joinsThePiecesInTheirOrder(String outputType) throws Exception {
        Exchange exchange = send("qwen-tts:synthesize?outputFormat=WAV&outputType=" + outputType + OPTIONS, TEXT);

        assertThat(exchange.getException()).isNull();
        try (AudioInputStream wav = AudioSystem.getAudioInputStream(
                new ByteArrayInputStream(exchange.getMessage().getBody(byte[].class)))) {
            int rate = SpeechEngine.SAMPLE_RATE / 1000;
            byte[] samples = wav.readAllBytes();
            assertThat(samples).hasSize(2 * rate * (PIECES * PIECE_MILLIS + (PIECES - 1) * GAP_MILLIS));
            ByteBuffer pcm = ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(IntStream.range(0, PIECES)
                            .map(piece ->
                                    pcm.getShort(2 * rate * (piece * (PIECE_MILLIS + GAP_MILLIS) + PIECE_MILLIS / 2))
                                            / 500))
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, PIECES).boxed().toList());
        }
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("CamelQwenTtsPieces", PIECES)
                .containsEntry("CamelQwenTtsDuration", (long) PIECES * PIECE_MILLIS + (PIECES - 1) * GAP_MILLIS)
                .containsEntry("CamelQwenTtsTaskStatus", "success")
                .containsEntry("Content-Type", "audio/wav")
                .doesNotContainKeys("CamelQwenTtsTaskUuid", "CamelQwenTtsAudioUrl", "CamelQwenTtsSubtitles");
        assertThat(speechTasks()).hasSize(PIECES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MP3", "FLAC"})
    void joinsCompressedAudio(OutputFormat format) throws Exception {
        Exchange exchange = send("qwen-tts:synthesize?outputFormat=" + format + OPTIONS, TEXT);

        assertThat(exchange.getException()).isNull();
        byte[] audio = exchange.getMessage().getBody(byte[].class);
        long sum = (PIECES - 1) * GAP_MILLIS;
        for (RecordedTask task : speechTasks()) {
            Exchange piece = send("qwen-tts:synthesize?outputFormat=" + format, task.at("speech", "text"));
            sum += piece.getMessage().getHeader("CamelQwenTtsDuration", Long.class);
        }
        assertThat(millis(audio, format)).isCloseTo(sum, Offset.offset(50L));
        assertThat(exchange.getMessage().getHeader("CamelQwenTtsDuration", Long.class))
                .isCloseTo(sum, Offset.offset(50L));
    }

    @Test
    void aRepetitionWithTheSameKeyBuysWhatIsMissing() {
        Map<String, Object> key = Map.of("CamelQwenTtsIdempotencyKey", "chapter-1");
        emulator().inject(new Fault.TaskError("contentPolicyViolation", "Not this"), paragraph(17));

        Exchange first = send("qwen-tts:synthesize?outputFormat=WAV&maxRetries=0", TEXT, key);
        int bought = emulator().tasksCarriedOut();
        emulator().clearFaults();
        Exchange second = send("qwen-tts:synthesize?outputFormat=WAV&maxRetries=0", TEXT, key);

        assertThat(first.getException())
                .isInstanceOf(SpeechException.class)
                .hasMessageContaining("contentPolicyViolation, Not this, in piece 17 of 40, at character "
                        + (1 + TEXT.indexOf("Paragraph 17 ")) + " of the text")
                .hasMessageNotContaining("Paragraph");
        assertThat(bought).isBetween(16, PIECES - 1);
        assertThat(second.getException()).isNull();
        assertThat(emulator().tasksCarriedOut()).isEqualTo(PIECES);
    }

    @Test
    void aRedeliveryBuysWhatIsMissing() throws Exception {
        emulator().inject(new Fault.TaskError("inferenceError", "Not now"), firstOf(paragraph(17)));
        routes(route -> {
            route.onException(SpeechException.class)
                    .maximumRedeliveries(2)
                    .redeliveryDelay(10)
                    .retryAttemptedLogLevel(LoggingLevel.DEBUG);
            route.from("direct:in").to("qwen-tts:synthesize?outputFormat=WAV&maxRetries=0");
        });

        Exchange exchange = send("direct:in", TEXT);

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader("CamelQwenTtsPieces")).isEqualTo(PIECES);
        assertThat(emulator().tasksCarriedOut()).isEqualTo(PIECES);
    }

    @Test
    void aNewContextBuysOnlyWhatWasNotSpokenBeforeAStop() throws Exception {
        String uri = "qwen-tts:synthesize?outputFormat=WAV&parallelPieces=1";
        Map<String, Object> key = Map.of("CamelQwenTtsIdempotencyKey", "chapter-1");
        emulator().inject(new Fault.Delay(Duration.ofMillis(100)), task -> true);
        CompletableFuture<Exchange> first = Background.call(() -> send(uri, TEXT, key));
        await().atMost(30, TimeUnit.SECONDS).until(() -> emulator().tasksCarriedOut() >= 3);

        context.stop();

        assertThat(first.get(30, TimeUnit.SECONDS).getException()).isNotNull();
        assertThat(emulator().tasksCarriedOut()).isLessThan(PIECES);
        emulator().clearFaults();
        assertThat(sendElsewhere(uri, TEXT, key).getException()).isNull();
        assertThat(emulator().tasksCarriedOut()).isEqualTo(PIECES);
    }

    @Test
    void joinsThePiecesOfAsynchronousTasks() {
        Exchange exchange = send(
                "qwen-tts:synthesize?outputFormat=WAV&deliveryMethod=async&pollInitialDelay=20ms&pollInterval=20ms"
                        + OPTIONS,
                TEXT);

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader("CamelQwenTtsDuration"))
                .isEqualTo((long) PIECES * PIECE_MILLIS + (PIECES - 1) * GAP_MILLIS);
    }

    @Test
    void equalMessagesWithoutAKeyAreBoughtSeparately() {
        send("qwen-tts:synthesize?outputFormat=WAV", TEXT);
        send("qwen-tts:synthesize?outputFormat=WAV", TEXT);

        assertThat(emulator().tasksCarriedOut()).isEqualTo(2 * PIECES);
    }

    @Test
    void aTextWithoutAKeyIsNotLookedUp() {
        send("qwen-tts:synthesize?outputFormat=WAV&outputType=base64Data", TEXT);

        assertThat(emulator().requests()).hasSize(PIECES);
    }

    @Test
    void splitsABookIntoChapters() throws Exception {
        routes(route -> route.from("direct:book")
                .split(route.body().tokenize("---"))
                .streaming()
                .parallelProcessing()
                .to("qwen-tts:synthesize?outputFormat=WAV" + OPTIONS)
                .toD("file:" + folder + "?fileName=chapter-${exchangeProperty.CamelSplitIndex}.wav"));

        Exchange exchange = send("direct:book", TEXT + "---" + TEXT + "---Short.");

        assertThat(exchange.getException()).isNull();
        assertThat(Files.readAllBytes(folder.resolve("chapter-0.wav")))
                .isEqualTo(Files.readAllBytes(folder.resolve("chapter-1.wav")))
                .hasSizeGreaterThan(PIECES * PIECE_MILLIS * 48);
        assertThat(folder.resolve("chapter-2.wav")).exists();
    }

    @Test
    void theCostIsTheSumOfThePieces() {
        Exchange exchange = send("qwen-tts:synthesize?outputFormat=WAV&includeCost=true", TEXT);
        Exchange piece = send("qwen-tts:synthesize?outputFormat=WAV&includeCost=true", "Paragraph 1 is short.");

        BigDecimal one = piece.getMessage().getHeader("CamelQwenTtsCost", BigDecimal.class);
        assertThat(exchange.getMessage().getHeader("CamelQwenTtsCost", BigDecimal.class))
                .isGreaterThan(one.multiply(BigDecimal.TEN));
    }

    @Test
    void aTextBeyondTheTokenBudgetIsCutToo() {
        Exchange exchange = send("qwen-tts:synthesize?outputFormat=WAV", "我们今天去公园。".repeat(200));

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader("CamelQwenTtsPieces", Integer.class))
                .isGreaterThan(7);
        assertThat(speechTasks().stream()
                        .map(task -> (String) task.at("speech", "text"))
                        .collect(Collectors.joining()))
                .isEqualTo("我们今天去公园。".repeat(200));
    }

    @Test
    void theTimeoutBoundsAPieceAndNotTheWhole() {
        emulator().inject(new Fault.Delay(Duration.ofMillis(400)), task -> true);

        Exchange exchange = send(
                "qwen-tts:synthesize?outputFormat=WAV&outputType=base64Data&parallelPieces=1&maxPieceLength=60"
                        + "&callTimeout=2s",
                paragraphs(8));

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader("CamelQwenTtsPieces")).isEqualTo(8);
    }

    @Test
    void aStuckPieceEndsTheMessageAfterItsTimeout() {
        emulator().inject(new Fault.Delay(Duration.ofMinutes(1)), paragraph(3));

        Exchange exchange = send(
                "qwen-tts:synthesize?outputFormat=WAV&outputType=base64Data&parallelPieces=1&maxPieceLength=60"
                        + "&callTimeout=2s",
                paragraphs(8));

        assertThat(exchange.getException())
                .isInstanceOfSatisfying(
                        SpeechException.class,
                        failure -> assertThat(failure.getError().kind()).isEqualTo(Kind.TIMEOUT))
                .hasMessageContaining("in piece 3 of 8");
        assertThat(speechTasks()).hasSize(3);
    }

    @Test
    void aShortTextIsOneTask() {
        Exchange exchange = send("qwen-tts:synthesize?outputFormat=WAV&outputType=base64Data", "Paragraph 1 is short.");

        assertThat(exchange.getMessage().getHeaders())
                .doesNotContainKey("CamelQwenTtsPieces")
                .containsKeys("CamelQwenTtsTaskUuid", "CamelQwenTtsSeed");
        assertThat(emulator().requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            synthesize?longText=reject         | text (body) is not valid: has %d characters, must have at most 2000
            submit                             | text (body) is not valid: has %d characters, must have at most 2000
            synthesize?numberResults=2         | because it cannot be cut into pieces: numberResults=2 is not valid
            synthesize?outputFormat=OGG        | because it cannot be cut into pieces: outputFormat=OGG is not valid
            synthesize?download=false          | because it cannot be cut into pieces: download=false is not valid
            synthesize?webhookUrl=http://a/b   | because it cannot be cut into pieces: webhookUrl is not valid
            synthesize?uploadEndpoint=http://a | because it cannot be cut into pieces: uploadEndpoint is not valid
            """)
    void refusesALongTextThatCannotBeCutBeforeAnythingIsSent(String endpoint, String message) {
        Exchange exchange = send("qwen-tts:" + endpoint, TEXT);

        assertRefused(exchange, message.formatted(TEXT.length()));
    }

    @Test
    void refusesATextBeyondTheTokenBudgetThatCannotBeCut() {
        Exchange exchange = send("qwen-tts:submit", "我们今天去公园。".repeat(200));

        assertThat(exchange.getException())
                .hasMessage("text (body) is not valid: needs some 356 seconds of speech, must need at most 164 with"
                        + " maxNewTokens=2048");
        assertThat(emulator().requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            synthesize?longText=no                       | longText=no is not valid
            synthesize?maxPieceLength=5                  | maxPieceLength=5 is not valid
            synthesize?parallelPieces=0                  | parallelPieces=0 is not valid
            synthesize?pieceGap=-1                       | pieceGap=-1ms is not valid
            synthesize?subtitles=ASS                     | subtitles=ASS is not valid
            synthesize?longText=split&numberResults=2    | numberResults=2 (endpoint URI) is not valid
            synthesize?longText=split&outputFormat=OGG   | outputFormat=OGG (endpoint URI) is not valid
            synthesize?longText=split&download=false     | download=false is not valid
            synthesize?joinResults=true&outputFormat=OGG | outputFormat=OGG (endpoint URI) is not valid
            synthesize?joinResults=true&continueOnError=true | continueOnError=true is not valid
            synthesize?subtitles=SRT&numberResults=2     | numberResults=2 (endpoint URI) is not valid
            submit?longText=split                        | longText=split is not valid
            submit?joinResults=true                      | joinResults=true is not valid
            submit?subtitles=SRT                         | subtitles=SRT is not valid
            """)
    void refusesAtStartOptionsThatPreventJoining(String endpoint, String message) {
        assertThatThrownBy(() -> routeTo("qwen-tts:" + endpoint))
                .rootCause()
                .isInstanceOf(InvalidSpeechRequestException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void submitStartsWithAComponentThatSplits() throws Exception {
        QwenTtsConfiguration defaults = component().getConfiguration();
        defaults.setLongText("split");
        defaults.setSubtitles("SRT");

        assertThat(send("qwen-tts:submit", "Short.").getException()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"SRT, '00:00:00,000 --> '", "VTT, '00:00:00.000 --> '"})
    void subtitlesFollowThePieces(String format, String begin) {
        Exchange exchange = send("qwen-tts:synthesize?outputFormat=WAV&subtitles=" + format + "&paragraphGap=2s", TEXT);

        String subtitles = exchange.getMessage().getHeader("CamelQwenTtsSubtitles", String.class);
        assertThat(subtitles).contains(begin).contains("Paragraph 40").contains("00:01:25");
        assertThat(subtitles.startsWith("WEBVTT")).isEqualTo("VTT".equals(format));
    }

    @Test
    void aShortTextHasSubtitlesAndItsTask() {
        Exchange exchange = send("qwen-tts:synthesize?outputFormat=WAV&subtitles=srt", "Paragraph 1 is short.");

        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("CamelQwenTtsSubtitles", "1\n00:00:00,000 --> 00:00:00,800\nParagraph 1 is short.\n\n")
                .containsEntry("CamelQwenTtsPieces", 1)
                .containsKey("CamelQwenTtsTaskUuid");
    }

    @Test
    void aDialogueBecomesOneAudio() throws Exception {
        List<Object> lines = List.of(
                SpeechRequest.builder()
                        .text("Line 1, says Vivian.")
                        .voice(Voice.VIVIAN)
                        .build(),
                SpeechRequest.builder()
                        .text("Line 2, says Ryan.")
                        .voice(Voice.RYAN)
                        .build(),
                "Line 3, says the narrator.");

        Exchange exchange = send(
                "qwen-tts:synthesize?outputFormat=WAV&joinResults=true&voice=serena&subtitles=VTT" + OPTIONS, lines);

        assertThat(exchange.getException()).isNull();
        byte[] wav = exchange.getMessage().getBody(byte[].class);
        assertThat(millis(wav, OutputFormat.WAV)).isEqualTo(3 * PIECE_MILLIS + 2 * GAP_MILLIS);
        assertThat(speechTasks())
                .extracting(task -> task.at("speech", "voice"))
                .containsExactlyInAnyOrder("vivian", "ryan", "serena");
        assertThat(exchange.getMessage().getHeader("CamelQwenTtsSubtitles", String.class))
                .contains("says Ryan");
    }

    @Test
    void aFailedLineOfADialogueIsNamed() {
        emulator().inject(new Fault.TaskError("contentPolicyViolation", "Not this"), paragraph(2));

        Exchange exchange = send(
                "qwen-tts:synthesize?outputFormat=WAV&joinResults=true",
                List.of("Paragraph 1 is short.", "Paragraph 2 is short.", "Paragraph 3 is short."));

        assertThat(exchange.getException()).hasMessageContaining("in piece 2 of 3, at character 1 of text 2");
    }

    @Test
    void aDialogueInTwoFormatsIsRefused() {
        Exchange exchange = send(
                "qwen-tts:synthesize?outputFormat=WAV&joinResults=true",
                List.of(
                        "One.",
                        SpeechRequest.builder()
                                .text("Two.")
                                .outputFormat(OutputFormat.MP3)
                                .build()));

        assertThat(exchange.getException()).hasMessageContaining("must be the same for all texts that are joined");
        assertThat(emulator().requests()).isEmpty();
    }

    @Test
    void aListMayHaveLongTexts() {
        Exchange exchange =
                send("qwen-tts:synthesize?outputFormat=WAV&continueOnError=true", List.of("One.", TEXT, "", "Two."));

        assertThat(exchange.getException()).isNull();
        List<?> results = exchange.getMessage().getBody(List.class);
        assertThat(results).hasSize(4);
        assertThat(results)
                .element(2)
                .extracting(result -> ((SpeechResult) result).failure())
                .isNotNull();
        assertThat(((Spoken) results.get(0)).taskUUID()).isNotNull();
        assertThat(((Spoken) results.get(1)).duration()).isGreaterThan((long) PIECES * PIECE_MILLIS);
        assertThat(emulator().tasksCarriedOut()).isEqualTo(PIECES + 2);
    }

    @Test
    void aSampleThatCanBeReadOnceServesAllPieces() {
        byte[] sample = new byte[100_000];
        Exchange exchange = send(
                "qwen-tts:synthesize?outputFormat=WAV&model=base&xVectorOnly=true",
                TEXT,
                Map.of("CamelQwenTtsReferenceAudio", new ByteArrayInputStream(sample)));

        assertThat(exchange.getException()).isNull();
        assertThat(speechTasks())
                .hasSize(PIECES)
                .allSatisfy(task -> assertThat(task.at("inputs", "audio")).isNotNull());
    }

    @Test
    void leavesNoFiles() throws Exception {
        context.getStreamCachingStrategy().setSpoolDirectory(folder.toFile());
        emulator().inject(new Fault.TaskError("contentPolicyViolation", "Not this"), paragraph(30));
        String uri = "qwen-tts:synthesize?outputFormat=WAV&spoolThreshold=1000";

        assertThat(send(uri, TEXT).getException()).isNotNull();
        emulator().clearFaults();
        assertThat(send(uri, TEXT).getException()).isNull();

        awaitNoFiles(folder);
    }

    @Test
    void aStreamingSplitOfLongTextsLeavesNoFiles() throws Exception {
        context.getStreamCachingStrategy().setSpoolDirectory(folder.toFile());
        routes(route -> route.from("direct:book")
                .split(route.body().tokenize("---"))
                .streaming()
                .to("qwen-tts:synthesize?outputFormat=WAV&maxPieceLength=60&spoolThreshold=1000")
                .filter(route.header("CamelQwenTtsPieces").isNotEqualTo(3))
                .throwException(new IllegalStateException("not joined")));

        Exchange exchange = send("direct:book", String.join("---", Collections.nCopies(20, paragraphs(3))));

        assertThat(exchange.getException()).isNull();
        assertThat(emulator().tasksCarriedOut()).isEqualTo(60);
        awaitNoFiles(folder);
    }

    private static String paragraphs(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "Paragraph " + i + " has words enough to be a piece of a long text.")
                .collect(Collectors.joining("\n\n"));
    }

    private static Predicate<RecordedTask> paragraph(int number) {
        return task -> "audioInference".equals(task.taskType())
                && ((String) task.at("speech", "text")).startsWith("Paragraph " + number + " ");
    }

    private static Predicate<RecordedTask> firstOf(Predicate<RecordedTask> tasks) {
        boolean[] was = new boolean[1];
        return task -> {
            boolean first = !was[0] && tasks.test(task);
            was[0] |= first;
            return first;
        };
    }

    private static long millis(byte[] audio, OutputFormat format) throws IOException {
        return new AudioCheck(format, Integer.MAX_VALUE, 1)
                .accept(Spoken.builder("t", format).build(), new MemoryAudio(audio))
                .duration();
    }
}
