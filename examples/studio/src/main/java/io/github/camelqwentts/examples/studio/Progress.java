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
package io.github.camelqwentts.examples.studio;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelqwentts.speech.SpeechResult;

/**
 * How a task stands, as a server-sent event. Each answer holds one event and ends; the browser comes again after the
 * pause that the event names, and brings the event's id, which counts the answers. So nothing is held open while a task
 * takes its time, and the pauses grow.
 */
final class Progress {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST_PAUSE_MILLIS = 500;
    private static final int LONGEST_PAUSE_MILLIS = 5_000;
    private static final double GROWTH = 1.5;

    private Progress() {}

    /** @param lastEventId the id that the browser brings; null at the first time */
    static String underWay(String lastEventId) {
        int answers = lastEventId == null ? 0 : Integer.parseInt(lastEventId);
        long pause = Math.round(Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS * Math.pow(GROWTH, answers)));
        return "id: " + (answers + 1) + "\nretry: " + pause + "\n" + event("progress", "{}");
    }

    static String done(List<SpeechResult> results) {
        List<Result> spoken = new ArrayList<>();
        for (SpeechResult result : results) {
            spoken.add(Result.of(result.orThrow(), spoken.size()));
        }
        return event("results", json(spoken));
    }

    static String failed(Failure failure) {
        return event("failure", json(failure));
    }

    private static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A result as the page shows it. */
    record Result(
            String href, String fileName, String format, String contentType, long size, BigDecimal cost, Long seed) {

        static Result of(SpeechResult.Spoken result, int index) {
            SpokenAudio audio = new SpokenAudio(UUID.fromString(result.taskUUID()), index, result.format());
            return new Result(
                    audio.href(),
                    "speech-" + (index + 1) + "." + result.format().wireName().toLowerCase(Locale.ROOT),
                    result.format().wireName(),
                    result.format().contentType(),
                    result.audio().size(),
                    result.cost(),
                    result.seed());
        }
    }
}
