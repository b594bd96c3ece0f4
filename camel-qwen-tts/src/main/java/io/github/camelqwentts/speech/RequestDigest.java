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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.IdentityHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Identifies requests by all parameters that determine the sound and the form of their results, but not by those of
 * delivery and reporting. A sample is read once, even if several requests have it. Not thread-safe.
 *
 * @hidden
 */
@Internal
public final class RequestDigest {

    private final String scheme;
    private final IdentityHashMap<ReferenceAudio, byte[]> samples = new IdentityHashMap<>();

    /** @param scheme the purpose of the digests; changes if they have to change */
    public RequestDigest(String scheme) {
        this.scheme = scheme;
    }

    /**
     * Returns the SHA-256 of a request, which is the same in every process at any time.
     *
     * @param key what else identifies it
     * @param occurrence distinguishes equal requests; 0 for the first
     * @throws InvalidSpeechRequestException if reference audio cannot be read
     */
    public byte[] of(String key, SpeechRequest request, int occurrence) {
        Content content = new Content();
        content.put("scheme", scheme);
        content.put("key", key);
        content.put("occurrence", occurrence == 0 ? null : occurrence);
        // Names are included and unset parameters are not, so a new parameter does not change the digest of requests
        // without it.
        content.put("text", request.text());
        content.put("model", request.model());
        content.put("voice", request.voice() == null ? null : request.voice().wireName());
        content.put(
                "language",
                request.language() == null ? null : request.language().wireName());
        content.put("speed", request.speed());
        content.put("positivePrompt", request.positivePrompt());
        content.put("maxNewTokens", request.maxNewTokens());
        content.put(
                "outputType",
                request.outputType() == null ? null : request.outputType().wireName());
        content.put("outputFormat", request.effectiveOutputFormat().wireName());
        AudioSettings settings = request.audioSettings();
        if (settings != null) {
            content.put("sampleRate", settings.sampleRate());
            content.put("bitrate", settings.bitrate());
            content.put("channels", settings.channels());
        }
        content.put("numberResults", request.effectiveNumberResults());
        if (request.referenceAudio() != null) {
            content.put("referenceAudio", samples.computeIfAbsent(request.referenceAudio(), RequestDigest::digest));
        }
        content.put("transcript", request.transcript());
        content.put("xVectorOnly", request.xVectorOnly());
        return sha256().digest(content.toByteArray());
    }

    /** Returns the exception for reference audio that cannot be read. */
    public static InvalidSpeechRequestException unreadable(IOException cause) {
        return InvalidSpeechRequestException.of("referenceAudio", null, "must be readable", cause);
    }

    /** A sample that is given as text counts as that text: the content behind a URL is unknown here. */
    private static byte[] digest(ReferenceAudio sample) {
        if (sample.text() != null) {
            Content content = new Content();
            content.put("text", sample.text());
            return sha256().digest(content.toByteArray());
        }
        MessageDigest digest = sha256();
        try (InputStream bytes = sample.open()) {
            bytes.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return digest.digest();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Names and values, written with their lengths: otherwise the end of one could be read as the start of the next. */
    private static final class Content extends ByteArrayOutputStream {

        private static final int USUAL_LENGTH = 512;

        Content() {
            super(USUAL_LENGTH);
        }

        void put(String name, @Nullable Object value) {
            if (value != null) {
                put(name, value.toString().getBytes(StandardCharsets.UTF_8));
            }
        }

        void put(String name, byte[] value) {
            byte[] label = name.getBytes(StandardCharsets.UTF_8);
            ByteBuffer entry = ByteBuffer.allocate(2 * Integer.BYTES + label.length + value.length);
            entry.putInt(label.length).putInt(value.length).put(label).put(value);
            writeBytes(entry.array());
        }
    }
}
