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
package io.github.camelqwentts.examples.announcements;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.camelqwentts.speech.Language;

/**
 * What is to be announced, as it comes in.
 *
 * @param id names it, and its files: letters, digits and hyphens
 * @param at when it is due, such as {@code 2030-05-01T18:30:00+02:00}; null for at once
 * @param texts what to say, by language
 */
record Announcement(String id, String at, Map<String, String> texts) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    /**
     * One announcement for each language.
     *
     * @throws IllegalArgumentException if something is missing, or is not what it should be
     */
    List<Spot> spots() {
        if (id == null || !ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "id=" + id + " is not valid: must be up to 64 letters, digits and hyphens");
        }
        if (texts == null || texts.isEmpty()) {
            throw new IllegalArgumentException("texts is not set: give at least one language with its text");
        }
        long due = due();
        return texts.entrySet().stream()
                .map(text -> new Spot(id, due, Language.of(text.getKey()), text.getValue()))
                .toList();
    }

    private long due() {
        try {
            return at == null ? 0 : OffsetDateTime.parse(at).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "at=" + at + " is not valid: must be a time with its zone, such as 2030-05-01T18:30:00+02:00", e);
        }
    }
}
