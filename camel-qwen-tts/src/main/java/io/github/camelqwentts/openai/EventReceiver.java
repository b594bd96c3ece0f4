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
package io.github.camelqwentts.openai;

import java.io.IOException;
import java.util.function.UnaryOperator;

import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.transport.ChunkReceiver;
import io.github.camelqwentts.transport.GrowingSpool;
import org.jspecify.annotations.Nullable;

/** Decodes events as they arrive, and passes their audio on. */
final class EventReceiver implements ChunkReceiver {

    private static final int OK = 200;

    private final GrowingSpool audio;
    private final StreamLength length;
    private final String taskUUID;
    private final UnaryOperator<@Nullable String> redaction;
    private final SpeechEvents events;

    EventReceiver(GrowingSpool audio, StreamLength length, String taskUUID, UnaryOperator<@Nullable String> redaction) {
        this.audio = audio;
        this.length = length;
        this.taskUUID = taskUUID;
        this.redaction = redaction;
        this.events = new SpeechEvents(audio.output());
    }

    @Override
    public void receive(byte[] bytes, int offset, int count) throws IOException {
        events.accept(bytes, offset, count);
        requireNoError();
        length.requireNotTooLong(audio.arrived());
    }

    @Override
    public void end() throws IOException {
        events.end();
        requireNoError();
        if (!events.isDone()) {
            throw SpeechException.of(
                    SpeechError.of(Kind.CONNECTION, "The events ended before the audio did", taskUUID));
        }
        audio.end();
    }

    @Override
    public void fail(Throwable cause) {
        audio.fail(cause);
    }

    private void requireNoError() {
        ErrorReport error = events.error();
        if (error != null) {
            ErrorReport clean = error.withMessage(String.valueOf(redaction.apply(error.message())));
            throw SpeechException.of(ErrorRules.error(clean, OK, taskUUID));
        }
    }
}
