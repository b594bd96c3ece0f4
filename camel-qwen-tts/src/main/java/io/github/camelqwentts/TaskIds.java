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
        MessageDigest digest = sha256();
        put(digest, "scheme", SCHEME);
        put(digest, "key", key);
        put(digest, "occurrence", occurrence == 0 ? null : occurrence);
        // Names are included and unset parameters are not, so a new parameter does not change the ID of requests
        // without it.
        put(digest, "text", request.text());
        put(digest, "model", request.effectiveModel());
        put(digest, "voice", request.effectiveVoice().wireName());
        put(
                digest,
                "language",
                request.language() == null ? null : request.language().wireName());
        put(digest, "speed", request.speed());
        put(digest, "positivePrompt", request.positivePrompt());
        put(digest, "maxNewTokens", request.maxNewTokens());
        put(
                digest,
                "outputType",
                request.outputType() == null ? null : request.outputType().wireName());
        put(digest, "outputFormat", request.effectiveOutputFormat().wireName());
        AudioSettings settings = request.audioSettings();
        if (settings != null) {
            put(digest, "sampleRate", settings.sampleRate());
            put(digest, "bitrate", settings.bitrate());
            put(digest, "channels", settings.channels());
        }
        put(digest, "numberResults", request.effectiveNumberResults());
        if (request.referenceAudio() != null) {
            put(digest, "referenceAudio", samples.computeIfAbsent(request.referenceAudio(), TaskIds::digest));
        }
        put(digest, "transcript", request.transcript());
        put(digest, "xVectorOnly", request.xVectorOnly());
        return toUUID(digest.digest());
    }

    private static void put(MessageDigest digest, String name, Object value) {
        if (value != null) {
            put(digest, name, value.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Writes lengths too, otherwise the end of one value could be read as the beginning of the next. */
    private static void put(MessageDigest digest, String name, byte[] value) {
        byte[] label = name.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(label.length)
                .putInt(value.length)
                .flip());
        digest.update(label);
        digest.update(value);
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
        MessageDigest digest = sha256();
        if (sample.text() != null) {
            put(digest, "text", sample.text());
            return digest.digest();
        }
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
}
