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
package io.github.camelqwentts.runware.wire;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.camelqwentts.audio.AudioFormats;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.transport.Spool;
import org.jspecify.annotations.Nullable;

/**
 * A response of the API, after it was read.
 *
 * @param items the items of {@code data}, and for {@code getTaskDetails} the items of {@code data} in its response
 * @param errors the items of {@code errors} in both
 * @param failed the tasks that are reported as failed
 */
public record Envelope(List<Item> items, List<SpeechError> errors, Set<String> failed) {

    /**
     * A result, or the status of a task.
     *
     * @param status {@code processing} or {@code success}; null if the item has no status
     * @param audio the audio in the item; null if there is none
     * @param problem the reason why the audio in the item could not be decoded or stored; null if it could
     */
    public record Item(
            @Nullable String taskType,
            @Nullable String taskUUID,
            @Nullable String audioUUID,
            @Nullable String audioURL,
            @Nullable BigDecimal cost,
            @Nullable Long seed,
            @Nullable String status,
            @Nullable Spool audio,
            @Nullable IOException problem) {

        /** Whether it has audio, in the item or behind its URL. */
        public boolean isResult() {
            return audio != null || audioURL != null || problem != null;
        }

        /** Whether another item repeats the same result. */
        public boolean isSameAudio(Item other) {
            return audioUUID != null && audioUUID.equals(other.audioUUID);
        }

        Item forTask(@Nullable String uuid) {
            return new Item(taskType, uuid, audioUUID, audioURL, cost, seed, status, audio, problem);
        }

        /**
         * Returns the result, with its audio's format as far as it is known here.
         *
         * @param format the format of the audio; null if it is unknown
         * @param otherwise the format if the URL does not name one either
         */
        public Spoken toResult(@Nullable OutputFormat format, OutputFormat otherwise) {
            return toResult(format == null ? AudioFormats.ofUrl(audioURL, otherwise) : format);
        }

        private Spoken toResult(OutputFormat format) {
            return Spoken.builder(taskUUID, format)
                    .audioUUID(audioUUID)
                    .audioURL(audioURL)
                    .cost(cost)
                    .seed(seed)
                    .build();
        }
    }

    /** Takes the results of a task. */
    public interface ResultTaker {

        /** ID of the task. */
        String taskUUID();

        /** {@return whether it was taken; its audio is then the taker's to close} */
        boolean take(Item item);
    }

    /** Whether it has results, all with their audio behind a URL, and nothing else. */
    public boolean hasOnlyUrls() {
        return errors.isEmpty()
                && !items.isEmpty()
                && items.stream()
                        .allMatch(item -> item.audioURL() != null && item.audio() == null && item.problem() == null);
    }

    /** The error of a task: an error that names it, otherwise one that names no task; null if there is neither. */
    public @Nullable SpeechError errorOf(String taskUUID) {
        SpeechError forAll = null;
        for (SpeechError error : errors) {
            if (taskUUID.equals(error.taskUUID())) {
                return error;
            }
            if (error.taskUUID() == null) {
                forAll = error;
            }
        }
        return forAll;
    }

    /** The error of a task as an exception; null if there is none. */
    public @Nullable SpeechException failureOf(String taskUUID) {
        SpeechError error = errorOf(taskUUID);
        return error == null ? null : SpeechException.of(error.forTask(taskUUID));
    }

    /** Whether the details of a task are in it. */
    public boolean knows(String taskUUID) {
        return items.stream()
                .anyMatch(item -> "getTaskDetails".equals(item.taskType()) && taskUUID.equals(item.taskUUID()));
    }

    /** Whether it reports that a task is in progress. */
    public boolean isInProgress(String taskUUID) {
        return items.stream().anyMatch(item -> "processing".equals(item.status()) && taskUUID.equals(item.taskUUID()));
    }

    /** Whether it mentions a task other than in an error. */
    public boolean mentions(String taskUUID) {
        return items.stream().anyMatch(item -> taskUUID.equals(item.taskUUID()));
    }

    public long countResults(String taskUUID) {
        return items.stream()
                .filter(item -> item.isResult() && taskUUID.equals(item.taskUUID()))
                .count();
    }

    /** Passes each result to its task. The audio of results that are not taken is closed. */
    public void distribute(List<? extends ResultTaker> tasks) {
        Map<String, ResultTaker> byUUID = tasks.stream().collect(Collectors.toMap(ResultTaker::taskUUID, task -> task));
        for (Item item : items) {
            ResultTaker task = item.isResult() && item.taskUUID() != null ? byUUID.get(item.taskUUID()) : null;
            boolean taken = task != null && task.take(item);
            if (!taken && item.audio() != null) {
                item.audio().close();
            }
        }
    }

    /** Closes all audio. */
    public void discard() {
        for (Item item : items) {
            if (item.audio() != null) {
                item.audio().close();
            }
        }
    }
}
