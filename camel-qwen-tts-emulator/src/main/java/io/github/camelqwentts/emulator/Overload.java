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
package io.github.camelqwentts.emulator;

/** Reaction of an {@link OpenAiSpeechEmulator} to a request beyond its maximum number in flight. */
public enum Overload {
    /** The request waits until another has ended. */
    QUEUE,
    /** The request gets a 503, as if a queue was full. */
    UNAVAILABLE,
    /** The request gets a 429. */
    TOO_MANY_REQUESTS,
    /**
     * The engine dies: all connections in flight break off, and every request for speech gets a 503 until
     * {@link OpenAiSpeechEmulator#reset()}. Its health is a 503, too.
     */
    DIE
}
