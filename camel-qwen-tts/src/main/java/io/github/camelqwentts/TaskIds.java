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
package io.github.camelqwentts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.camelqwentts.speech.AudioSettings;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.PayloadTooLargeException;
import io.github.camelqwentts.speech.ReferenceAudio;
import io.github.camelqwentts.speech.SpeechRequest;
import org.jspecify.annotations.Nullable;

/**
 * Derives task IDs from a key and the content of requests, so that the same key and content give the same ID in every
 * process at any time.
 *
 * <p>The content is all that determines the sound and the form of the result. How a result is delivered and what is
 * reported about it is not part of the content: a repetition may have another delivery method, webhook or presigned
 * upload URL, whose signature differs with every attempt, and must find the same task.
 */
final class TaskIds {

    /** Changes if IDs have to change; every ID that was derived before becomes unknown then. */
    private static final String SCHEME = "camel-qwen-tts:1";

    private final IdentityHashMap<ReferenceAudio, byte[]> samples = new IdentityHashMap<>();

    private TaskIds() {}

    /**
     * Returns the requests with task IDs that follow from the key. Equal requests get different IDs by their order; the
     * first of them has the ID that it would have alone. A request that has a task ID keeps it.
     *
     * @param maxSample maximum size in bytes of reference audio that can be read only once, and is kept in memory
     * @throws InvalidSpeechRequestException if reference audio is larger, or cannot be read
     */
    static List<SpeechRequest> assign(String key, List<SpeechRequest> requests, long maxSample) {
        TaskIds ids = new TaskIds();
        IdentityHashMap<ReferenceAudio, ReferenceAudio> repeatable = new IdentityHashMap<>();
        Map<UUID, Integer> occurrences = new HashMap<>();
        List<SpeechRequest> named = new ArrayList<>(requests.size());
        for (SpeechRequest request : requests) {
            if (request.taskUUID() != null) {
                named.add(request);
                continue;
            }
            ReferenceAudio sample = request.referenceAudio();
            SpeechRequest whole = sample == null
                    ? request
                    : request.toBuilder()
                            .referenceAudio(repeatable.computeIfAbsent(sample, once -> repeatable(once, maxSample)))
                            .build();
            UUID first = ids.derive(key, whole, 0);
            int occurrence = occurrences.merge(first, 1, Integer::sum) - 1;
            UUID id = occurrence == 0 ? first : ids.derive(key, whole, occurrence);
            named.add(whole.toBuilder().taskUUID(id.toString()).build());
        }
        return named;
    }

    /**
     * Returns for each request the identity of its content among requests with the same key; null if the request has a
     * task ID already, or if its content can be read only once.
     */
    static List<UUID> contents(String key, List<SpeechRequest> requests) {
        TaskIds ids = new TaskIds();
        List<UUID> contents = new ArrayList<>(requests.size());
        for (SpeechRequest request : requests) {
            ReferenceAudio sample = request.referenceAudio();
            boolean readable = request.taskUUID() == null && (sample == null || sample.repeatable());
            contents.add(readable ? ids.derive(key, request, 0) : null);
        }
        return contents;
    }

    private UUID derive(String key, SpeechRequest request, int occurrence) {
        Content content = new Content();
        content.put("scheme", SCHEME);
        content.put("key", key);
        content.put("occurrence", occurrence == 0 ? null : occurrence);
        // Names are included and unset parameters are not, so a new parameter does not change the ID of requests
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
            content.put("referenceAudio", samples.computeIfAbsent(request.referenceAudio(), TaskIds::digest));
        }
        content.put("transcript", request.transcript());
        content.put("xVectorOnly", request.xVectorOnly());
        return toUUID(sha256().digest(content.toByteArray()));
    }

    private static ReferenceAudio repeatable(ReferenceAudio sample, long most) {
        if (sample.repeatable()) {
            return sample;
        }
        try (InputStream bytes = sample.open()) {
            byte[] content = bytes.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 1) + 1);
            if (content.length > most) {
                throw new PayloadTooLargeException("maxAudioSize", most);
            }
            return ReferenceAudio.ofBytes(content);
        } catch (IOException e) {
            throw unreadable(e);
        }
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

    private static InvalidSpeechRequestException unreadable(IOException cause) {
        return InvalidSpeechRequestException.of("referenceAudio", null, "must be readable", cause);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The first 16 bytes, in the form of a UUID of version 4, which the API requires. */
    private static UUID toUUID(byte[] hash) {
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        long most = (bytes.getLong() & ~0xF000L) | 0x4000L;
        long least = (bytes.getLong() & ~(0b11L << 62)) | (0b10L << 62);
        return new UUID(most, least);
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
