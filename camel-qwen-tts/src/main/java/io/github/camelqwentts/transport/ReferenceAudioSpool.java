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

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.ReferenceAudio;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpoolException;

/** Keeps the samples of a call that can be read only once, for a retry writes the request again. */
public final class ReferenceAudioSpool implements Closeable {

    private final SpoolSettings spools;
    private final long limit;
    private final List<Spool> kept = new ArrayList<>();

    /** @param limit the most bytes that a sample may have: {@code maxAudioSize} */
    public ReferenceAudioSpool(SpoolSettings spools, long limit) {
        this.spools = spools;
        this.limit = limit;
    }

    /** Whether a request has a sample to keep. */
    public static boolean isNeededFor(SpeechRequest request) {
        return request.referenceAudio() != null && !request.referenceAudio().repeatable();
    }

    /**
     * The same requests with samples that can be read as long as this is open.
     *
     * @throws IllegalArgumentException if one cannot be read
     */
    public List<SpeechRequest> keep(List<SpeechRequest> requests) {
        List<SpeechRequest> repeatable = new ArrayList<>();
        for (SpeechRequest request : requests) {
            ReferenceAudio once = request.referenceAudio();
            if (once != null && isNeededFor(request)) {
                Spool sample = keep(once);
                kept.add(sample);
                repeatable.add(request.toBuilder()
                        .referenceAudio(ReferenceAudio.ofContent(sample::open))
                        .build());
            } else {
                repeatable.add(request);
            }
        }
        return repeatable;
    }

    @Override
    public void close() {
        kept.forEach(Spool::close);
    }

    private Spool keep(ReferenceAudio sample) {
        SpoolWriter writer = new SpoolWriter(spools, limit, -1);
        try (InputStream in = sample.open()) {
            in.transferTo(writer);
            return writer.toSpool();
        } catch (SpoolException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (IOException e) {
            writer.discard();
            throw InvalidSpeechRequestException.of("referenceAudio", null, "must be readable", e);
        }
    }
}
