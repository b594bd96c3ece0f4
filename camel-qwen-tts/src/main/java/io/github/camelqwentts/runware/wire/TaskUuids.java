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
package io.github.camelqwentts.runware.wire;

import java.util.Locale;
import java.util.regex.Pattern;

import io.github.camelqwentts.speech.SpeechError;
import org.jspecify.annotations.Nullable;

/** Normalizes task ids, and recognizes the API's errors for an id in use. */
public final class TaskUuids {

    /** The vendor's code is conflictTaskUUID; the others are variants, also without the name of the parameter. */
    private static final Pattern IN_USE =
            Pattern.compile("(conflict|duplicate)(task|taskuuid|taskid|uuid|id)?", Pattern.CASE_INSENSITIVE);

    private static final Pattern CONFLICT = Pattern.compile("(conflict|duplicate).*", Pattern.CASE_INSENSITIVE);

    private TaskUuids() {}

    /** The same id in lower case and without braces, so that ids can be compared as text; null for null. */
    static @Nullable String normalized(@Nullable String taskUUID) {
        if (taskUUID == null) {
            return null;
        }
        String id = taskUUID.strip();
        if (id.length() > 2 && id.startsWith("{") && id.endsWith("}")) {
            id = id.substring(1, id.length() - 1);
        }
        return id.toLowerCase(Locale.ROOT);
    }

    /** Whether the API refuses a task because it has one with that id: the earlier one was accepted. */
    public static boolean saysInUse(SpeechError error) {
        if (error.code() == null) {
            return false;
        }
        String parameter = error.parameter() == null ? "" : error.parameter().toLowerCase(Locale.ROOT);
        return parameter.isEmpty()
                ? IN_USE.matcher(error.code()).matches()
                : parameter.contains("taskuuid")
                        && CONFLICT.matcher(error.code()).matches();
    }
}
