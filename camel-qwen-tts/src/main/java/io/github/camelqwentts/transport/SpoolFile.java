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

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

import io.github.camelqwentts.speech.SpoolException;
import org.apache.commons.io.function.IOConsumer;
import org.jspecify.annotations.Nullable;

/** A temporary file that is written once. It is deleted when this is unreachable; its streams keep it reachable. */
final class SpoolFile {

    @SuppressWarnings("NullAway.Init") // bound before it is handed out
    private SpoolFiles.Entry entry;

    @SuppressWarnings("NullAway.Init") // bound before it is handed out
    private Cleaner.Cleanable deletion;

    private @Nullable OutputStream out;

    void bind(SpoolFiles.Entry described, Cleaner.Cleanable onUnreachable) {
        entry = described;
        deletion = onUnreachable;
    }

    /** Creates the file, readable by its owner alone. */
    void createIn() throws IOException {
        Path path = entry.path();
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownersOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Files.createFile(path, ownersOnly);
        // Streams of java.nio.file would end with the file closed if their thread was interrupted.
        out = new FileOutputStream(path.toFile());
    }

    /** Writes more. If that fails, the file is deleted. */
    void write(IOConsumer<OutputStream> content) throws SpoolException {
        try {
            content.accept(out);
        } catch (IOException e) {
            delete();
            throw SpoolException.of("written", entry.where(), e);
        } catch (Throwable e) {
            delete();
            throw e;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Ends the writing. If that fails, the file is deleted. */
    void finish(long size) throws SpoolException {
        write(OutputStream::close);
        entry.setSize(size);
    }

    /** Deletes the file; does nothing the second time. */
    void delete() {
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            // It is deleted all the same.
        }
        deletion.clean();
    }

    /** The content from its beginning. */
    InputStream open() throws IOException {
        try {
            return new Reader(new FileInputStream(entry.path().toFile()), this);
        } catch (IOException e) {
            if (entry.isDeleted()) {
                throw new IOException("The audio was closed and its temporary file deleted", e);
            }
            throw SpoolException.of("read", entry.where(), e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Closes the descriptor at the end of the file, because many readers never close their streams. */
    private static final class Reader extends FilterInputStream {

        private final SpoolFile file;
        private boolean ended;

        Reader(InputStream in, SpoolFile file) {
            super(in);
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            return ended ? -1 : ended(super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return ended ? -1 : ended(super.read(bytes, offset, length));
        }

        @Override
        public long skip(long bytes) throws IOException {
            return ended ? 0 : super.skip(bytes);
        }

        @Override
        public int available() throws IOException {
            return ended ? 0 : super.available();
        }

        private int ended(int read) throws IOException {
            try {
                if (read < 0) {
                    ended = true;
                    close();
                }
                return read;
            } finally {
                Reference.reachabilityFence(file);
            }
        }
    }
}
