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

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.SpeechEngine;

/** Says silence of a given length, and says it only once it may. */
final class HeldEngine implements SpeechEngine {

    private static final long LONGEST_SECONDS = 40;

    private final double seconds;
    private volatile CountDownLatch mayGoOn = new CountDownLatch(0);

    HeldEngine(double seconds) {
        this.seconds = seconds;
    }

    /** Lets all work wait from now on. */
    void hold() {
        mayGoOn = new CountDownLatch(1);
    }

    void release() {
        mayGoOn.countDown();
    }

    @Override
    public Pcm speak(Utterance utterance) {
        try {
            mayGoOn.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Pcm.silence(seconds, SAMPLE_RATE);
    }
}
