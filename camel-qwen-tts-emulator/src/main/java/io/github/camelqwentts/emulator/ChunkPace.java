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

import java.util.ArrayList;
import java.util.List;

/**
 * Chunks in which speech is made, and their pace.
 *
 * @param delayMillis the time between two chunks
 * @param async whether a chunk is sent when it is made; if not, all are sent when the last one is made
 */
record ChunkPace(int firstFrames, int laterFrames, long delayMillis, boolean async) {

    List<Chunk> chunks(int frames) {
        List<Chunk> chunks = new ArrayList<>();
        for (int end = Math.min(firstFrames, frames); ; end = Math.min(end + laterFrames, frames)) {
            chunks.add(new Chunk(end, chunks.isEmpty() || !async ? 0 : delayMillis));
            if (end == frames) {
                break;
            }
        }
        if (!async) {
            chunks.set(0, new Chunk(chunks.get(0).endFrame(), (chunks.size() - 1) * delayMillis));
        }
        return chunks;
    }

    /** The time between the first chunk and the last one. */
    long wholeDelayMillis(int frames) {
        return (chunks(frames).size() - 1) * delayMillis;
    }

    /** @param endFrame the number of frames in it and all before it */
    record Chunk(int endFrame, long delayMillis) {}
}
