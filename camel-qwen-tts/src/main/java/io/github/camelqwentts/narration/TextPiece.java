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
 * A part of a long text. All pieces of a text, one after the other, are the text.
 *
 * @param offset index of its first char in the text
 * @param text its part of the text, with the blanks that follow it
 * @param border what ends it
 */
record TextPiece(int offset, String text, Border border) {

    /** Contains no text: spoken text is private. */
    @Override
    public String toString() {
        return "TextPiece[offset=" + offset + ", length=" + text.length() + ", border=" + border + "]";
    }
}
