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
package io.github.camelqwentts.examples.studio;

import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;

import io.github.camelqwentts.speech.OutputFormat;

/** Identifies audio: a result of a job, kept in a file. Nothing in it can lead to another folder. */
record SpokenAudio(UUID job, int index, OutputFormat format) {

    /** @throws IllegalArgumentException if it is not valid */
    static SpokenAudio of(String job, String index, String format) {
        return new SpokenAudio(UUID.fromString(job), Integer.parseInt(index), OutputFormat.of(format));
    }

    Path in(Path folder) {
        return folder.resolve(job + "-" + index + "." + format.wireName().toLowerCase(Locale.ROOT));
    }

    Path subtitlesIn(Path folder) {
        return folder.resolve(job + "-" + index + ".vtt");
    }

    String href() {
        return "api/speech/" + job + "/audio/" + index + "?format=" + format.wireName();
    }

    String subtitlesHref() {
        return "api/speech/" + job + "/subtitles/" + index + "?format=" + format.wireName();
    }
}
