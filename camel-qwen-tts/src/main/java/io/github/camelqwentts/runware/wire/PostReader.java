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
package io.github.camelqwentts.runware.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.github.camelqwentts.audio.AudioCheck;
import io.github.camelqwentts.audio.BadAudioException;
import io.github.camelqwentts.runware.wire.Envelope.Item;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.PayloadTooLargeException;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.speech.SpoolException;
import io.github.camelqwentts.speech.UnreadableResultException;
import io.github.camelqwentts.transport.Spool;
import io.github.camelqwentts.transport.SpoolSettings;
import io.github.camelqwentts.transport.SpoolWriter;

/** Reads the bodies of webhook posts: results of tasks whose requests are not known. */
public final class PostReader {

    private final SpoolSettings spools;
    private final long limit;
    private final UnaryOperator<String> redact;

    /** @param limit maximum size of a post in bytes */
    public PostReader(SpoolSettings spools, long limit, UnaryOperator<String> redact) {
        this.spools = spools;
        this.limit = limit;
        this.redact = redact;
    }

    /** Reads a post, which the caller closes. */
    public List<SpeechResult> read(InputStream posted) throws IOException {
        SpoolWriter body = new SpoolWriter(spools, "webhookMaxPayloadSize", limit, -1);
        Spool whole;
        try {
            posted.transferTo(body);
            whole = body.toSpool();
        } catch (IOException | RuntimeException e) {
            body.discard();
            throw e;
        }
        try (whole) {
            return resultsOf(readEnvelope(whole));
        }
    }

    private Envelope readEnvelope(Spool posted) throws IOException {
        try {
            return EnvelopeReader.read(posted, 0, spools, AnswerLimits.ofPost(limit), redact);
        } catch (PayloadTooLargeException | SpoolException e) {
            throw e;
        } catch (IOException e) {
            String reason = redact.apply(e.getMessage());
            throw new UnreadableResultException("The body is not an envelope of the API: " + reason, null);
        }
    }

    private static List<SpeechResult> resultsOf(Envelope posted) throws IOException {
        List<SpeechResult> results = new ArrayList<>();
        try {
            for (Item item : posted.items()) {
                if (item.isResult()) {
                    results.add(resultOf(item));
                }
            }
        } catch (IOException | RuntimeException e) {
            posted.discard();
            throw e;
        }
        for (SpeechError error : posted.errors()) {
            results.add(SpeechResult.failed(error.taskUUID(), OutputFormat.MP3, SpeechException.of(error)));
        }
        return results;
    }

    private static SpeechResult resultOf(Item item) throws IOException {
        Spoken result = item.toResult(null, OutputFormat.MP3);
        if (item.problem() instanceof BadAudioException) {
            throw new UnreadableResultException(item.problem().getMessage(), item.problem());
        }
        if (item.problem() != null) {
            throw item.problem();
        }
        try {
            return item.audio() == null ? result : AudioCheck.ANY.accept(result, item.audio());
        } catch (BadAudioException e) {
            item.audio().close();
            SpeechError error = SpeechError.of(Kind.PROVIDER, e.getMessage(), item.taskUUID());
            return result.failed(SpeechException.of(error, e));
        }
    }
}
