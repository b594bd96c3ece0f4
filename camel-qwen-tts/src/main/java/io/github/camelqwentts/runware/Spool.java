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
package io.github.camelqwentts.runware;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;

import io.github.camelqwentts.speech.SpeechAudio;
import org.apache.commons.io.output.DeferredFileOutputStream;

/** Bytes that were written once and are read as often as needed; see {@link SpoolWriter}. */
final class Spool implements SpeechAudio {

    private final DeferredFileOutputStream content;
    private final long size;

    Spool(DeferredFileOutputStream content, long size) {
        this.content = content;
        this.size = size;
    }

    @Override
    public InputStream open() throws IOException {
        return content.toInputStream();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean inMemory() {
        return content.isInMemory();
    }

    @Override
    public void close() {
        if (!content.isInMemory()) {
            try {
                Files.deleteIfExists(content.getPath());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public String toString() {
        return size + " bytes " + (inMemory() ? "in memory" : "in a file");
    }
}
