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

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Audio that may still be arriving. Its streams wait for what is missing.
 *
 * @hidden
 */
@Internal
public interface GrowingAudio extends SpeechAudio {

    /**
     * The end of the audio. It does not keep the audio reachable.
     *
     * @return completes on a worker when the audio is whole; fails with the {@link SpeechException} that ended it early
     */
    CompletableFuture<Extent> whole();

    /** The number of bytes that have arrived. */
    long arrived();

    /**
     * Waits without a thread until a number of bytes has arrived.
     *
     * @return completes on a worker, also if the whole audio has fewer bytes; fails if it ends early
     */
    CompletableFuture<?> available(long number);

    /**
     * The extent of audio that is whole.
     *
     * @param bytes its size
     * @param millis its duration in milliseconds; null if it is unknown
     * @hidden
     */
    record Extent(long bytes, @Nullable Long millis) {}
}
