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

import java.time.Duration;
import java.util.List;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests are checked once: by the client, or by whoever made them. */
@Timeout(60)
class RequestChecksTest {

    /** Nobody listens there, so a request that is sent fails otherwise than one that is rejected. */
    private static final RunwareOptions OPTIONS = RunwareOptions.builder()
            .apiKey("key")
            .baseUrl("http://127.0.0.1:1/v1")
            .maxRetries(0)
            .build();

    private static final SpeechRequest TOO_LONG = RunwareRules.check(SpeechRequest.of("a".repeat(2_001)));

    @AutoClose
    private final TestTransport transport = new TestTransport();

    private final RunwareClient client = new RunwareClient(transport.http(), OPTIONS);

    @Test
    void rejectsRequestThatBreaksRule() {
        assertThat(client.synthesize(List.of(TOO_LONG)))
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(InvalidSpeechRequestException.class);
    }

    @Test
    void sendsRequestThatWasCheckedBefore() {
        assertThat(client.withoutChecks().synthesize(List.of(TOO_LONG)))
                .succeedsWithin(Duration.ofSeconds(20))
                .satisfies(results ->
                        assertThat(results.get(0).failure().getError().kind()).isEqualTo(Kind.CONNECTION));
    }
}
