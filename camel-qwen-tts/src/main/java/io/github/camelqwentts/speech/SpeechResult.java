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

import java.io.ObjectStreamException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a text: {@link Spoken} audio, a {@link Pending} task, or a task that {@link Failed}. A task with several
 * results has one of these for each.
 *
 * <p>Results are immutable and safe for use by several threads. They survive Java serialization together with their
 * audio; JSON has all but the audio.
 *
 * @since 1.0
 */
public sealed interface SpeechResult extends Serializable {

    /** ID of the task, which several results may share. Null if the text was rejected before it became a task. */
    @Nullable
    String taskUUID();

    /** Format of the audio; for a result without audio, the format that was requested. */
    OutputFormat format();

    /** Cost in USD; 0 for audio from a cache, null if it is unknown: see {@code includeCost}. */
    default @Nullable BigDecimal cost() {
        return null;
    }

    /** The failure, or null if this is not a {@link Failed} result. */
    default @Nullable SpeechException failure() {
        return null;
    }

    /**
     * Returns the spoken result.
     *
     * @throws SpeechException if the task failed
     * @throws IllegalStateException if the task is still in progress
     */
    Spoken orThrow();

    /** Returns a result for a task that failed and should have had audio of the given format. */
    static Failed failed(@Nullable String taskUUID, OutputFormat format, SpeechException failure) {
        return Spoken.builder(taskUUID, format).build().failed(failure);
    }

    /** Returns a result for a task that is in progress. */
    static Pending pending(String taskUUID, OutputFormat format) {
        return new Pending(taskUUID, format);
    }

    /**
     * Audio, in memory, in a file or behind a URL.
     *
     * @since 1.0
     */
    final class Spoken implements SpeechResult {

        private static final long serialVersionUID = 1L;

        private final @Nullable String taskUUID;
        private final @Nullable String audioUUID;
        private final @Nullable String audioURL;
        private final @Nullable BigDecimal cost;
        private final @Nullable Long seed;
        private final OutputFormat format;
        private final @Nullable SpeechAudio audio;
        private final @Nullable Long duration;
        private final boolean truncated;
        private final boolean cached;

        private Spoken(Builder builder) {
            this.taskUUID = builder.taskUUID;
            this.audioUUID = builder.audioUUID;
            this.audioURL = builder.audioURL;
            this.cost = builder.cost;
            this.seed = builder.seed;
            this.format = Objects.requireNonNull(builder.format, "format");
            this.audio = builder.audio;
            this.duration = builder.duration;
            this.truncated = builder.truncated;
            this.cached = builder.cached;
        }

        /** Returns a builder for a result of a task. */
        public static Builder builder(@Nullable String taskUUID, OutputFormat format) {
            return new Builder(taskUUID, format);
        }

        @Override
        public @Nullable String taskUUID() {
            return taskUUID;
        }

        /** The API's ID of this audio; null if it has none. */
        public @Nullable String audioUUID() {
            return audioUUID;
        }

        /** URL at which the API serves the audio; null unless {@code outputType=URL}. */
        public @Nullable String audioURL() {
            return audioURL;
        }

        @Override
        public @Nullable BigDecimal cost() {
            return cost;
        }

        /** Seed that distinguishes this result from the task's other results; null if the API reports none. */
        public @Nullable Long seed() {
            return seed;
        }

        @Override
        public OutputFormat format() {
            return format;
        }

        /** The audio; null if it was not downloaded. */
        public @Nullable SpeechAudio audio() {
            return audio;
        }

        /** Playing time in milliseconds; null if there is no audio, or if its headers do not report it. */
        public @Nullable Long duration() {
            return duration;
        }

        /** Whether the audio ends early because the task's token budget {@code maxNewTokens} was used up. */
        public boolean truncated() {
            return truncated;
        }

        /**
         * Whether the audio is from a cache, or from another call that bought it at the same time. The result then has
         * no task of its own.
         */
        public boolean cached() {
            return cached;
        }

        @Override
        public Spoken orThrow() {
            return this;
        }

        /** Returns a builder with the values of this result. */
        public Builder toBuilder() {
            return new Builder(taskUUID, format)
                    .audioUUID(audioUUID)
                    .audioURL(audioURL)
                    .cost(cost)
                    .seed(seed)
                    .audio(audio)
                    .duration(duration)
                    .truncated(truncated)
                    .cached(cached);
        }

        /** Returns a failed result that keeps the ID, URL, cost and seed of this one, but not its audio. */
        public Failed failed(SpeechException failure) {
            return new Failed(withoutAudio(), failure);
        }

        @Override
        public String toString() {
            return "Spoken[" + describe() + ", duration=" + duration + ", audio=" + audio + "]";
        }

        Spoken withoutAudio() {
            return audio == null ? this : toBuilder().audio(null).build();
        }

        /** The URL is without its query, which may be a signature. */
        private String describe() {
            String address = audioURL == null ? null : audioURL.replaceFirst("\\?.*", "?***");
            return "taskUUID=" + taskUUID + ", audioUUID=" + audioUUID + ", audioURL=" + address + ", format=" + format
                    + ", cost=" + cost;
        }

