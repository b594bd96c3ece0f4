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

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Something that turns text into speech, without holding a thread meanwhile. All methods may be called by any thread. */
public interface SpeechClient {

    /**
     * Speaks texts.
     *
     * <p>Requests without a {@link SpeechRequest#taskUUID()} get one. Nothing is sent unless all requests keep the rules.
     *
     * @param requests what to say, and how
     * @return the results in the order of the requests, each request's own together. A request that failed has a
     *     result with {@link SpeechResult#failure()} among them, and what the others gave is there all the same. The
     *     future fails, with an {@link IllegalArgumentException}, only if a rule is broken. It is completed on a
     *     thread of the client, which must not be blocked. Cancelling it ends the requests that are under way.
     *     Whoever gets the results closes their audio.
     */
    CompletableFuture<List<SpeechResult>> synthesize(List<SpeechRequest> requests);
}
