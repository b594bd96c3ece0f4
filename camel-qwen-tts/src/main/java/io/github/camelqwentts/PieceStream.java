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
package io.github.camelqwentts;

import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.audio.AudioStream;
import io.github.camelqwentts.speech.GrowingAudio;
import io.github.camelqwentts.transport.GrowingSpool;

/** Audio that is joined from pieces while it is read. */
final class PieceStream implements AudioStream {

    /** A header of WAV, and a sample. */
    private static final int FIRST_SOUND = 46;

    private final GrowingSpool spool;

    PieceStream(GrowingSpool spool) {
        this.spool = spool;
    }

    @Override
    public OutputStream output() {
        return spool.output();
    }

    @Override
    public GrowingAudio audio() {
        return spool.audio(null);
    }

    @Override
    public CompletableFuture<?> begun() {
        return spool.available(FIRST_SOUND);
    }

    @Override
    public CompletableFuture<?> over() {
        return spool.whole();
    }

    @Override
    public void end(long millis) {
        spool.setDuration(millis);
        spool.end();
    }

    @Override
    public void fail(Throwable cause) {
        spool.fail(cause);
    }
}
