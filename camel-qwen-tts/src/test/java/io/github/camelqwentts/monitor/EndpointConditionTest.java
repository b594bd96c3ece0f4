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
package io.github.camelqwentts.monitor;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.github.camelqwentts.CapturedLog;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechResult;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When an endpoint is said to fail and to work again. */
class EndpointConditionTest {

    @AutoClose
    private final CapturedLog log = new CapturedLog(EndpointCondition.class);

    private final AtomicLong now = new AtomicLong(-5);
    private final EndpointCondition condition = new EndpointCondition("the endpoint", () -> {}, now::get);

    @Test
    void endpointThatKeepsChangingIsLoggedOnceAMinute() {
        for (int i = 0; i < 100; i++) {
            condition.record(null, failure(Kind.TIMEOUT));
            condition.record(List.of(pending()), null);
        }
        assertThat(log.events()).hasSize(2);

        now.addAndGet(OutageLog.QUIET.toNanos());
        condition.record(null, failure(Kind.TIMEOUT));

        assertThat(log.events()).hasSize(3);
    }

    @Test
    void countsAListWithOneGoodResultAsSuccess() {
        condition.record(
                List.of(SpeechResult.failed(null, OutputFormat.MP3, failure(Kind.CONNECTION)), pending()), null);

        assertThat(log.events()).isEmpty();
    }

    @Test
    void faultsOfMessagesDoNotCount() {
        for (Kind kind : List.of(Kind.VALIDATION, Kind.SAFETY, Kind.NOT_FOUND)) {
            condition.record(null, failure(kind));
            condition.record(List.of(SpeechResult.failed(null, OutputFormat.MP3, failure(kind))), null);
        }
        condition.record(null, new IllegalArgumentException("speed=9"));

        assertThat(log.events()).isEmpty();
    }

    private static SpeechResult pending() {
        return SpeechResult.pending("t", OutputFormat.MP3);
    }

    private static SpeechException failure(Kind kind) {
        return SpeechException.of(SpeechError.of(kind, "No", null));
    }
}
