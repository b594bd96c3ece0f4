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

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Measurements of this component and of another peer, warm both, in turns. */
record Comparison(List<Measures> rounds, List<Measures> roundsOfOthers) {

    private static final int ROUNDS = 7;

    /**
     * @param ourPeer the peer of this component
     * @param checkout another checkout that is built, if the other peer is its component; otherwise null
     */
    static Comparison of(Workload workload, String ourPeer, String peer, Path checkout)
            throws IOException, InterruptedException {
        List<Measures> ours = new ArrayList<>();
        List<Measures> others = new ArrayList<>();
        System.out.println("Comparing with " + (checkout == null ? peer : checkout) + ": " + workload.describe());
        try (Processes us = Processes.start(ourPeer, workload, null);
                Processes other = Processes.start(peer, workload, checkout)) {
            for (int round = 0; round < ROUNDS; round++) {
                ours.add(us.measure());
                others.add(other.measure());
            }
        }
        return new Comparison(ours, others);
    }

    /** The round of this component with the median of CPU time. */
    Measures ours() {
        return median(rounds);
    }

    Measures others() {
        return median(roundsOfOthers);
    }

    double cpuRatio() {
        return ratio(Measures::cpuMillis);
    }

    double allocatedRatio() {
        return ratio(Measures::allocated);
    }

    /** The median of the ratios of neighbours: what slows the machine down slows both. */
    private double ratio(ToDoubleFunction<Measures> value) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < rounds.size(); i++) {
            ratios.add(value.applyAsDouble(rounds.get(i)) / value.applyAsDouble(roundsOfOthers.get(i)));
        }
        ratios.sort(Comparator.naturalOrder());
        return ratios.get(ratios.size() / 2);
    }

    private static Measures median(List<Measures> rounds) {
        return rounds.stream()
                .sorted(Comparator.comparingDouble(Measures::cpuMillis))
                .toList()
                .get(rounds.size() / 2);
    }
}
