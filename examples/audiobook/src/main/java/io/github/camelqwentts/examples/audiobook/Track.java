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
package io.github.camelqwentts.examples.audiobook;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The audio of a chapter.
 *
 * @param file the name of its file
 * @param cost what this run paid for it, in USD
 */
record Track(String title, String file, Duration duration, BigDecimal cost) {

    /** Returns a playlist in the format M3U, which players read as UTF-8 if the name ends with .m3u8. */
    static String playlist(List<Track> tracks) {
        StringBuilder lines = new StringBuilder("#EXTM3U\n");
        for (Track track : tracks) {
            long seconds = Math.round(track.duration.toMillis() / 1000.0);
            lines.append("#EXTINF:")
                    .append(seconds)
                    .append(',')
                    .append(track.title)
                    .append('\n');
            lines.append(track.file).append('\n');
        }
        return lines.toString();
    }

    /** Returns such as: 3 chapters, 4:05 of audio, $0.001200 paid. */
    static String summary(List<Track> tracks) {
        Duration duration = tracks.stream().map(Track::duration).reduce(Duration.ZERO, Duration::plus);
        BigDecimal cost = tracks.stream().map(Track::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
        return tracks.size() + (tracks.size() == 1 ? " chapter, " : " chapters, ") + clock(duration) + " of audio, $"
                + cost.toPlainString() + " paid";
    }

    /** Returns such as 4:05, or 1:04:05. */
    static String clock(Duration duration) {
        long seconds = Math.round(duration.toMillis() / 1000.0);
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
