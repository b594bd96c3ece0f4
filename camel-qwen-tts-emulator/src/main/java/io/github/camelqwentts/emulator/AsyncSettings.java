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

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Behavior of asynchronous tasks.
 *
 * @param acknowledgeWithItem whether the acknowledgment has an item for each task, and not an empty {@code data}
 * @param work duration of the work
 * @param processingPolls number of polls without a result, even if the work is over
 * @param partialResults whether results become available one by one
 * @param taskLife how long an outcome is available; null for no limit
 * @param webhookRetries delays between the attempts at a delivery
 */
record AsyncSettings(
        boolean acknowledgeWithItem,
        Duration work,
        int processingPolls,
        boolean partialResults,
        @Nullable Duration taskLife,
        List<Duration> webhookRetries) {}
