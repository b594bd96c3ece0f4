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

import java.io.IOException;

import io.github.camelqwentts.transport.ChunkReceiver;
import io.github.camelqwentts.transport.GrowingSpool;

/** Passes audio on as it arrives. */
record RawReceiver(GrowingSpool audio, StreamLength length) implements ChunkReceiver {

    @Override
    public void receive(byte[] bytes, int offset, int count) throws IOException {
        audio.append(bytes, offset, count);
        length.requireNotTooLong(audio.arrived());
    }

    @Override
    public void end() {
        audio.end();
    }

    @Override
    public void fail(Throwable cause) {
        audio.fail(cause);
    }
}
