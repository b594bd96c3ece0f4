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

import java.time.Duration;

import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechResult;
import org.jspecify.annotations.Nullable;

/** Counts tasks, their results, and texts that are looked up in a cache. Thread-safe. */
interface TaskMeter {

    void begun(TaskRecord task);

    void retried(TaskRecord task);

    void recovered(TaskRecord task);

    /**
     * A result of the task is available.
     *
     * @param seconds duration of the audio; 0 if it is unknown
     */
    void result(TaskRecord task, SpeechResult result, double seconds);

    /**
     * The task has ended.
     *
     * @param failure the kind of its failure; null if it succeeded
     */
    void ended(TaskRecord task, @Nullable Kind failure);

    /**
     * The audio of a text was not bought, because a cache had it.
     *
     * @param text describes the text, for which there is no task
     * @param bytes size of the audio
     */
    void cacheHit(TaskRecord text, long bytes);

    /** A text was not in the cache, so it is bought. */
    void cacheMiss(TaskRecord text);

    /** The first audio of a message that is streamed has arrived. */
    default void firstAudio(String operation, Duration elapsed) {}
}
