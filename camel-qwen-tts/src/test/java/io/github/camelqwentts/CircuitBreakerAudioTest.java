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

import org.junit.jupiter.api.Test;

/** The circuit breaker, whose module is not there for every version of Camel. */
class CircuitBreakerAudioTest extends AudioInRoutes {

    @Test
    void circuitBreaker() throws Exception {
        assertHeardOnce(r -> r.from("direct:in")
                .circuitBreaker()
                .to(SPEAK)
                .onFallback()
                .setBody(r.constant((Object) null))
                .end()
                .process(hear));
    }

    @Test
    void fallbackThatSpeaks() throws Exception {
        assertHeardOnce(r -> r.from("direct:in")
                .circuitBreaker()
                .throwException(new IllegalStateException("no"))
                .onFallback()
                .to(SPEAK)
                .end()
                .process(hear));
    }

    @Test
    void circuitBreakerAroundAStepThatReads() throws Exception {
        assertHeardTwice(r -> r.from("direct:in")
                .to(SPEAK)
                .circuitBreaker()
                .process(this::readAndFail)
                .onFallback()
                .process(hear)
                .end()
                .process(hear));
    }
}
