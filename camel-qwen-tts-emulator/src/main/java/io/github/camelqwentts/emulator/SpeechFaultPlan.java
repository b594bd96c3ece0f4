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
import java.util.function.Predicate;

/** The pending faults of a speech server. */
final class SpeechFaultPlan extends FaultRules<SpeechFault, RecordedSpeechRequest> {

    /**
     * Returns the faults of a request.
     *
     * @param possible which faults can affect it; the others wait
     */
    List<SpeechFault> strike(RecordedSpeechRequest request, Predicate<SpeechFault> possible) {
        List<SpeechFault> strikes = new ArrayList<>();
        for (Rule<SpeechFault, RecordedSpeechRequest> rule : rules()) {
            if (possible.test(rule.fault()) && strikes(rule, request)) {
                strikes.add(rule.fault());
            }
        }
        return strikes;
    }

    @Override
    RuntimeException refusal(RecordedSpeechRequest request, String message) {
        return new ServerError(400, message, null).refusal();
    }
}