        @JsonValue
        private Map<String, Object> toJson() {
            return ResultJson.of(this, "success", null);
        }

        /** Includes the audio, also from a file: a result sent by JMS must not lose what was paid for. */
        private Object writeReplace() throws ObjectStreamException {
            return audio == null
                    ? this
                    : toBuilder().audio(MemoryAudio.of(audio, taskUUID)).build();
        }

        /**
         * Builds a spoken result. All setters accept null.
         *
         * @since 1.0
         */
        public static final class Builder {

            private final @Nullable String taskUUID;
            private OutputFormat format;
            private @Nullable String audioUUID;
            private @Nullable String audioURL;
            private @Nullable BigDecimal cost;
            private @Nullable Long seed;
            private @Nullable SpeechAudio audio;
            private @Nullable Long duration;
            private boolean truncated;
            private boolean cached;

            private Builder(@Nullable String taskUUID, OutputFormat format) {
                this.taskUUID = taskUUID;
                this.format = format;
            }

            /** Sets the {@linkplain Spoken#format() format}. */
            public Builder format(OutputFormat value) {
                format = value;
                return this;
            }

            /** Sets the {@linkplain Spoken#audioUUID() ID of the audio}. */
            public Builder audioUUID(@Nullable String value) {
                audioUUID = value;
                return this;
            }

            /** Sets the {@linkplain Spoken#audioURL() URL of the audio}. */
            public Builder audioURL(@Nullable String value) {
                audioURL = value;
                return this;
            }

            /** Sets the {@linkplain Spoken#cost() cost} in USD. */
            public Builder cost(@Nullable BigDecimal value) {
                cost = value;
                return this;
            }

            /** Sets the {@linkplain Spoken#seed() seed}. */
            public Builder seed(@Nullable Long value) {
                seed = value;
                return this;
            }

            /** Sets the {@linkplain Spoken#audio() audio}. */
            public Builder audio(@Nullable SpeechAudio value) {
                audio = value;
                return this;
            }

            /** Sets the {@linkplain Spoken#duration() duration} in milliseconds. */
            public Builder duration(@Nullable Long value) {
                duration = value;
                return this;
            }

            /** Sets whether the audio is {@linkplain Spoken#truncated() truncated}; false unless set. */
            public Builder truncated(boolean value) {
                truncated = value;
                return this;
            }

            /** Sets whether the audio is from a {@linkplain Spoken#cached() cache}; false unless set. */
            public Builder cached(boolean value) {
                cached = value;
                return this;
            }

            /**
             * Returns the result.
             *
             * @throws NullPointerException if the format is null
             */
            public Spoken build() {
                return new Spoken(this);
            }
        }
    }

    /**
     * A task that is in progress and has no results yet.
     *
     * @param taskUUID ID of the task
     * @param format format that was requested
     * @since 1.0
     */
    record Pending(String taskUUID, OutputFormat format) implements SpeechResult {

        /** @throws NullPointerException if either is null */
        public Pending {
            Objects.requireNonNull(taskUUID, "taskUUID");
            Objects.requireNonNull(format, "format");
        }

        @Override
        public Spoken orThrow() {
            throw new IllegalStateException("Task " + taskUUID + " is still in progress");
        }

        @JsonValue
        private Map<String, Object> toJson() {
            return ResultJson.of(Spoken.builder(taskUUID, format).build(), "processing", null);
        }
    }

    /**
     * A failure. If only the download failed, it also has the values that the API reported for the audio.
     *
     * @since 1.0
     */
    final class Failed implements SpeechResult {

        private static final long serialVersionUID = 1L;

        private final Spoken reported;
        private final SpeechException failure;

        private Failed(Spoken reported, SpeechException failure) {
            this.reported = reported;
            this.failure = Objects.requireNonNull(failure, "failure");
        }

        @Override
        public @Nullable String taskUUID() {
            return reported.taskUUID();
        }

        /** The API's ID of the audio that could not be downloaded or read; null if there is none. */
        public @Nullable String audioUUID() {
            return reported.audioUUID();
        }

        /** The URL of the audio that could not be downloaded or read; null if there is none. */
        public @Nullable String audioURL() {
            return reported.audioURL();
        }

        @Override
        public @Nullable BigDecimal cost() {
            return reported.cost();
        }

        @Override
        public OutputFormat format() {
            return reported.format();
        }

        @Override
        public SpeechException failure() {
            return failure;
        }

        /** Returns the error of the {@linkplain #failure() failure}. */
        public SpeechError error() {
            return failure.getError();
        }

        @Override
        public Spoken orThrow() {
            throw failure;
        }

        @Override
        public String toString() {
            return "Failed[" + reported.describe() + ", failure=" + failure + "]";
        }

        @JsonValue
        private Map<String, Object> toJson() {
            return ResultJson.of(reported, "error", error());
        }
    }
}
