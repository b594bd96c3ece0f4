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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;

/**
 * The sample of a voice to clone, for the model {@code base}: {@code inputs.audio}. It lasts 3 s or more.
 *
 * <p>It is either a text that is sent as it is (a URL, base64 or a data URI), or bytes, which are sent as base64.
 *
 * @since 1.0
 */
public final class ReferenceAudio {

    /** Matches only the beginning, because base64 may have megabytes. */
    private static final Pattern ENCODED =
            Pattern.compile("(?i)https?://|data:|[A-Za-z0-9+/_=\\-\\s]{1,200}+(?![^A-Za-z0-9+/_=\\-\\s])");

    private final @Nullable String text;
    private final @Nullable Content content;
    private final boolean repeatable;

    private ReferenceAudio(@Nullable String text, @Nullable Content content, boolean repeatable) {
        this.text = text;
        this.content = content;
        this.repeatable = repeatable;
    }

    /**
     * Returns a sample that the API fetches itself, or that is already encoded.
     *
     * @param text an http or https URL, base64 or a data URI
     */
    @JsonCreator
    public static ReferenceAudio ofText(String text) {
        Checks.require(text != null && !text.isBlank(), "referenceAudio", null, "must be a URL, base64 or a data URI");
        String stripped = text.strip();
        Checks.require(
                ENCODED.matcher(stripped).lookingAt(), "referenceAudio", null, "must be a URL, base64 or a data URI");
        return new ReferenceAudio(stripped, null, true);
    }

    /** Returns a sample in memory; the bytes are not copied. */
    public static ReferenceAudio ofBytes(byte[] bytes) {
        Checks.require(bytes.length > 0, "referenceAudio", null, "must not be empty");
        return new ReferenceAudio(null, () -> new ByteArrayInputStream(bytes), true);
    }

    /** Returns a sample in a file, which is read when the request is made. */
    public static ReferenceAudio ofFile(Path file) {
        Objects.requireNonNull(file, "file");
        return new ReferenceAudio(null, () -> Files.newInputStream(file), true);
    }

    /** Returns a sample that can be opened as often as needed. */
    public static ReferenceAudio ofContent(Content content) {
        return new ReferenceAudio(null, Objects.requireNonNull(content, "content"), true);
    }

    /** Returns a sample in a stream, which is read and closed once, when the request is made. */
    public static ReferenceAudio ofStream(InputStream stream) {
        Objects.requireNonNull(stream, "stream");
        return new ReferenceAudio(null, () -> stream, false);
    }

    /** The URL, base64 or data URI; null if the sample is bytes. */
    public @Nullable String text() {
        return text;
    }

    /**
     * Opens the bytes.
     *
     * @return a stream that the caller closes
     * @throws IOException if they cannot be read
     * @throws IllegalStateException if the sample is a text
     */
    public InputStream open() throws IOException {
        if (content == null) {
            throw new IllegalStateException("This reference audio is a text");
        }
        return content.open();
    }

    /** Whether {@link #open()} can be called more than once. */
    public boolean repeatable() {
        return repeatable;
    }

    @Override
    public String toString() {
        return text == null ? "ReferenceAudio[bytes]" : "ReferenceAudio[text]";
    }

    /**
     * Bytes that can be read repeatedly.
     *
     * @since 1.0
     */
    @FunctionalInterface
    public interface Content {

        /** Opens a new stream of all the bytes, which the caller closes. */
        InputStream open() throws IOException;
    }
}
