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
package io.github.camelqwentts.narration;

import java.io.IOException;
import java.util.concurrent.CompletionException;

import io.github.camelqwentts.audio.AudioCheck;
import io.github.camelqwentts.audio.BadAudioException;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.Language;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;

/**
 * A piece that is to be spoken.
 *
 * @param request speaks the piece
 * @param gapMillis silence before it in milliseconds
 * @param place its place in the texts, as error messages report it, such as "piece 17 of 40, at character 9601 of the
 *     text"
 */
record PlannedPiece(SpeechRequest request, long gapMillis, String place) {

    String text() {
        return TextLimits.textOf(request);
    }

    /** The sample rate in Hz of its audio if the audio has no header. */
    int sampleRate() {
        return AudioCheck.sampleRate(request);
    }

    Language language() {
        return Narration.languageOf(request);
    }

    /** Returns a failure that names the place of the piece. */
    Throwable located(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof SpeechException speech) {
            return located(speech);
        } else if (cause instanceof IOException) {
            Kind kind = cause instanceof BadAudioException ? Kind.PROVIDER : Kind.UNKNOWN;
            return located(SpeechException.of(SpeechError.of(kind, String.valueOf(cause.getMessage()), null), cause));
        }
        return cause instanceof InvalidSpeechRequestException mistake ? mistake.withSource(place) : cause;
    }

    SpeechException located(SpeechException failure) {
        SpeechError error = failure.getError();
        SpeechException located = SpeechException.of(
                new SpeechError(
                        error.kind(),
                        error.code(),
                        error.message() + ", in " + place,
                        error.parameter(),
                        error.taskUUID(),
                        error.documentation(),
                        error.httpStatus(),
                        error.attempts()),
                failure.getCause());
        located.setStackTrace(failure.getStackTrace());
        return located;
    }

    PlannedPiece with(SpeechRequest named) {
        return new PlannedPiece(named, gapMillis, place);
    }
}
