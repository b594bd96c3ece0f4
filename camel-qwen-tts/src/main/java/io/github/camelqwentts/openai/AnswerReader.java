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

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.camelqwentts.audio.BadAudioException;
import io.github.camelqwentts.openai.ErrorRules.Repeat;
import io.github.camelqwentts.speech.PayloadTooLargeException;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.transport.Spool;
import io.github.camelqwentts.transport.SpoolWriter;
import io.github.camelqwentts.transport.SpooledResponse;

/**
 * Reads the whole response to a request for speech. Its Content-Type determines its content, whatever was requested,
 * because servers report errors with status 200 and stream without a request to.
 */
final class AnswerReader {

    private static final int EVENT_BUFFER = 8 * 1024;

    private final OpenAiApi api;
    private final SpeechOrder order;
    private final AudioReview review;

    AnswerReader(OpenAiApi api, SpeechOrder order) {
        this.api = api;
        this.order = order;
        this.review = new AudioReview(order);
    }

    /** Reads a response, whose body is closed unless it becomes the result's audio. Runs on a worker. */
    SpeechAnswer read(SpooledResponse response) {
        Spool body = response.body();
        SpeechAnswer answer = null;
        try {
            body = response.decodedBody(
                    api.transport().spools(), api.options().calls().maxAudioSize());
            answer = read(response, body);
            return answer.after(api.retryAfter(response));
        } catch (BadAudioException | JsonProcessingException | EOFException | ZipException e) {
            return failed(Kind.PROVIDER, "The audio is not usable: " + e.getMessage(), response, Repeat.ALWAYS);
        } catch (PayloadTooLargeException e) {
            return SpeechAnswer.none(e, order.taskUUID());
        } catch (IOException e) {
            return failed(Kind.UNKNOWN, "The audio could not be stored: " + e.getMessage(), response, Repeat.NEVER);
        } finally {
            if (answer == null || answer.spoken() == null) {
                body.close();
            }
        }
    }

    private SpeechAnswer read(SpooledResponse response, Spool body) throws IOException {
        MediaType type = MediaType.of(response.header("Content-Type"));
        if (!response.isSuccess()) {
            return refused(ErrorReport.read(body), response);
        } else if (type.isEvents()) {
            return readEvents(response, body);
        } else if (!type.isAudio() || (body.size() > 0 && !type.isSpecific() && AudioReview.isText(body))) {
            return refused(ErrorReport.read(body), response);
        } else if (type.isOfUnclearOrder()) {
            String message = "The server responded with " + type.type()
                    + ", whose byte order differs from server to server; use outputFormat=WAV";
            return failed(Kind.PROVIDER, message, response, Repeat.NEVER);
        }
        String fault = review.faultOfRate(response::header, type);
        return fault == null
                ? review.accept(response, body, type)
                : failed(Kind.PROVIDER, fault, response, Repeat.NEVER);
    }

    private SpeechAnswer readEvents(SpooledResponse response, Spool body) throws IOException {
        SpoolWriter audio =
                new SpoolWriter(api.transport().spools(), api.options().calls().maxAudioSize(), body.size() * 3 / 4);
        SpeechEvents events = new SpeechEvents(audio);
        try (InputStream in = body.open()) {
            byte[] buffer = new byte[EVENT_BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                events.accept(buffer, 0, read);
            }
            events.end();
        } catch (IOException | RuntimeException e) {
            audio.discard();
            throw e;
        }
        if (events.error() != null) {
            audio.discard();
            return refused(events.error(), response);
        } else if (!events.isDone()) {
            audio.discard();
            return failed(Kind.CONNECTION, "The events ended before the audio did", response, Repeat.IF_ALLOWED);
        }
        return acceptDecoded(response, body, audio.toSpool());
    }

    private SpeechAnswer acceptDecoded(SpooledResponse response, Spool events, Spool audio) throws IOException {
        SpeechAnswer answer = null;
        try {
            answer = review.accept(response, audio, MediaType.of(null));
            return answer;
        } finally {
            boolean isSpoken = answer != null && answer.spoken() != null;
            (isSpoken ? events : audio).close();
        }
    }

    private SpeechAnswer refused(ErrorReport report, SpooledResponse response) {
        ErrorReport clean = report.withMessage(String.valueOf(api.redact(report.message())));
        return SpeechAnswer.refused(clean, response.status(), order.taskUUID());
    }

    private SpeechAnswer failed(Kind kind, String message, SpooledResponse response, Repeat repeat) {
        return SpeechAnswer.failed(kind, message, order.taskUUID(), response.status(), repeat);
    }
}
