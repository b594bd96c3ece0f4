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

import org.apache.camel.Exchange;

import static org.assertj.core.api.Assertions.assertThat;

/** A context for tests of caches. */
abstract class CacheTestSupport extends SpeakingTestSupport {

    static final String TEXT = "Nobody else's business.";

    /** Asserts that the next message is bought although its audio was cached, and that the one after it is not. */
    void assertBoughtAgainAndReplaced(String uri, byte[] audio) {
        Exchange second = send(uri, TEXT);
        Exchange third = send(uri, TEXT);

        assertThat(second.getException()).isNull();
        assertThat(second.getMessage().getHeaders()).doesNotContainKey("CamelQwenTtsCacheHit");
        assertThat(third.getMessage().getHeaders()).containsEntry("CamelQwenTtsCacheHit", true);
        assertThat(third.getMessage().getBody(byte[].class)).isEqualTo(audio);
        assertThat(emulator().tasksCarriedOut()).isEqualTo(2);
    }
}
