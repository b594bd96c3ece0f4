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
package io.github.camelqwentts.monitor;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;

import io.github.camelqwentts.speech.Internal;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records whether an endpoint works, and logs when that changes. Failures that concern one message alone do not count.
 *
 * @hidden
 */
@Internal
public final class EndpointCondition {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointCondition.class);

    /** The request was wrong, or its target does not exist. */
    private static final Set<Kind> OF_ONE_MESSAGE = Set.of(Kind.VALIDATION, Kind.SAFETY, Kind.NOT_FOUND);

    private final OutageLog outage;
    private final Runnable onSuccess;

    /**
     * @param endpoint its toString() has no secrets
     * @param onSuccess called after each call that succeeded, on the thread that ended it
     */
    public EndpointCondition(Object endpoint, Runnable onSuccess) {
        this(endpoint, onSuccess, System::nanoTime);
    }

    EndpointCondition(Object endpoint, Runnable onSuccess, LongSupplier nanoTime) {
        this.outage = new OutageLog(LOG, endpoint, nanoTime);
        this.onSuccess = onSuccess;
    }

    /**
     * Records the end of a call.
     *
     * @param results the results; null if there are none
     * @param failure the reason why there are no results; null if there are
     */
    public void record(@Nullable List<SpeechResult> results, @Nullable Throwable failure) {
        if (results != null) {
            recordResults(results);
            return;
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof SpeechException speech && counts(speech)) {
            outage.fail(speech.getMessage());
        }
    }

    private void recordResults(List<SpeechResult> results) {
        SpeechException failure = null;
        boolean works = false;
        for (SpeechResult result : results) {
            // Audio from a cache says nothing about the service.
            works |= result.failure() == null && !(result instanceof Spoken spoken && spoken.cached());
            failure = result.failure() != null && counts(result.failure()) ? result.failure() : failure;
        }
        if (works) {
            outage.recover();
            onSuccess.run();
        } else if (failure != null) {
            outage.fail(failure.getMessage());
        }
    }

    private static boolean counts(SpeechException failure) {
        return !OF_ONE_MESSAGE.contains(failure.getError().kind());
    }
}
