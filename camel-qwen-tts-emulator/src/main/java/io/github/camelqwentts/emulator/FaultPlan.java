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

import org.jspecify.annotations.Nullable;

/** The faults to come. */
final class FaultPlan {

    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    void add(Fault fault, int times) {
        Objects.requireNonNull(fault, "fault");
        if (times < 1) {
            throw new IllegalArgumentException("times=" + times + " is not valid: it must be at least 1");
        }
        AtomicInteger left = new AtomicInteger(times);
        rules.add(new Rule(fault, task -> left.getAndUpdate(n -> n > 0 ? n - 1 : 0) > 0));
    }

    void add(Fault fault, Predicate<RecordedTask> when) {
        Objects.requireNonNull(fault, "fault");
        Objects.requireNonNull(when, "when");
        rules.add(new Rule(fault, when));
    }

    void clear() {
        rules.clear();
    }

    /** The faults that strike a request of the API: each rule is asked task by task until it says yes. */
    List<ActiveFault> strike(List<RecordedTask> tasks) {
        List<ActiveFault> strikes = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.fault instanceof Fault.Download) {
                continue;
            }
            boolean single = rule.fault.isOfSingleTask();
            for (RecordedTask task : tasks) {
                if (rule.calledForBy(task)) {
                    strikes.add(new ActiveFault(rule.fault, task.taskUUID()));
                    if (!single) {
                        break;
                    }
                }
            }
        }
        return strikes;
    }

    /** The faults that strike the download of a task's audio. */
    List<ActiveFault> strikeDownload(RecordedTask task) {
        List<ActiveFault> strikes = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.fault instanceof Fault.Download download && rule.calledForBy(task)) {
                strikes.add(new ActiveFault(download.fault(), task.taskUUID()));
            }
        }
        return strikes;
    }

    private record Rule(Fault fault, Predicate<RecordedTask> when) {

        /** If the test's predicate throws, the request fails at once, with an error that clients do not retry. */
        boolean calledForBy(RecordedTask task) {
            try {
                return when.test(task);
            } catch (RuntimeException | Error e) {
                throw new ApiError.Refusal(
                        ApiError.of(task, "invalidFaultPredicate", "The predicate of " + fault + " threw " + e, null));
            }
        }
    }

    /**
     * A fault that happens now.
     *
     * @param taskUUID the task that called for it
     */
    record ActiveFault(Fault fault, @Nullable String taskUUID) {}
}
