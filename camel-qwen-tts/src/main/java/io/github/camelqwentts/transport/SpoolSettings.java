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

import java.io.File;
import java.util.function.Supplier;

/**
 * Storage of received bytes, and of bytes to send.
 *
 * @param threshold maximum size in bytes of content kept in memory; larger content is spooled to a temporary file
 * @param files the temporary files
 */
public record SpoolSettings(int threshold, SpoolFiles files) {

    /** @throws IllegalArgumentException if the threshold is negative */
    public SpoolSettings {
        if (threshold < 0) {
            throw new IllegalArgumentException("spoolThreshold=" + threshold + " is not valid: must be at least 0");
        }
    }

    /**
     * Settings with temporary files of their own.
     *
     * @param directory gives the directory of the temporary files, or null for the system's
     */
    public SpoolSettings(int threshold, Supplier<File> directory) {
        this(threshold, new SpoolFiles(directory));
    }
}
