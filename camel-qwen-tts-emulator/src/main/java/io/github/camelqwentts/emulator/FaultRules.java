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
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * The pending faults.
 *
 * @param <F> the type of the faults
 * @param <R> the type of the requests or tasks that they affect
 */
abstract class FaultRules<F, R> {

    private final List<Rule<F, R>> rules = new CopyOnWriteArrayList<>();

    void add(F fault, int times) {
        Objects.requireNonNull(fault, "fault");
        if (times < 1) {
            throw new IllegalArgumentException("times=" + times + " is not valid: it must be at least 1");
        }
        AtomicInteger left = new AtomicInteger(times);
        rules.add(new Rule<>(fault, struck -> left.getAndUpdate(n -> n > 0 ? n - 1 : 0) > 0));
    }

    void add(F fault, Predicate<R> when) {
        Objects.requireNonNull(fault, "fault");
        Objects.requireNonNull(when, "when");
        rules.add(new Rule<>(fault, when));
    }

    void clear() {
        rules.clear();
    }

    /** The rules, in the order in which they were added. */
    List<Rule<F, R>> rules() {
        return rules;
    }

    /** If the test's predicate throws, the request fails at once, with an error that clients do not retry. */
    boolean strikes(Rule<F, R> rule, R struck) {
        try {
            return rule.when().test(struck);
        } catch (RuntimeException | Error e) {
            throw refusal(struck, "The predicate of " + rule.fault() + " threw " + e);
        }
    }

    /** The error for a request whose predicate threw. */
    abstract RuntimeException refusal(R struck, String message);

    /** A fault, and its condition. */
    record Rule<F, R>(F fault, Predicate<R> when) {}
}
