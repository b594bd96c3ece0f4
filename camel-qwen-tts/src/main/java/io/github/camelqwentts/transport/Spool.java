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
package io.github.camelqwentts.transport;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

import io.github.camelqwentts.speech.SpeechAudio;
import org.apache.commons.io.output.UnsynchronizedByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Bytes that were written once and are read as often as needed; see {@link SpoolWriter}. */
public final class Spool implements SpeechAudio {

    private final @Nullable UnsynchronizedByteArrayOutputStream memory;
    private final @Nullable SpoolFile file;
    private final long size;

    /** @param memory holds the bytes if there is no file */
    Spool(@Nullable UnsynchronizedByteArrayOutputStream memory, @Nullable SpoolFile file, long size) {
        this.memory = memory;
        this.file = file;
        this.size = size;
    }

    @Override
    public InputStream open() throws IOException {
        return file == null ? Objects.requireNonNull(memory).toInputStream() : file.open();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean inMemory() {
        return file == null;
    }

    @Override
    public void close() {
        if (file != null) {
            file.delete();
        }
    }

    @Override
    public String toString() {
        return size + " bytes " + (inMemory() ? "in memory" : "in a file");
    }
}
