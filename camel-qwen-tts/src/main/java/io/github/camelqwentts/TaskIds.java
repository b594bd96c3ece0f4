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
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.PayloadTooLargeException;
import io.github.camelqwentts.speech.ReferenceAudio;
import io.github.camelqwentts.speech.RequestDigest;
import io.github.camelqwentts.speech.SpeechRequest;

/**
 * Derives task IDs from a key and the content of requests, so that the same key and content give the same ID in every
 * process at any time.
 *
 * <p>The content is that of a {@link RequestDigest}: a repetition may have another delivery method, webhook or presigned
 * upload URL, whose signature differs with every attempt, and must find the same task.
 */
final class TaskIds {

    /** Changes if IDs have to change; every ID that was derived before becomes unknown then. */
    private static final String SCHEME = "camel-qwen-tts:1";

    private final RequestDigest digest = new RequestDigest(SCHEME);

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
        return toUUID(digest.of(key, request, occurrence));
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
            throw RequestDigest.unreadable(e);
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
