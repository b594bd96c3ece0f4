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
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.SpeechEngine;

/** An emulator in a process of its own where one thing in twenty goes wrong; it ends with its standard input. */
final class FaultyEmulator {

    static final String READY = "READY ";

    private static final double SHARE = 0.05;

    private FaultyEmulator() {}

    public static void main(String[] args) throws IOException {
        RunwareEmulator emulator = RunwareEmulator.builder()
                .engine(utterance -> Pcm.silence(0.2, SpeechEngine.SAMPLE_RATE))
                .processingPolls(1)
                .build()
                .start();
        List<Fault> faults = FaultTable.faults().entrySet().stream()
                .filter(fault -> !fault.getKey().equals("never"))
                .map(fault -> fault.getValue())
                .toList();
        for (Fault fault : faults) {
            emulator.inject(fault, task -> ThreadLocalRandom.current().nextDouble() < SHARE / faults.size());
        }
        System.out.println(READY + emulator.url());
        while (System.in.read() >= 0) {
            // Whoever started this is still there.
        }
        System.exit(0);
    }
}
