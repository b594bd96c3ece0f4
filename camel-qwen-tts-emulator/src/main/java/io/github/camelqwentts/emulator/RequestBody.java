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

import java.time.Duration;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Reads a request's body within limits of time and size. */
final class RequestBody {

    private static final int MOST_BYTES = 256 * 1024 * 1024;

    private final Vertx vertx;
    private final Duration mostSilence;
    private final Buffer read = Buffer.buffer();
    private final Promise<Buffer> whole = Promise.promise();
    private long timer;

    private RequestBody(Vertx vertx, Duration mostSilence) {
        this.vertx = vertx;
        this.mostSilence = mostSilence;
    }

    /**
     * The body; fails with an {@link ApiError.Refusal} if it is too large or stops arriving.
     *
     * @param mostSilence the maximum wait for its next piece
     */
    static Future<Buffer> of(Vertx vertx, HttpServerRequest request, Duration mostSilence) {
        RequestBody body = new RequestBody(vertx, mostSilence);
        body.await();
        request.handler(body::add);
        request.exceptionHandler(body::end);
        request.endHandler(end -> body.end(null));
        return body.whole.future();
    }

    private void await() {
        timer = vertx.setTimer(
                mostSilence.toMillis(),
                late -> end(refusal(408, "requestTimeout", "The rest of the body did not arrive")));
    }

    private void add(Buffer piece) {
        vertx.cancelTimer(timer);
        if (read.length() + (long) piece.length() > MOST_BYTES) {
            end(refusal(413, "requestTooLarge", "The body has more than " + MOST_BYTES + " bytes"));
        } else if (!whole.future().isComplete()) {
            read.appendBuffer(piece);
            await();
        }
    }

    private void end(@Nullable Throwable failure) {
        vertx.cancelTimer(timer);
        if (failure == null) {
            whole.tryComplete(read);
        } else {
            whole.tryFail(failure);
        }
    }

    private static ApiError.Refusal refusal(int status, String code, String message) {
        return new ApiError.Refusal(new ApiError(status, code, message, null));
    }
}
