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

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A measurement of streams, in milliseconds.
 *
 * @param streams how many were measured
 * @param firstByte from sending a text until the first byte of its audio was read, the median
 * @param firstByte95 the same for the 95th percentile
 * @param chunk from sending a chunk until all of it was read, the median
 * @param chunk95 the same for the 95th percentile
 * @param threads live threads at their most, besides those that read streams
 * @param listeners threads that read streams
 * @param heldPerStream bytes of memory for a stream that arrives; 0 if it was not measured
 */
record StreamMeasures(
        double streams,
        double firstByte,
        double firstByte95,
        double chunk,
        double chunk95,
        double threads,
        double listeners,
        double heldPerStream) {

    private static final String MARK = "STREAMS";

    static StreamMeasures of(List<Listening> heard, double threads, double listeners) {
        double[] firstBytes =
                heard.stream().mapToDouble(Listening::firstByteMillis).sorted().toArray();
        double[] chunks = heard.stream()
                .flatMapToDouble(each -> IntStream.range(0, each.chunks()).mapToDouble(each::chunkMillis))
                .sorted()
                .toArray();
        return new StreamMeasures(
                heard.size(),
                percentile(firstBytes, 50),
                percentile(firstBytes, 95),
                percentile(chunks, 50),
                percentile(chunks, 95),
                threads,
                listeners,
                0);
    }

    static StreamMeasures held(double perStream) {
        return new StreamMeasures(0, 0, 0, 0, 0, 0, 0, perStream);
    }

    private static double percentile(double[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    String toLine() {
        return MARK + " " + streams + " " + firstByte + " " + firstByte95 + " " + chunk + " " + chunk95 + " " + threads
                + " " + listeners + " " + heldPerStream;
    }

    static boolean isIn(String line) {
        return line.startsWith(MARK);
    }

    static StreamMeasures parse(String line) {
        String[] parts = line.split(" ", -1);
        IntToDoubleFunction value = i -> Double.parseDouble(parts[i]);
        return new StreamMeasures(
                value.applyAsDouble(1),
                value.applyAsDouble(2),
                value.applyAsDouble(3),
                value.applyAsDouble(4),
                value.applyAsDouble(5),
                value.applyAsDouble(6),
                value.applyAsDouble(7),
                value.applyAsDouble(8));
    }
}
