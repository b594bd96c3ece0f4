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
package io.github.camelqwentts.runware;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import io.github.camelqwentts.runware.SingleFlight.Terms;
import io.github.camelqwentts.speech.MemoryAudio;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.transport.HttpSettings;
import io.github.camelqwentts.transport.HttpTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever becomes of one of those that wait for a task, neither the others nor the leader wait for ever. */
class SingleFlightTest {

    private static final String ID = "7a687894-17db-4452-a7c4-87929a5f31a7";

    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final Terms leaders = new Terms(
            new HttpTransport(
                    new HttpSettings(Duration.ofSeconds(5), 10, null, null, null, false),
                    null,
                    Runnable::run,
                    scheduler),
            true,
            true);

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    @Test
    void aShareThatCannotBeCopiedEndsNoOther() {
        SpeechRequest request = SpeechRequest.of("Hello.");
        SingleFlight flight =
                new SingleFlight(new SingleFlight.Key(URI.create("http://localhost"), 0, ID), request, leaders);
        assertThat(flight.begin()).isNull();
        // Without connections there is nowhere to copy the audio to.
        CompletableFuture<List<SpeechResult>> broken = flight.follow(new Terms(null, true, true));
        CompletableFuture<List<SpeechResult>> good = flight.follow(leaders);

        List<SpeechResult> own = flight.land(List.of(result()), true);

        assertThat(own).hasSize(1);
        assertThat(good).isCompletedWithValueMatching(found -> found.size() == 1);
        assertThat(broken).isCompletedWithValue(null);
        assertThat(flight.follow(leaders)).isNull();
    }

    private static SpeechResult result() {
        return SpeechResult.Spoken.builder(ID, OutputFormat.WAV)
                .audio(new MemoryAudio(new byte[1]))
                .build();
    }
}
