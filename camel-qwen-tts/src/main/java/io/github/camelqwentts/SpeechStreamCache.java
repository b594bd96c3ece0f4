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

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import io.github.camelqwentts.speech.GrowingAudio;
import io.github.camelqwentts.speech.SpeechAudio;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

/**
 * Audio as the body of a message. It is not a stream itself: each conversion returns a new stream from the
 * beginning. So no step can leave its position at the end for the next step, with stream caching on or off, and any
 * number of threads may share it. It keeps the audio, and its file if there is one, as long as it is reachable.
 */
final class SpeechStreamCache implements StreamCache {

    private final SpeechAudio audio;

    SpeechStreamCache(SpeechAudio audio) {
        this.audio = audio;
    }

    /** The audio from its beginning, which the caller closes. */
    InputStream open() throws IOException {
        return audio.open();
    }

    /** Whether the audio is still arriving. */
    boolean isGrowing() {
        return audio.size() < 0;
    }

    @Override
    public void reset() {
        // Every reader begins at the beginning.
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try (InputStream in = open()) {
            in.transferTo(out);
        }
    }

    @Override
    public StreamCache copy(Exchange exchange) {
        return this;
    }

    @Override
    public boolean inMemory() {
        return audio.inMemory();
    }

    /**
     * The size in bytes; for audio that is still arriving, the number of bytes so far. Components take 0 for an empty
     * body.
     */
    @Override
    public long length() {
        long size = audio.size();
        return size < 0 && audio instanceof GrowingAudio growing ? growing.arrived() : Math.max(0, size);
    }

    @Override
    public long position() {
        return -1;
    }

    /** For logs: the sound itself is not text. */
    @Override
    public String toString() {
        return isGrowing() ? "Audio that is still arriving" : "Audio of " + audio.size() + " bytes";
    }
}
