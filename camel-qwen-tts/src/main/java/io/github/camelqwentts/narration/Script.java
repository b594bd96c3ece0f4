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

import java.lang.Character.UnicodeScript;

/** Kinds of characters that count differently in the length of texts and lines. */
final class Script {

    private Script() {}

    /** Whether the character is Chinese, Japanese or Korean, including punctuation and full-width forms. */
    static boolean isWide(int character) {
        if (character < 0x1100) {
            return false;
        }
        if ((character >= 0x3000 && character <= 0x30FF) || (character >= 0xFF01 && character <= 0xFFE6)) {
            return true;
        }
        return switch (UnicodeScript.of(character)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> true;
            default -> false;
        };
    }

    static boolean isEmoji(int character) {
        return (character >= 0x1F000 && character <= 0x1FAFF) || (character >= 0x2600 && character <= 0x27BF);
    }
}
