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

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class FreeTtsEngineTest {

    @RepeatedTest(10)
    void voicesThatAreLoadedAtTheSameTimeDoNotDisturbEachOther() throws Exception {
        FreeTtsEngine fresh = new FreeTtsEngine();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Pcm>> speakers = IntStream.range(0, 4)
                    .<Callable<Pcm>>mapToObj(
                            i -> () -> fresh.speak(new SpeechEngine.Utterance("Number one", "ryan", "English", 1, 0)))
                    .toList();
            List<Future<Pcm>> spoken = threads.invokeAll(speakers);

            for (Future<Pcm> speech : spoken) {
                assertThat(speech.get().seconds()).isGreaterThan(0.2);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
