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
package io.github.camelqwentts.speech;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * Audio in memory. It needs neither a file nor the component, so it can be serialized.
 *
 * @hidden
 */
@Internal
public class MemoryAudio implements SpeechAudio, Serializable {

    private static final long serialVersionUID = 1L;

    private final byte[] bytes;
    private final int begin;

    /** Uses an array as it is. */
    public MemoryAudio(byte[] bytes) {
        this(bytes, 0);
    }

    /**
     * Uses the end of an array.
     *
     * @param begin offset of the audio's first byte
     */
    public MemoryAudio(byte[] bytes, int begin) {
        this.bytes = bytes;
        this.begin = begin;
    }

    /**
     * Returns the audio itself if it is in memory like this, otherwise a copy.
     *
     * @throws InvalidObjectException if the audio cannot be read; it names the task
     */
    static MemoryAudio of(SpeechAudio audio, @Nullable String taskUUID) throws InvalidObjectException {
        if (audio instanceof MemoryAudio already) {
            return already;
        }
        try {
            return new MemoryAudio(audio.bytes());
        } catch (IOException e) {
            InvalidObjectException unreadable =
                    new InvalidObjectException("The audio of task " + taskUUID + " cannot be read: " + e.getMessage());
            unreadable.initCause(e);
            throw unreadable;
        }
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes, begin, bytes.length - begin);
    }

    @Override
    public long size() {
        return (long) bytes.length - begin;
    }

    @Override
    public boolean inMemory() {
        return true;
    }

    @Override
    public void close() {
        // Audio in memory can still be read.
    }

    @Override
    public String toString() {
        return size() + " bytes in memory";
    }
}
