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

import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechUnavailableException;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnreachableApiTest extends SpeakingTestSupport {

    @Test
    void namesTheUnknownHostAndTheNumberOfAttempts() {
        Exchange exchange = send("qwen-tts:synthesize?maxRetries=1&baseUrl=http://speech.invalid/v1", "Hello");

        assertThat(exchange.getException()).isInstanceOfSatisfying(SpeechUnavailableException.class, failure -> {
            assertThat(failure).hasMessageContaining("unknown host speech.invalid");
            assertThat(failure).hasMessageContaining("2 attempts");
            assertThat(failure.getError().attempts()).isEqualTo(2);
            assertThat(failure.getError().kind()).isEqualTo(Kind.CONNECTION);
        });
    }
}
