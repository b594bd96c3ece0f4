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
package io.github.camelqwentts.speech;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One spoken result of a task, or what went wrong instead, or a task that is still under way.
 *
 * @param taskUUID the task that it belongs to; tasks with several results share it
 * @param audioUUID the API's id of this audio; null in a failure
 * @param audioURL where the API serves the audio; null unless {@code outputType=URL}
 * @param cost what the API charged, in USD; null unless {@code includeCost=true}
 * @param seed the seed that makes it differ from the task's other results; null where the API names none
 * @param format the format of the audio
 * @param audio the audio; null in a failure and where it was not downloaded
 * @param duration how long the audio plays, in milliseconds; null if it is not at hand or its headers do not say
 * @param truncated whether the audio ended because the task's token budget {@code maxNewTokens} was used up
 * @param failure what went wrong; null where nothing did
 */
public record SpeechResult(
        String taskUUID,
        String audioUUID,
        String audioURL,
        BigDecimal cost,
        Long seed,
        OutputFormat format,
        SpeechAudio audio,
        Long duration,
        boolean truncated,
        SpeechException failure)
        implements Serializable {

    public SpeechResult {
        Objects.requireNonNull(format, "format");
    }

    /** What went wrong, in a task that should have given audio of that format. */
    public static SpeechResult failed(String taskUUID, OutputFormat format, SpeechException failure) {
        Objects.requireNonNull(failure, "failure");
        return new SpeechResult(taskUUID, null, null, null, null, format, null, null, false, failure);
    }

    /** A task that the API has in hand, and that has no results yet. */
    public static SpeechResult pending(String taskUUID, OutputFormat format) {
        return new SpeechResult(
                Objects.requireNonNull(taskUUID), null, null, null, null, format, null, null, false, null);
    }

    /** Whether it stands for a task that is still under way. */
    public boolean isPending() {
        return audioUUID == null && audioURL == null && audio == null && failure == null;
    }

    /** What went wrong, sorted; null where nothing did. */
    public SpeechError error() {
        return failure == null ? null : failure.getError();
    }

    /** Returns this result with audio, and its format and duration by the audio's own headers. */
    public SpeechResult withAudio(SpeechAudio whole, OutputFormat actual, Long millis, boolean cutOff) {
        return new SpeechResult(taskUUID, audioUUID, audioURL, cost, seed, actual, whole, millis, cutOff, failure);
    }

    /** This result with what went wrong after all. */
    public SpeechResult withFailure(SpeechException late) {
        return new SpeechResult(taskUUID, audioUUID, audioURL, cost, seed, format, audio, duration, truncated, late);
    }

    /** The address without its query, which may be a signature. */
    @Override
    public String toString() {
        String address = audioURL == null ? null : audioURL.replaceFirst("\\?.*", "?***");
        return "SpeechResult[taskUUID=" + taskUUID + ", audioUUID=" + audioUUID + ", audioURL=" + address + ", format="
                + format + ", cost=" + cost + ", audio=" + audio + ", failure=" + failure + "]";
    }

    @JsonValue
    private Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", failure != null ? "error" : isPending() ? "processing" : "success");
        json.put("taskUUID", taskUUID);
        json.put("audioUUID", audioUUID);
        json.put("audioURL", audioURL);
        json.put("cost", cost);
        json.put("seed", seed);
        json.put("format", format.wireName());
        json.put("duration", duration);
        json.put("truncated", truncated ? true : null);
        json.put("error", error());
        json.values().removeIf(Objects::isNull);
        return json;
    }

    /** The same result without its audio. */
    SpeechResult withoutAudio() {
        return audio == null ? this : withAudio(null, format, duration, truncated);
    }

    /** Takes the audio along, also from a file: who sends a result by JMS must not lose what was paid for. */
    private Object writeReplace() throws ObjectStreamException {
        if (audio == null) {
            return this;
        }
        try {
            return withAudio(CopiedAudio.of(audio), format, duration, truncated);
        } catch (IOException e) {
            InvalidObjectException unreadable =
                    new InvalidObjectException("The audio of task " + taskUUID + " cannot be read: " + e.getMessage());
            unreadable.initCause(e);
            throw unreadable;
        }
    }
}
