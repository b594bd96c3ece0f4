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

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.sound.sampled.AudioSystem;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.camelqwentts.cache.DirectorySpeechCache;
import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.monitor.CacheCondition;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Texts that are in a cache are not bought again. */
class CacheTest extends CacheTestSupport {

    private static final String URI = "qwen-tts:synthesize?outputFormat=WAV&outputType=base64Data";

    @TempDir
    private Path folder;

    private Path directory;

    @Override
    protected void prepare(CamelContext made) {
        directory = folder.resolve("cache");
        component(made).setCacheDirectory(directory.toString());
        made.getRegistry().bind("own", new DirectorySpeechCache(folder.resolve("own"), 1 << 20));
    }

    @Test
    void aRepetitionIsNotBoughtAndSaysSo() throws Exception {
        Exchange first = send(URI + "&includeCost=true", TEXT);
        Exchange second = send(URI + "&includeCost=true", TEXT);

        assertThat(first.getMessage().getHeaders())
                .doesNotContainKey("CamelQwenTtsCacheHit")
                .containsKey("CamelQwenTtsTaskUuid");
        assertThat(second.getException()).isNull();
        assertThat(second.getMessage().getHeaders())
                .containsEntry("CamelQwenTtsCacheHit", true)
                .containsEntry("CamelQwenTtsCost", BigDecimal.ZERO)
                .containsEntry("CamelQwenTtsTaskStatus", "success")
                .containsEntry("CamelQwenTtsAudioFormat", "WAV")
                .containsEntry("Content-Type", "audio/wav")
                .containsEntry("CamelQwenTtsDuration", first.getMessage().getHeader("CamelQwenTtsDuration"))
                .doesNotContainKeys("CamelQwenTtsTaskUuid", "CamelQwenTtsAudioUuid", "CamelQwenTtsSeed");
        assertThat(second.getMessage().getBody(byte[].class))
                .isEqualTo(first.getMessage().getBody(byte[].class));
        assertThat(emulator().requests()).hasSize(1);
    }

    @Test
    void theHeaderOfAHitDoesNotOutliveIt() {
        send(URI, TEXT);

        Exchange exchange = send(URI, "Something else.", Map.of("CamelQwenTtsCacheHit", true));

        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("CamelQwenTtsCacheHit");
    }

    @Test
    void aHitIsReadAsOftenAsOtherAudioWhateverBecomesOfTheCache() throws Exception {
        context.getStreamCachingStrategy()
                .setSpoolDirectory(folder.resolve("spool").toFile());
        Files.createDirectories(folder.resolve("spool"));
        byte[] bought = send(URI, TEXT).getMessage().getBody(byte[].class);
        Exchange inFile = send(URI + "&spoolThreshold=100", TEXT);

        deleteAll(directory);

        assertThat(inFile.getMessage().getHeaders()).containsEntry("CamelQwenTtsCacheHit", true);
        assertThat(inFile.getMessage().getBody(byte[].class)).isEqualTo(bought);
        assertThat(inFile.getMessage().getBody(byte[].class)).isEqualTo(bought);
        inFile.getMessage().setBody(null);
        inFile = null;
        awaitNoFiles(folder.resolve("spool"));
    }

    @Test
    void manyMessagesOfFewTextsBuyEachTextOnce() throws Exception {
        emulator().inject(new Fault.Delay(Duration.ofMillis(200)), task -> true);
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 1_000)
                .mapToObj(i -> template.asyncSend(
                        URI + "&includeCost=true",
                        exchange -> exchange.getMessage().setBody("Text number " + i % 10 + ".")))
                .toList();

        Map<Integer, List<byte[]>> audio = new HashMap<>();
        int hits = 0;
        BigDecimal cost = BigDecimal.ZERO;
        for (int i = 0; i < sent.size(); i++) {
            Exchange exchange = sent.get(i).get(60, TimeUnit.SECONDS);
            assertThat(exchange.getException()).isNull();
            audio.computeIfAbsent(i % 10, text -> new ArrayList<>())
                    .add(exchange.getMessage().getBody(byte[].class));
            hits += exchange.getMessage().getHeader("CamelQwenTtsCacheHit") == null ? 0 : 1;
            cost = cost.max(exchange.getMessage().getHeader("CamelQwenTtsCost", BigDecimal.class));
        }

