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

/**
 * Settings that the calls of all backends have.
 *
 * @param callTimeout maximum time of a whole call
 * @param retries how often and when failed requests are sent again
 * @param maxAudioSize maximum size of one audio in bytes
 */
public record CallSettings(Duration callTimeout, RetrySettings retries, long maxAudioSize) {

    /** Maximum size of one audio in bytes. */
    public static final long DEFAULT_MAX_AUDIO_SIZE = 512L * 1024 * 1024;
}
