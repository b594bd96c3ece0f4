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
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

import io.github.camelqwentts.audio.AudioSpool;
import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.transport.Deadline;
import io.github.camelqwentts.transport.GrowingSpool;
import io.github.camelqwentts.transport.SpoolFiles;
import io.github.camelqwentts.transport.SpoolSettings;
import io.github.camelqwentts.transport.SpoolWriter;

/** Keeps the audio of pieces and joined audio as all other audio is kept: in memory, or in the spool directory. */
record PieceSpool(SpoolFiles files, Executor worker, ScheduledExecutorService scheduler) implements AudioSpool {

    /**
     * Returns a stream for audio that is joined while it is read.
     *
     * @param inMemory maximum size in bytes that is kept in memory
     * @param timeout maximum time until it is whole
     */
    PieceStream stream(int inMemory, Duration timeout) {
        SpoolSettings settings = new SpoolSettings(inMemory, files);
        return new PieceStream(new GrowingSpool(settings, Long.MAX_VALUE, Deadline.in(timeout), worker, scheduler));
    }

    @Override
    public SpeechAudio keep(int inMemory, long expected, Content content) throws IOException {
        // The length of the text bounds joined audio; maxAudioSize bounds each piece.
        SpoolWriter writer = new SpoolWriter(new SpoolSettings(inMemory, files), Long.MAX_VALUE, expected);
        try {
            content.writeTo(writer);
            return writer.toSpool();
        } catch (Throwable e) {
            writer.discard();
            throw e;
        }
    }
}
