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
package io.github.camelqwentts.narration;

/**
 * A piece of text and its position in the joined audio.
 *
 * @param text the text of the piece
 * @param beginMillis begin of its sound in milliseconds
 * @param endMillis end of its sound in milliseconds
 */
record SpokenPiece(String text, long beginMillis, long endMillis) {

    /** Contains no text: spoken text is private. */
    @Override
    public String toString() {
        return "SpokenPiece[length=" + text.length() + ", beginMillis=" + beginMillis + ", endMillis=" + endMillis
                + "]";
    }
}
