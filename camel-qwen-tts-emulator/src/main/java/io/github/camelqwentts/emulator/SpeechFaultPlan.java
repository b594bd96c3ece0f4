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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** The faults to come. */
final class SpeechFaultPlan {

    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    void add(SpeechFault fault, int times) {
        Objects.requireNonNull(fault, "fault");
        if (times < 1) {
            throw new IllegalArgumentException("times=" + times + " is not valid: it must be at least 1");
        }
        AtomicInteger left = new AtomicInteger(times);
        rules.add(new Rule(fault, request -> left.getAndUpdate(n -> n > 0 ? n - 1 : 0) > 0));
    }

    void add(SpeechFault fault, Predicate<RecordedSpeechRequest> when) {
        Objects.requireNonNull(fault, "fault");
        Objects.requireNonNull(when, "when");
        rules.add(new Rule(fault, when));
    }

    void clear() {
        rules.clear();
    }

    /**
     * The faults that strike a request.
     *
     * @param possible which faults can strike it; the others wait
     */
    List<SpeechFault> strike(RecordedSpeechRequest request, Predicate<SpeechFault> possible) {
        List<SpeechFault> strikes = new ArrayList<>();
        for (Rule rule : rules) {
            if (possible.test(rule.fault) && rule.calledForBy(request)) {
                strikes.add(rule.fault);
            }
        }
        return strikes;
    }

    private record Rule(SpeechFault fault, Predicate<RecordedSpeechRequest> when) {

        /** If the test's predicate throws, the request fails at once, with an error that clients do not retry. */
        boolean calledForBy(RecordedSpeechRequest request) {
            try {
                return when.test(request);
            } catch (RuntimeException | Error e) {
                throw new ServerError(400, "The predicate of " + fault + " threw " + e, null).refusal();
            }
        }
    }
}
