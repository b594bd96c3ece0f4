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
package io.github.camelqwentts.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelqwentts.runware.RunwareRules;
import io.github.camelqwentts.runware.wire.AnswerLimits;
import io.github.camelqwentts.runware.wire.EnvelopeReader;
import io.github.camelqwentts.runware.wire.TaskWriter;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.transport.Spool;
import io.github.camelqwentts.transport.SpoolSettings;
import io.github.camelqwentts.transport.SpoolWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What is done with the bytes of a request and of an answer of 48 kB of audio, next to Jackson's tree. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EnvelopeBenchmark {

    private final SpoolSettings spools = new SpoolSettings(1 << 20, () -> null);
    private final ObjectMapper mapper = new ObjectMapper();
    private final SpeechRequest request =
            RunwareRules.complete(SpeechRequest.of("The quick brown fox jumps over the lazy dog"));

    private byte[] json;
    private Spool answer;

    /** Makes the answer. */
    @Setup
    public void makeAnswer() throws IOException {
        String audio = Base64.getEncoder().encodeToString(new byte[48_000]);
        json = ("{\"data\":[{\"taskType\":\"audioInference\",\"taskUUID\":\"" + UUID.randomUUID()
                        + "\",\"audioBase64Data\":\"" + audio + "\"}]}")
                .getBytes(StandardCharsets.US_ASCII);
        SpoolWriter writer = new SpoolWriter(spools, json.length, json.length);
        new ByteArrayInputStream(json).transferTo(writer);
        answer = writer.toSpool();
    }

    /** The component's way from the answer to audio. */
    @Benchmark
    public Object readEnvelope() throws IOException {
        return EnvelopeReader.read(answer, 200, spools, AnswerLimits.ofResults(1, json.length), text -> text);
    }

    /** The usual way: a tree, a string, and bytes. */
    @Benchmark
    public Object readTree() throws IOException {
        JsonNode result = mapper.readTree(json).path("data").path(0);
        return Base64.getDecoder().decode(result.get("audioBase64Data").textValue());
    }

    /** The component's way from a request to JSON. */
    @Benchmark
    public Object writeTask() throws IOException {
        return TaskWriter.speechTasks(List.of(request), spools);
    }
}
