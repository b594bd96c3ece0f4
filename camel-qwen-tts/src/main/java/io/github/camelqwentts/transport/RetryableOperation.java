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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.speech.SpeechException;

/** Something that may have to be tried several times; see {@link Retries}. */
public interface RetryableOperation {

    /** Tries once. What came of it, failure too, is kept here; the future completes when that is known. */
    CompletableFuture<Void> tryOnce();

    /** Whether, after the last try, another one is wanted. It gives the same answer until the next try. */
    boolean wantsAnother();

    /** How long the API asked to be left alone; null if it did not. */
    Duration retryAfter();

    /** The failure of the last try, for the log; null if there was none. */
    SpeechException lastFailure();
}
