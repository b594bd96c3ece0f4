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

import java.io.IOException;

/**
 * Receives bytes as they arrive, for example to decode them. The methods are called by one thread at a time, after each
 * other, and must not block. Exactly one of {@link #end} and {@link #fail} is called last.
 */
public interface ChunkReceiver {

    /**
     * Receives some bytes. Their borders have no meaning.
     *
     * @throws IOException if they are not acceptable; the source is then cancelled, and {@link #fail} called
     */
    void receive(byte[] bytes, int offset, int length) throws IOException;

    /**
     * All bytes were received.
     *
     * @throws IOException if more was expected; {@link #fail} is then called
     */
    void end() throws IOException;

    /** There will be no more bytes, although there should be. */
    void fail(Throwable cause);
}
