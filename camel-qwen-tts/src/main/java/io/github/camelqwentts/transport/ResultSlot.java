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

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the result of an operation until the operation ends. A cancelled operation has ended while its response may still
 * wait for a worker; audio that comes later is released.
 */
public final class ResultSlot {

    private final ReentrantLock lock = new ReentrantLock();
    private boolean ended;
    private @Nullable Spoken result;

    /** Keeps a result with its audio, or releases the audio if the operation has ended. */
    public void put(Spoken spoken) {
        lock.lock();
        try {
            if (!ended) {
                result = spoken;
                return;
            }
        } finally {
            lock.unlock();
        }
        Objects.requireNonNull(spoken.audio()).close();
    }

    /**
     * Ends the operation.
     *
     * @return the result; null if there is none yet
     */
    public @Nullable Spoken end() {
        lock.lock();
        try {
            ended = true;
            return result;
        } finally {
            lock.unlock();
        }
    }
}