        assertThat(emulator().tasksCarriedOut()).isEqualTo(10);
        assertThat(hits).isEqualTo(990);
        assertThat(cost).isPositive();
        assertThat(audio.values())
                .allSatisfy(equal ->
                        assertThat(equal).allSatisfy(bytes -> assertThat(bytes).isEqualTo(equal.get(0))));
    }

    @Test
    void aListBuysWhatIsMissing() {
        send(URI, "One.");

        Exchange exchange = send(URI + "&continueOnError=true", List.of("One.", "", "Two.", "Two.", "Three."));

        List<?> results = exchange.getMessage().getBody(List.class);
        assertThat(results).hasSize(5);
        assertThat(results)
                .filteredOn(Spoken.class::isInstance)
                .extracting(result -> ((Spoken) result).cached())
                .containsExactly(true, false, true, false);
        assertThat(emulator().tasksCarriedOut()).isEqualTo(3);
        assertThat(emulator().requests()).hasSize(2);
    }

    @Test
    void theSpellingOfAnOptionMakesNoOtherSound() {
        send("qwen-tts:synthesize?outputType=base64Data", TEXT);
        send("qwen-tts:synthesize?outputType=dataURI&model=customvoice&deliveryMethod=async", TEXT);

        assertThat(emulator().tasksCarriedOut()).isOne();

        send("qwen-tts:synthesize?outputType=base64Data&voice=ryan", TEXT);

        assertThat(emulator().tasksCarriedOut()).isEqualTo(2);
    }

    @Test
    void thePiecesOfALongTextAreCached() {
        String text = IntStream.rangeClosed(1, 40)
                .mapToObj(i -> "Paragraph " + i + " has words enough to be a piece of a long text.")
                .collect(Collectors.joining("\n\n"));
        send(URI, text);
        int bought = emulator().tasksCarriedOut();

        Exchange same = send(URI + "&includeCost=true", text);
        Exchange changed = send(URI + "&includeCost=true", text.replace("Paragraph 17 ", "Chapter 17 "));

        assertThat(same.getMessage().getHeaders())
                .containsEntry("CamelQwenTtsCacheHit", true)
                .containsEntry("CamelQwenTtsPieces", 40)
                .containsEntry("CamelQwenTtsCost", BigDecimal.ZERO);
        assertThat(changed.getMessage().getHeaders()).doesNotContainKey("CamelQwenTtsCacheHit");
        assertThat(changed.getMessage().getHeader("CamelQwenTtsCost", BigDecimal.class))
                .isPositive();
        assertThat(emulator().tasksCarriedOut()).isEqualTo(bought + 1);
    }

    @Test
    void aFailureIsNotCached() {
        emulator().inject(new Fault.TaskError("contentPolicyViolation", "Not this"));

        assertThat(send(URI + "&maxRetries=0", TEXT).getException()).isNotNull();
        assertThat(send(URI, TEXT).getException()).isNull();
    }

    @Test
    void namesAndDescriptionsHaveNothingOfTheTextAndAudioCanBePlayed() throws Exception {
        send(URI, TEXT);

        List<Path> files = filesIn(directory);
        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .allSatisfy(name -> assertThat(name).matches("[0-9a-f]{64}\\.(wav|properties)|qwen-tts\\.lock"))
                .hasSize(3);
        for (Path file : files) {
            if (file.toString().endsWith(".wav")) {
                AudioSystem.getAudioInputStream(file.toFile()).close();
            } else {
                assertThat(Files.readString(file)).doesNotContain("business");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"wav, false", "wav, true", "properties, true"})
    void corruptAudioIsBoughtAgainAndReplaced(String extension, boolean shorter) throws Exception {
        byte[] audio = send(URI, TEXT).getMessage().getBody(byte[].class);
        for (Path file : filesIn(directory)) {
            if (file.toString().endsWith(extension)) {
                byte[] content = Files.readAllBytes(file);
                content[content.length - 1] ^= 1;
                Files.write(file, shorter ? Arrays.copyOf(content, content.length / 2) : content);
            }
        }

        assertBoughtAgainAndReplaced(URI, audio);
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsWarnedOfAndFailsNothing() throws Exception {
        Files.createFile(directory);
        try (CapturedLog log = new CapturedLog(CacheCondition.class)) {
            Exchange exchange = send(URI, TEXT);

            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getMessage().getBody(byte[].class)).isNotEmpty();
            assertThat(send(URI, TEXT).getException()).isNull();
            assertThat(log.events())
                    .filteredOn(event -> event.getLevel() == Level.WARN)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .hasSize(2)
                    .anySatisfy(message -> assertThat(message)
                            .startsWith("Writing the cache of qwen-tts://synthesize")
                            .contains("has started to fail"))
                    .noneSatisfy(message -> assertThat(message).contains("business"));
        }
    }

    @Test
    void anEndpointHasACacheOfItsOwn() throws Exception {
        send(URI + "&cache=#own", TEXT);
        send(URI + "&cache=#own", TEXT);

        assertThat(emulator().tasksCarriedOut()).isOne();
        assertThat(filesIn(folder.resolve("own"))).hasSize(3);
        assertThat(directory).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            synthesize?numberResults=2            | numberResults=2 is not valid: must be 1 with the option cache
            synthesize?uploadEndpoint=http://a    | uploadEndpoint is not valid: must not be set with the option cache
            synthesize?webhookUrl=http://a/b      | webhookUrl is not valid: must not be set with the option cache
            synthesize?download=false             | download=false is not valid: must be true with the option cache
            submit?voice=ryan                     | cache is not valid: is supported by the operation synthesize only
            """)
    void refusesAtStartWhatACacheCannotServe(String endpoint, String message) {
        assertThatThrownBy(() -> routeTo("qwen-tts:" + endpoint + "&cache=#own"))
                .rootCause()
                .isInstanceOf(InvalidSpeechRequestException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"NumberResults, 2", "UploadEndpoint, http://a", "WebhookUrl, http://a/b"})
    void refusesAMessageThatItsCacheCannotServeBeforeAnythingIsSent(String header, String value) {
        Exchange exchange = send(URI + "&cache=#own", TEXT, Map.of("CamelQwenTts" + header, value));

        assertRefused(exchange, "with the option cache");
    }

    @Test
    void theCacheOfTheComponentLeavesOtherMessagesAlone() {
        assertThat(send(URI + "&numberResults=2", TEXT).getMessage().getBody(List.class))
                .hasSize(2);
        assertThat(send("qwen-tts:submit", TEXT).getException()).isNull();
        assertThat(send("qwen-tts:synthesize?download=false", TEXT).getMessage().getBody(String.class))
                .startsWith("http");
        assertThat(directory).doesNotExist();
    }

    @Test
    void refusesACacheWithoutSize() {
        component().setCacheMaxSize(0);

        assertThatThrownBy(() -> routeTo(URI)).hasRootCauseMessage("cacheMaxSize=0 is not valid: must be positive");
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        for (Path file : filesIn(directory)) {
            Files.delete(file);
        }
    }
}
