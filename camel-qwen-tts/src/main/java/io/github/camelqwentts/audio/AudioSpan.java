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
package io.github.camelqwentts.audio;

/**
 * Position of a piece in joined audio.
 *
 * @param begin its first sample
 * @param end the sample after its last one
 * @param sampleRate samples per second
 */
public record AudioSpan(long begin, long end, int sampleRate) {

    /** Begin of the piece in milliseconds. */
    public long beginMillis() {
        return begin * 1000 / sampleRate;
    }

    /** End of the piece in milliseconds. */
    public long endMillis() {
        return end * 1000 / sampleRate;
    }
}
