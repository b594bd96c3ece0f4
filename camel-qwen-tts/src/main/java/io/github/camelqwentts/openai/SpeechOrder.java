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
package io.github.camelqwentts.openai;

import java.util.Objects;

import io.github.camelqwentts.speech.SpeechRequest;
import org.jspecify.annotations.Nullable;

/**
 * One result to be made of a text.
 *
 * @param request the complete request
 * @param seed distinguishes several results; null for none
 * @param tokenLimit token budget that is sent although the request has none; null for the server's own
 * @param form how the audio is to arrive
 */
record SpeechOrder(
        SpeechRequest request,
        @Nullable Long seed,
        @Nullable Integer tokenLimit,
        Form form) {

    /** Far from the seeds of the other results. */
    private static final long OTHER_SEED = 1_000_003;

    String taskUUID() {
        return Objects.requireNonNull(request.taskUUID());
    }

    ExpectedLength expectedLength() {
        return ExpectedLength.of(request);
    }

    /**
     * Returns the order that follows useless audio, because the same order would give the same audio. A token budget is
     * sent only now, because servers do not retry themselves if they get one.
     */
    SpeechOrder changed(Dialect dialect) {
        boolean takesBudget = dialect == Dialect.VLLM_OMNI && request.maxNewTokens() == null;
        return new SpeechOrder(
                request,
                seed == null ? null : (Long) (seed + OTHER_SEED),
                takesBudget ? (Integer) expectedLength().tokenBudget() : null,
                form);
    }

    /** Returns the order for a server that streams samples only. */
    SpeechOrder asSamples() {
        return new SpeechOrder(request, seed, tokenLimit, Form.STREAMED_SAMPLES);
    }

    /** How audio arrives. */
    enum Form {
        /** At once. */
        WHOLE,
        /** As it is made, in the format of the request. */
        STREAMED,
        /** As it is made, without the header of its format. */
        STREAMED_SAMPLES
    }
}
