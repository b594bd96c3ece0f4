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

import org.jspecify.annotations.Nullable;

/** The pending faults of the task API. */
final class FaultPlan extends FaultRules<Fault, RecordedTask> {

    /** Returns the faults of a request of the API. Each rule is tested task by task until it matches. */
    List<ActiveFault> strike(List<RecordedTask> tasks) {
        List<ActiveFault> strikes = new ArrayList<>();
        for (Rule<Fault, RecordedTask> rule : rules()) {
            if (rule.fault() instanceof Fault.Download) {
                continue;
            }
            boolean single = rule.fault().isOfSingleTask();
            for (RecordedTask task : tasks) {
                if (strikes(rule, task)) {
                    strikes.add(new ActiveFault(rule.fault(), task.taskUUID()));
                    if (!single) {
                        break;
                    }
                }
            }
        }
        return strikes;
    }

    /** Returns the faults of the download of a task's audio. */
    List<ActiveFault> strikeDownload(RecordedTask task) {
        List<ActiveFault> strikes = new ArrayList<>();
        for (Rule<Fault, RecordedTask> rule : rules()) {
            if (rule.fault() instanceof Fault.Download download && strikes(rule, task)) {
                strikes.add(new ActiveFault(download.fault(), task.taskUUID()));
            }
        }
        return strikes;
    }

    @Override
    RuntimeException refusal(RecordedTask task, String message) {
        return new ApiError.Refusal(ApiError.of(task, "invalidFaultPredicate", message, null));
    }

    /**
     * A fault that happens now.
     *
     * @param taskUUID the task that triggered it
     */
    record ActiveFault(Fault fault, @Nullable String taskUUID) {}
}
