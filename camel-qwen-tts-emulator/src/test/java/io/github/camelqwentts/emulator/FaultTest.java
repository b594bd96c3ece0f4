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

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Every fault does something, and what could do nothing cannot be built. */
class FaultTest extends EmulatorTestSupport {

    private static final Duration LATE = Duration.ofMillis(300);

    private static final List<Fault> EVERY = List.of(
            new Fault.Delay(LATE),
            new Fault.Status(503),
            new Fault.Status(503, null, null, true),
            new Fault.TaskError("promptBlocked", "No"),
            new Fault.WorkFailure("providerError", "No", true),
            new Fault.WebhookTwice(),
            new Fault.ResetBeforeWork(),
            new Fault.ResetAfterWork(),
            new Fault.Truncate(10),
            new Fault.Truncate(Integer.MAX_VALUE),
            new Fault.MalformedJson(),
            new Fault.ContentType("text/plain"),
            new Fault.UnknownFields(),
            new Fault.Drip(50, Duration.ofMillis(100)),
            new Fault.DuplicateResults(),
            new Fault.ReverseResults(),
            new Fault.DropResults(),
            new Fault.Gzip(),
            new Fault.Redirect("http://127.0.0.1:9/"),
            new Fault.Download(new Fault.Status(404)));

    @Override
    RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.webhookRetries().engine(utterance -> switch (utterance.text()) {
            case "Throw" -> throw new IllegalStateException("No voice");
            case "Overflow" -> throw new StackOverflowError("No room");
            case "Null" -> null;
            default -> Pcm.silence(0.001, SpeechEngine.SAMPLE_RATE);
        });
    }

    static Stream<Fault> everyFault() {
        return EVERY.stream().filter(fault -> !(fault instanceof Fault.Download));
    }

    static Stream<Fault> faultsOfDownloads() {
        return EVERY.stream().filter(fault -> fault.scope() == Fault.Scope.HTTP);
    }

    static Stream<Fault> faultsOfNoDownload() {
        return EVERY.stream().filter(fault -> fault.scope() != Fault.Scope.HTTP);
    }

    @Test
    void coversEveryFault() {
        assertThat(EVERY.stream().map(Object::getClass)).contains(Fault.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("everyFault")
    void everyFaultHasAnEffect(Fault fault) throws Exception {
        String before = speak(List.of());

        String struck = speak(List.of(fault));
        String after = speak(List.of());

        assertThat(struck).isNotEqualTo(before);
        assertThat(after).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("faultsOfDownloads")
    void everyFaultHasAnEffectOnADownload(Fault fault) throws Exception {
        String url = answer(task("Hi")).getJsonArray("data").getJsonObject(0).getString("audioURL");
        String before = outcome(() -> get(url));
        // More than once: Java's client repeats a download that was reset.
        emulator().inject(new Fault.Download(fault), task -> true);

        String struck = outcome(() -> get(url));
        emulator().clearFaults();

        assertThat(struck).isNotEqualTo(before);
        assertThat(outcome(() -> get(url))).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("faultsOfNoDownload")
    void refusesFaultsWithoutEffectOnADownload(Fault fault) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fault.Download(fault))
                .withMessageContaining(fault.getClass().getSimpleName());
    }

    @Test
    void faultsThatDoNothingCannotBeBuilt() {
        List<Supplier<Fault>> nothings = List.of(
                () -> new Fault.Delay(Duration.ZERO),
                () -> new Fault.Delay(Duration.ofNanos(1)),
                () -> new Fault.Delay(Duration.ofSeconds(-1)),
                () -> new Fault.Delay(null),
                () -> new Fault.Status(100),
                () -> new Fault.Status(0),
                () -> new Fault.TaskError(null, "No"),
                () -> new Fault.WorkFailure(null, "No", true),
                () -> new Fault.Truncate(-1),
                () -> new Fault.ContentType(null),
                () -> new Fault.Drip(0, LATE),
                () -> new Fault.Drip(1, Duration.ofMillis(-1)),
                () -> new Fault.Drip(1, null),
                () -> new Fault.Redirect(null),
                () -> new Fault.Download(null));

        for (Supplier<Fault> nothing : nothings) {
            assertThatThrownBy(nothing::get)
                    .isInstanceOfAny(IllegalArgumentException.class, NullPointerException.class);
        }
    }

    @Test
    void aFaultIsInjectedForAtLeastOneRequest() {
        for (int times : new int[] {0, -1, Integer.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> emulator().inject(new Fault.Gzip(), times))
                    .withMessageContaining("times=" + times);
        }
        assertThatThrownBy(() -> emulator().inject(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> emulator().inject(new Fault.Gzip(), null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void aPredicateThatThrowsIsAnsweredAtOnceWithWhatItThrew() throws Exception {
        emulator().inject(new Fault.Gzip(), task -> {
            throw new IllegalStateException("A test's mistake");
        });

        HttpResponse<byte[]> response = post("[" + task("Hi") + "]");

        assertThat(response.statusCode()).isEqualTo(400);
        JsonObject error = json(response).getJsonArray("errors").getJsonObject(0);
        assertThat(error.getString("code")).isEqualTo("invalidFaultPredicate");
        assertThat(error.getString("message")).contains("Gzip", "IllegalStateException", "A test's mistake");
        assertThat(emulator().tasksCarriedOut()).isZero();
    }

    @Test
    void aPredicateThatThrowsAtADownloadIsAnsweredAtOnceWithWhatItThrew() throws Exception {
        String url = answer(task("Hi")).getJsonArray("data").getJsonObject(0).getString("audioURL");
        emulator().inject(new Fault.Download(new Fault.Gzip()), task -> {
            throw new AssertionError("A test's mistake");
        });

        HttpResponse<byte[]> response = get(url);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).getJsonArray("errors").getJsonObject(0).getString("message"))
                .contains("AssertionError", "A test's mistake");
    }

    @Test
    void anEngineThatThrowsIsAnsweredAtOnceWithWhatItThrew() throws Exception {
        Map<String, String> thrown = Map.of(
                "Throw", "IllegalStateException: No voice",
                "Overflow", "StackOverflowError: No room",
                "Null", "NullPointerException");
        for (String text : thrown.keySet()) {
            JsonObject error = answer(task(text)).getJsonArray("errors").getJsonObject(0);

            assertThat(error.getString("code")).isEqualTo("inferenceError");
            assertThat(error.getString("message")).contains(thrown.get(text));
        }
        assertThat(emulator().tasksCarriedOut()).isZero();
    }

    /** All that the world sees of a task with two results, which calls a webhook. */
    private String speak(List<Fault> faults) throws Exception {
        emulator().reset();
        faults.forEach(emulator()::inject);
        JsonObject task = task("Hi")
                .put("numberResults", 2)
                .put("outputType", "base64Data")
                .put("outputFormat", "WAV")
                .put("webhookURL", emulator().url().replace("/v1", "/nowhere"));
        String answer = outcome(() -> post("[" + task + "]"));
        int calls = emulator().tasksCarriedOut() == 0 ? 0 : 2;
        await().atMost(Duration.ofSeconds(10))
                .until(() -> emulator().webhookDeliveries().size() >= calls);
        return comparable(answer) + ", carried out " + emulator().tasksCarriedOut() + ", posted "
                + emulator().webhookDeliveries().size();
    }

    /** Ids are new each time, and of a seed only the part that counts the results of a task is not. */
    private static String comparable(String answer) {
        return Pattern.compile("\"seed\":(\\d+)")
                .matcher(answer.replaceAll("[0-9a-f]{8}-[-0-9a-f]{27}", "an id"))
                .replaceAll(seed -> "\"number\":" + Long.parseLong(seed.group(1)) % 20);
    }

    private static String outcome(Request request) throws InterruptedException {
        long start = System.nanoTime();
        try {
            HttpResponse<byte[]> response = request.send();
            boolean late = System.nanoTime() - start >= LATE.toNanos();
            Map<String, List<String>> headers = new HashMap<>(response.headers().map());
            headers.remove("content-length");
            String body = new String(response.body(), StandardCharsets.ISO_8859_1);
            return response.statusCode() + (late ? " late " : " ") + headers + body;
        } catch (IOException e) {
            return "broken off";
        }
    }

    private interface Request {
        HttpResponse<byte[]> send() throws IOException, InterruptedException;
    }
}
