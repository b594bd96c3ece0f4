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

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechResult;

/** The tasks of a message. A refused element of a list has a failure in its place. */
final class Batch<T> {

    private final List<T> tasks;
    private final SortedMap<Integer, SpeechResult> refused;
    private final boolean isList;

    private Batch(List<T> tasks, SortedMap<Integer, SpeechResult> refused, boolean isList) {
        this.tasks = tasks;
        this.refused = refused;
        this.isList = isList;
    }

    static <T> Batch<T> ofOne(T task) {
        return new Batch<>(List.of(task), new TreeMap<>(), false);
    }

    /**
     * Makes a task of each element of a list.
     *
     * @param task makes the task of the element with that index
     * @param format the format that the result of a refused element reports
     */
    static <T> Batch<T> refusingAlone(int elements, IntFunction<T> task, OutputFormat format) {
        List<T> tasks = new ArrayList<>();
        SortedMap<Integer, SpeechResult> refused = new TreeMap<>();
        for (int i = 0; i < elements; i++) {
            try {
                tasks.add(task.apply(i));
            } catch (InvalidSpeechRequestException e) {
                refused.put(i, SpeechResult.failed(null, format, failureOf(e)));
            }
        }
        return new Batch<>(tasks, refused, true);
    }

    /** Makes a task of each element of a list; one that is refused fails all. */
    static <T> Batch<T> refusingAll(int elements, IntFunction<T> task) {
        List<T> tasks = new ArrayList<>();
        for (int i = 0; i < elements; i++) {
            tasks.add(task.apply(i));
        }
        return new Batch<>(tasks, new TreeMap<>(), true);
    }

    /** Returns the batch with other tasks in the places of these. */
    Batch<T> with(List<T> others) {
        return new Batch<>(others, refused, isList);
    }

    /** Whether the message has a list, also of one element only; its results are a list then. */
    boolean isList() {
        return isList;
    }

    /** The tasks that were not refused; empty if all were. */
    List<T> tasks() {
        return tasks;
    }

    /**
     * Puts the failures of refused elements in their places.
     *
     * @param results the results, grouped by task in the order of the tasks
     */
    List<SpeechResult> withRefused(List<SpeechResult> results) {
        if (refused.isEmpty()) {
            return results;
        }
        List<SpeechResult> all = new ArrayList<>();
        int element = 0;
        for (int next = 0; next < results.size(); element++) {
            for (; refused.containsKey(element); element++) {
                all.add(refused.get(element));
            }
            String task = results.get(next).taskUUID();
            do {
                all.add(results.get(next++));
            } while (task != null
                    && next < results.size()
                    && task.equals(results.get(next).taskUUID()));
        }
        all.addAll(refused.tailMap(element).values());
        return all;
    }

    private static SpeechException failureOf(InvalidSpeechRequestException mistake) {
        return SpeechException.of(
                new SpeechError(Kind.VALIDATION, null, mistake.getMessage(), mistake.getOption(), null, null, 0),
                mistake);
    }
}
