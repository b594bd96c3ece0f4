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
package io.github.camelqwentts.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import io.github.camelqwentts.speech.BlockInput;
import io.github.camelqwentts.speech.SpeechAudio;

/** Audio in a file of a cache, which keeps the file. Reading fails at the end if the content has changed. */
final class CachedFile implements SpeechAudio {

    private final Path file;
    private final long size;
    private final byte[] hash;

    CachedFile(Path file, long size, byte[] hash) {
        this.file = file;
        this.size = size;
        this.hash = hash.clone();
    }

    @Override
    public InputStream open() throws IOException {
        long actual = Files.size(file);
        if (actual != size) {
            throw new IOException(file.getFileName() + " is corrupt: it has " + actual + " bytes instead of " + size);
        }
        return new CheckedInput(Files.newInputStream(file));
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean inMemory() {
        return false;
    }

    @Override
    public void close() {
        // The file belongs to the cache.
    }

    @Override
    public String toString() {
        return size + " bytes in a cache";
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private final class CheckedInput extends BlockInput {

        private final InputStream in;
        private final MessageDigest digest = digest();
        private boolean ended;

        CheckedInput(InputStream in) {
            this.in = in;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            if (read > 0) {
                digest.update(bytes, offset, read);
            } else if (read < 0 && !ended) {
                ended = true;
                if (!MessageDigest.isEqual(hash, digest.digest())) {
                    throw new IOException(file.getFileName() + " is corrupt: it was changed");
                }
            }
            return read;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
