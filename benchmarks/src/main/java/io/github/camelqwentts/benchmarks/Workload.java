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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a measurement is made of.
 *
 * @param audio the size of the audio in bytes, as WAV without its header
 * @param outputType {@code URL}, {@code base64Data} or {@code dataURI}
 * @param latency how long the server takes for a task
 * @param inFlight how many messages are under way at a time
 * @param threads how many threads send them; 1 where the peer takes a message without waiting for its answer
 * @param batch how many texts a message has
 * @param warmUp how long messages are sent at most before they count, unless the rate is steady earlier
 * @param time how long they are sent while they count
 */
record Workload(
        int audio,
        String outputType,
        Duration latency,
        int inFlight,
        int threads,
        int batch,
        Duration warmUp,
        Duration time) {

    static final int SMALL = 48_000;
    static final int LARGE = 8_000_000;

    /** Compiling takes more of the processors than speaking at first. */
    static Workload of(int audio, String outputType, long latencyMillis, int inFlight) {
        return new Workload(
                audio,
                outputType,
                Duration.ofMillis(latencyMillis),
                inFlight,
                1,
                1,
                Duration.ofSeconds(90),
                Duration.ofSeconds(8));
    }

    Workload withThreads(int count) {
        return new Workload(audio, outputType, latency, inFlight, count, batch, warmUp, time);
    }

    Workload withBatch(int texts) {
        return new Workload(audio, outputType, latency, inFlight, threads, texts, warmUp, time);
    }

    Workload lasting(int warmUpSeconds, int seconds) {
        return new Workload(
                audio,
                outputType,
                latency,
                inFlight,
                threads,
                batch,
                Duration.ofSeconds(warmUpSeconds),
                Duration.ofSeconds(seconds));
    }

    /** How many connections a peer may have: one for each message under way. */
    int connections() {
        return Math.max(20, inFlight);
    }

    /** The task of a message, as whoever has no component writes it. */
    List<Map<String, Object>> tasks(String text) {
        return List.of(Map.of(
                "taskType",
                "audioInference",
                "taskUUID",
                UUID.randomUUID().toString(),
                "model",
                "alibaba:qwen@3-tts-1.7b-customvoice",
                "outputType",
                outputType,
                "outputFormat",
                "WAV",
                "speech",
                Map.of("text", text, "voice", "auto")));
    }

    String describe() {
        String size = audio >= 1_000_000 ? audio / 1_000_000 + " MB" : audio / 1_000 + " kB";
        return size + ", " + outputType + ", " + (latency.isZero() ? "no latency" : latency.toMillis() + " ms") + ", "
                + inFlight + " in flight" + (batch == 1 ? "" : ", batches of " + batch);
    }

    String[] toArguments() {
        return new String[] {
            String.valueOf(audio),
            outputType,
            String.valueOf(latency.toMillis()),
            String.valueOf(inFlight),
            String.valueOf(threads),
            String.valueOf(batch),
            String.valueOf(warmUp.toSeconds()),
            String.valueOf(time.toSeconds())
        };
    }

    static Workload parse(String[] arguments, int from) {
        return new Workload(
                Integer.parseInt(arguments[from]),
                arguments[from + 1],
                Duration.ofMillis(Long.parseLong(arguments[from + 2])),
                Integer.parseInt(arguments[from + 3]),
                Integer.parseInt(arguments[from + 4]),
                Integer.parseInt(arguments[from + 5]),
                Duration.ofSeconds(Long.parseLong(arguments[from + 6])),
                Duration.ofSeconds(Long.parseLong(arguments[from + 7])));
    }
}
