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

import java.util.Arrays;

/**
 * What a measurement gave, of the process that sent the messages.
 *
 * @param perSecond texts that were spoken in a second
 * @param cpuMillis CPU time for a text, of user and system
 * @param allocated bytes allocated on the heap for a text
 * @param liveHeap bytes of heap that are reachable at the end, while messages are under way
 * @param resident the most bytes of memory that the process had
 * @param threads live threads at their most
 * @param ownThreads those of them that the JVM does not need itself
 * @param firstByteMillis from sending a message until the first byte of its audio is read, the median
 * @param heldPerRequest bytes of live heap for a message that waits for its answer; 0 where it was not measured
 * @param startMillis how long the peer took to start, without what a first context needs anyway
 * @param serverMillis CPU time of the server's process for a text
 */
record Measures(
        double perSecond,
        double cpuMillis,
        double allocated,
        double liveHeap,
        double resident,
        double threads,
        double ownThreads,
        double firstByteMillis,
        double heldPerRequest,
        double startMillis,
        double serverMillis) {

    private static final String MARK = "MEASURES";

    String toLine() {
        return String.join(
                " ",
                MARK,
                String.valueOf(perSecond),
                String.valueOf(cpuMillis),
                String.valueOf(allocated),
                String.valueOf(liveHeap),
                String.valueOf(resident),
                String.valueOf(threads),
                String.valueOf(ownThreads),
                String.valueOf(firstByteMillis),
                String.valueOf(heldPerRequest),
                String.valueOf(startMillis),
                String.valueOf(serverMillis));
    }

    static boolean isIn(String line) {
        return line.startsWith(MARK);
    }

    static Measures parse(String line) {
        double[] values = Arrays.stream(line.split(" "))
                .skip(1)
                .mapToDouble(Double::parseDouble)
                .toArray();
        return new Measures(
                values[0],
                values[1],
                values[2],
                values[3],
                values[4],
                values[5],
                values[6],
                values[7],
                values[8],
                values[9],
                values[10]);
    }
}
