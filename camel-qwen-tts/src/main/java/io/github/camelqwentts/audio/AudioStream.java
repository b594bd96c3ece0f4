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
package io.github.camelqwentts.audio;

import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.speech.GrowingAudio;

/** Audio that is read while it is written. For one writer, which never waits for readers. */
public interface AudioStream {

    /** Destination of the writer. Throws a {@link java.util.concurrent.CancellationException} if there are no readers any more. */
    OutputStream output();

    /** The audio, for its readers. Called once; when it cannot be reached any more, the stream is cancelled. */
    GrowingAudio audio();

    /** Completes when there is sound, and not a header alone; fails if the stream fails before. */
    CompletableFuture<?> begun();

    /** Completes at the end; fails if the stream fails or is cancelled. */
    CompletableFuture<?> over();

    /** All audio was written; its duration is known. */
    void end(long millis);

    /** No more audio will come, although there should be more. */
    void fail(Throwable cause);
}
