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
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The meters that count a task. A failure of a meter registry must not cost a result. */
record Meters(List<TaskMeter> meters) {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.camelqwentts.tasks");

    void count(Consumer<TaskMeter> count) {
        for (TaskMeter meter : meters) {
            try {
                count.accept(meter);
            } catch (RuntimeException e) {
                LOG.warn("The metrics of a task could not be recorded", e);
            }
        }
    }
}
