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

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;

import io.github.camelqwentts.speech.TooLargeException;
import org.apache.commons.io.output.DeferredFileOutputStream;

/**
 * Takes bytes in, up to a limit, and makes a {@link Spool} of them. It ends with {@link #toSpool()} or, where the bytes
 * are not wanted after all, with {@link #discard()}. For one thread at a time.
 */
final class SpoolWriter extends OutputStream {

    private static final int SMALLEST_BUFFER = 1024;

    private final DeferredFileOutputStream out;
    private final String option;
    private final long limit;
    private long size;

    /**
     * @param limit the most bytes to take
     * @param expected how many bytes will come, as far as known; negative where it is not
     */
    SpoolWriter(SpoolSettings settings, long limit, long expected) {
        this(settings, "maxAudioSize", limit, expected);
    }

    /** @param option what sets the limit */
    SpoolWriter(SpoolSettings settings, String option, long limit, long expected) {
        File directory = settings.directory().get();
        int buffer =
                (int) Math.min(Math.max(expected, SMALLEST_BUFFER), Math.max(settings.threshold(), SMALLEST_BUFFER));
        this.out = DeferredFileOutputStream.builder()
                .setThreshold(settings.threshold())
                .setBufferSize(expected > settings.threshold() ? SMALLEST_BUFFER : buffer)
                .setPrefix("qwen-tts-")
                .setSuffix(".spool")
                .setDirectory(directory)
                .get();
        this.option = option;
        this.limit = limit;
    }

    @Override
    public void write(int b) throws IOException {
        grow(1);
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        grow(length);
        out.write(bytes, offset, length);
    }

    /** What was written, ready to be read. */
    Spool toSpool() throws IOException {
        out.close();
        return new Spool(out, size);
    }

    /** Throws away what was written. */
    void discard() {
        try {
            out.close();
        } catch (IOException e) {
            // What could not be written is deleted all the same.
        }
        new Spool(out, size).close();
    }

    private void grow(int length) throws TooLargeException {
        size += length;
        if (size > limit) {
            throw new TooLargeException(option, limit);
        }
    }
}
