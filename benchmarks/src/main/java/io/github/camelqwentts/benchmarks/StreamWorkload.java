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

/**
 * Streams that are measured.
 *
 * @param inFlight the number of streams at a time
 * @param pace the time before each chunk but the first and the last
 * @param pause the time before the last chunk
 * @param time how long streams begin that count; zero to measure the memory of streams that wait for their last chunk
 */
record StreamWorkload(int inFlight, Duration pace, Duration pause, Duration time) {

    static StreamWorkload of(int inFlight, int paceMillis, int seconds) {
        Duration pace = Duration.ofMillis(paceMillis);
        return new StreamWorkload(inFlight, pace, pace, Duration.ofSeconds(seconds));
    }

    /** The address of a {@link SpeechServer} with this pace. */
    String url(String server) {
        return server + "/" + pace.toMillis() + "/" + pause.toMillis();
    }

    /** How long a stream takes. */
    Duration stream() {
        return Duration.ofMillis(SpeechServer.LATENCY_MILLIS)
                .plus(pace.multipliedBy(SpeechServer.LATER_CHUNKS - 1))
                .plus(pause);
    }

    String toLine() {
        return inFlight + " " + pace.toMillis() + " " + pause.toMillis() + " " + time.toMillis();
    }

    static StreamWorkload parse(String line) {
        String[] parts = line.split(" ", -1);
        return new StreamWorkload(
                Integer.parseInt(parts[0]),
                Duration.ofMillis(Long.parseLong(parts[1])),
                Duration.ofMillis(Long.parseLong(parts[2])),
                Duration.ofMillis(Long.parseLong(parts[3])));
    }
}
