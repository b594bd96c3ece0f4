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
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.openai.ErrorRules.Repeat;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.GrowingSpool;
import io.github.camelqwentts.transport.StreamedResponse;

/**
 * Reads the response to a request for speech while it arrives. Its Content-Type determines its content. The outcome is
 * known with the first sound; after that, nothing is retried, and failures end the audio.
 */
record StreamReader(OpenAiApi api, SpeechOrder order, CallScope call) {

    private static final int WAV_HEADER = 44;
    private static final int SAMPLE = 2;
    private static final int SNIFFED = 64;

    /** {@return the outcome, on a worker} */
    CompletableFuture<SpeechAnswer> read(StreamedResponse response) {
        MediaType type = MediaType.of(response.header("Content-Type"));
        if (!response.isSuccess() || !(type.isEvents() || type.isAudio())) {
            return refused(response, response.body());
        }
        String fault = type.isOfUnclearOrder()
                ? "The server responded with " + type.type() + ", whose byte order differs from server to server"
                : new AudioReview(order).faultOfRate(response::header, type);
        if (fault != null) {
            response.body().discard();
            return CompletableFuture.completedFuture(failed(fault, response, Repeat.NEVER));
        }
        GrowingSpool audio = StreamedBody.decode(response, type, order, api, call);
        return audio.available(isWav() ? WAV_HEADER + SAMPLE : SAMPLE)
                .handle((arrived, failure) -> failure == null
                        ? begun(response, type, audio, arrived)
                        : CompletableFuture.completedFuture(SpeechAnswer.none(failure, order.taskUUID())))
                .thenCompose(answer -> answer);
    }

    private CompletableFuture<SpeechAnswer> begun(
            StreamedResponse response, MediaType type, GrowingSpool audio, long arrived) {
        String start;
        try {
            start = new String(audio.head(SNIFFED), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            audio.discard();
            return CompletableFuture.completedFuture(SpeechAnswer.none(e, order.taskUUID()));
        }
        if (!type.isSpecific() && AudioReview.isText(start)) {
            return refused(response, audio);
        }
        boolean isExpected = isWav() == start.startsWith("RIFF");
        if (arrived < SAMPLE || (isWav() && arrived < WAV_HEADER + SAMPLE) || !isExpected) {
            audio.discard();
            return CompletableFuture.completedFuture(failed(
                    isExpected
                            ? "The audio is empty"
                            : "The stream is not " + order.request().effectiveOutputFormat(),
                    response,
                    Repeat.ALWAYS));
        }
        Spoken spoken = Spoken.builder(order.taskUUID(), order.request().effectiveOutputFormat())
                .seed(order.seed())
                .audio(audio.audio(order.taskUUID()))
                .build();
        return CompletableFuture.completedFuture(SpeechAnswer.of(spoken, response.status()));
    }

    /** Reads as much of an error as is of interest. */
    private CompletableFuture<SpeechAnswer> refused(StreamedResponse response, GrowingSpool body) {
        return body.available(ErrorReport.LIMIT).handle((arrived, failure) -> {
            try {
                if (failure != null) {
                    return SpeechAnswer.none(failure, order.taskUUID());
                }
                ErrorReport report = ErrorReport.read(body.head(ErrorReport.LIMIT));
                String message = api.redact(report.message()) + remedy(report, response);
                return SpeechAnswer.refused(report.withMessage(message), response.status(), order.taskUUID())
                        .after(api.retryAfter(response));
            } catch (IOException e) {
                return SpeechAnswer.none(e, order.taskUUID());
            } finally {
                body.discard();
            }
        });
    }

    /** A server that cannot stream, or does not accept the fields for it, reports a field that the user did not set. */
    private static String remedy(ErrorReport report, StreamedResponse response) {
        boolean isRejected = ErrorRules.kindOf(report, response.status()) == Kind.VALIDATION;
        String subject = (report.message() + " " + report.parameter()).toLowerCase(Locale.ROOT);
        return isRejected && subject.contains("stream")
                ? "; use stream=false if the server cannot stream, or field.stream=null or field.stream_format=null if it"
                        + " does not accept that field"
                : "";
    }

    private boolean isWav() {
        return order.request().effectiveOutputFormat() == OutputFormat.WAV;
    }

    private SpeechAnswer failed(String message, StreamedResponse response, Repeat repeat) {
        return SpeechAnswer.failed(Kind.PROVIDER, message, order.taskUUID(), response.status(), repeat);
    }
}
