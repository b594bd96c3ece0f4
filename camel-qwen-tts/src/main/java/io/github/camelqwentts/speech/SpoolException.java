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

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * The disk failed, not the content: a temporary file could not be created, written or read.
 *
 * @hidden
 */
@Internal
public class SpoolException extends IOException {

    private static final long serialVersionUID = 1L;

    private SpoolException(String message, IOException cause) {
        super(message, cause);
    }

    /**
     * A failure in a directory.
     *
     * @param done the failed action, such as "written"
     */
    public static SpoolException of(String done, Path directory, IOException cause) {
        String reason = cause instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : cause.getMessage();
        return new SpoolException(
                "A temporary file in " + directory + " could not be " + done + ": "
                        + (reason == null ? cause.getClass().getSimpleName() : reason),
                cause);
    }
}
