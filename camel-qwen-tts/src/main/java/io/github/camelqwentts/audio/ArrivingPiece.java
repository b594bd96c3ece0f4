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

import java.io.Closeable;
import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * A piece of audio that is joined to others while it arrives. WAV and PCM are written without waiting for more; other formats
 * are written as a whole. For one thread at a time.
 */
public final class ArrivingPiece implements Closeable {

    private final AudioSequence sequence;
    private final AudioInput in;
    private final long gapMillis;
    private final String name;
    private AudioSequence.@Nullable Step step;

    ArrivingPiece(AudioSequence sequence, AudioInput in, long gapMillis, String name) {
        this.sequence = sequence;
        this.in = in;
        this.gapMillis = gapMillis;
        this.name = name;
    }

    /**
     * Writes what has arrived. The first call waits for the header.
     *
     * @param mayWait whether to wait for the rest, which takes no time if the audio has ended
     * @return where the piece sounds; null if it is not whole
     * @throws BadAudioException if the piece is truncated, or differs from the first one in sample rate or channels
     */
    public @Nullable AudioSpan proceed(boolean mayWait) throws IOException {
        try {
            if (step == null) {
                AudioContainer.skipId3(in);
                step = sequence.begin(in, gapMillis);
            }
            return step.proceed(mayWait);
        } catch (BadAudioException e) {
            BadAudioException named = new BadAudioException(name + ": " + e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    /** The number of bytes that were read so far. */
    public long received() {
        return in.received();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
