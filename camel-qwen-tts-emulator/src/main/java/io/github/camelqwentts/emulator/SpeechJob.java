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
package io.github.camelqwentts.emulator;

import java.util.List;

import io.github.camelqwentts.emulator.AnswerBody.Piece;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Speaks for one request, and sends the audio. Belongs to the event loop. */
final class SpeechJob implements Workload.Job {

    private final JobContext context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final SpeechOrder order;
    private final List<SpeechFault> faults;
    private long timer = -1;
    private boolean over;

    SpeechJob(JobContext context, HttpServerRequest request, SpeechOrder order, List<SpeechFault> faults) {
        this.context = context;
        this.request = request;
        this.response = request.response();
        this.order = order;
        this.faults = faults;
        response.closeHandler(closed -> end(Workload.Outcome.ABORTED));
    }

    @Override
    public void start() {
        if (has(SpeechFault.HangBeforeHeaders.class)) {
            return;
        }
        putHeaders();
        if (order.delivery() != Delivery.WHOLE && !mayFailAfterWork()) {
            response.setChunked(true).write("");
        }
        context.workers()
                .call(() -> context.composer()
                        .compose(
                                order,
                                context.traits().sseStyle(),
                                has(SpeechFault.Runaway.class),
                                has(SpeechFault.FirstChunkOnly.class)))
                .onSuccess(speech -> later(context.latencyMillis(), () -> send(speech)))
                .onFailure(this::fail);
    }

    @Override
    public void breakOff() {
        end(Workload.Outcome.FAILED);
        request.connection().close();
    }

    private void putHeaders() {
        String type = order.delivery() == Delivery.SSE
                ? "text/event-stream; charset=utf-8"
                : context.traits().contentType() == null
                        ? order.encoder().contentType()
                        : context.traits().contentType();
        if (context.traits().hasRateInContentType() && order.encoder() == AudioEncoder.PCM) {
            type += ";rate=" + order.sampleRate() + ";channels=1";
        }
        response.putHeader("Content-Type", type);
        for (SpeechFault fault : faults) {
            if (fault instanceof SpeechFault.ContentType other) {
                if (other.contentType() == null) {
                    response.headers().remove("Content-Type");
                } else {
                    response.putHeader("Content-Type", other.contentType());
                }
            }
        }
        if (context.traits().hasRateHeaders()) {
            response.putHeader("X-Sample-Rate", String.valueOf(order.sampleRate()))
                    .putHeader("X-Channels", "1")
                    .putHeader("X-Bit-Depth", "16");
        }
    }

    private boolean mayFailAfterWork() {
        return has(SpeechFault.Error.class) || has(SpeechFault.NoAnswer.class);
    }

    private void send(SpeechComposer.Speech speech) {
        for (SpeechFault fault : faults) {
            if (fault instanceof SpeechFault.Error error) {
                end(Workload.Outcome.COMPLETED);
                response.headers().remove("Content-Type");
                SpeechServerApi.answer(response, error);
                return;
            }
            if (fault instanceof SpeechFault.NoAnswer) {
                end(Workload.Outcome.COMPLETED);
                request.connection().close();
                return;
            }
        }
        AnswerBody body = speech.body();
        for (SpeechFault fault : faults) {
            body = body.spoilt(fault, context.traits().sseStyle());
        }
        if (order.delivery() == Delivery.WHOLE) {
            putWholeHeaders(speech, body);
        }
        sendFrom(0, body);
    }

    private void putWholeHeaders(SpeechComposer.Speech speech, AnswerBody body) {
        // The length of the whole body, also for one that breaks off: otherwise the client could not notice it.
        int length = body.ending() == AnswerBody.Ending.COMPLETE
                ? body.length()
                : speech.body().length();
        response.putHeader("Content-Length", String.valueOf(length));
        if (context.traits().hasTokenHeaders()) {
            int input = order.inputTokens();
            response.putHeader("x-vllm-omni-input-tokens", String.valueOf(input))
                    .putHeader("x-vllm-omni-output-tokens", String.valueOf(speech.frames()))
                    .putHeader("x-vllm-omni-total-tokens", String.valueOf(input + speech.frames()))
                    .putHeader("x-vllm-omni-input-text-tokens", String.valueOf(input))
                    .putHeader("x-vllm-omni-input-audio-tokens", "0");
        }
        if (context.traits().hasRateHeaders()) {
            response.putHeader("X-Finish-Reason", speech.complete() ? "stop" : "length");
        }
    }

    private void sendFrom(int index, AnswerBody body) {
        if (index == body.pieces().size()) {
            finish(body.ending());
            return;
        }
        Piece piece = body.pieces().get(index);
        later(piece.delayMillis(), () -> {
            response.write(piece.bytes());
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> sendFrom(index + 1, body));
            } else {
                sendFrom(index + 1, body);
            }
        });
    }

    private void finish(AnswerBody.Ending ending) {
        if (ending == AnswerBody.Ending.COMPLETE) {
            end(Workload.Outcome.COMPLETED);
            response.end();
        } else if (ending == AnswerBody.Ending.DISCONNECT) {
            end(Workload.Outcome.FAILED);
            response.write("").onComplete(written -> request.connection().close());
        }
    }

    private void fail(Throwable failure) {
        if (over) {
            return;
        }
        end(Workload.Outcome.FAILED);
        if (response.headWritten()) {
            request.connection().close();
        } else {
            SpeechServerApi.answer(
                    response,
                    context.traits().errorShape(),
                    new ServerError(
                            500, "InternalServerError", "Speech generation failed: " + failure, null, null, null));
        }
    }

    /** Does something after a time, unless the work has ended by then. */
    private void later(long millis, Runnable action) {
        if (over) {
            return;
        }
        if (millis == 0) {
            action.run();
            return;
        }
        timer = context.vertx().setTimer(millis, due -> action.run());
    }

    private void end(Workload.Outcome outcome) {
        over = true;
        context.vertx().cancelTimer(timer);
        context.workload().end(this, outcome);
    }

    private boolean has(Class<? extends SpeechFault> kind) {
        return faults.stream().anyMatch(kind::isInstance);
    }
}
