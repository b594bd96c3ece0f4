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
import java.io.OutputStream;
import java.util.Objects;

import io.github.camelqwentts.speech.PayloadTooLargeException;
import io.github.camelqwentts.speech.SpoolException;
import org.apache.commons.io.output.UnsynchronizedByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Collects bytes, up to a limit, in a {@link Spool}. It ends with {@link #toSpool()} or, if the bytes are not needed,
 * with {@link #discard()}. A failed write discards all. For one thread at a time.
 */
public final class SpoolWriter extends OutputStream {

    private static final int SMALLEST_BUFFER = 1024;

    private final SpoolSettings settings;
    private final String option;
    private final long limit;
    private final boolean large;
    private @Nullable UnsynchronizedByteArrayOutputStream memory;
    private @Nullable SpoolFile file;
    private long size;

    /**
     * @param limit maximum number of bytes
     * @param expected expected number of bytes; negative if it is unknown
     */
    public SpoolWriter(SpoolSettings settings, long limit, long expected) {
        this(settings, "maxAudioSize", limit, expected);
    }

    /** @param option option that sets the limit */
    public SpoolWriter(SpoolSettings settings, String option, long limit, long expected) {
        this.settings = settings;
        this.option = option;
        this.limit = limit;
        // Content that exceeds the threshold goes to a file at once.
        this.large = expected > settings.threshold();
        long buffer = Math.min(Math.max(expected, SMALLEST_BUFFER), Math.max(settings.threshold(), SMALLEST_BUFFER));
        this.memory = UnsynchronizedByteArrayOutputStream.builder()
                .setBufferSize((int) (large ? 0 : buffer))
                .get();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        size += length;
        if (size > limit) {
            throw new PayloadTooLargeException(option, limit);
        }
        if (memory != null && (large || size > settings.threshold())) {
            file = settings.files().create();
            file.write(memory::writeTo);
            memory = null;
        }
        if (file == null) {
            Objects.requireNonNull(memory).write(bytes, offset, length);
        } else {
            file.write(out -> out.write(bytes, offset, length));
        }
    }

    /** Returns the written bytes, ready to be read. */
    public Spool toSpool() throws SpoolException {
        if (file == null) {
            return new Spool(memory, null, size);
        }
        file.finish(size);
        return new Spool(null, file, size);
    }

    /** Discards the written bytes. */
    public void discard() {
        if (file != null) {
            file.delete();
        }
    }
}
