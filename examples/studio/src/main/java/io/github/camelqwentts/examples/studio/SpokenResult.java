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

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.github.camelqwentts.QwenTtsConstants;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.Message;

/**
 * A result as the page shows it.
 *
 * @param subtitles where its subtitles are; null if it has none
 * @param cost in USD; null if it is not reported
 * @param seed null if it was joined from several pieces
 * @param pieces the number of pieces that it was joined from
 */
record SpokenResult(
        String href,
        String subtitles,
        String format,
        String contentType,
        long size,
        BigDecimal cost,
        Long seed,
        int pieces) {

    /**
     * Stores the audio of a message in files.
     *
     * @param message has one audio, which may still be arriving, or a list of results
     */
    static List<SpokenResult> store(String job, Message message, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<SpokenResult> stored = new ArrayList<>();
        if (message.getBody() instanceof List<?> results) {
            for (Object result : results) {
                SpeechResult.Spoken spoken = ((SpeechResult) result).orThrow();
                SpokenAudio audio = new SpokenAudio(UUID.fromString(job), stored.size(), spoken.format());
                try (InputStream bytes = spoken.audio().open()) {
                    stored.add(of(audio, null, Files.copy(bytes, audio.in(folder)), spoken.cost(), spoken.seed(), 1));
                }
            }
            return stored;
        }
        OutputFormat format = OutputFormat.of(message.getHeader(QwenTtsConstants.AUDIO_FORMAT, String.class));
        SpokenAudio audio = new SpokenAudio(UUID.fromString(job), 0, format);
        String subtitles = message.getHeader(QwenTtsConstants.SUBTITLES, String.class);
        if (subtitles != null) {
            Files.writeString(audio.subtitlesIn(folder), subtitles);
        }
        try (InputStream bytes = message.getBody(InputStream.class)) {
            stored.add(of(
                    audio,
                    subtitles == null ? null : audio.subtitlesHref(),
                    Files.copy(bytes, audio.in(folder)),
                    message.getHeader(QwenTtsConstants.COST, BigDecimal.class),
                    message.getHeader(QwenTtsConstants.SEED, Long.class),
                    message.getHeader(QwenTtsConstants.PIECES, 1, Integer.class)));
        }
        return stored;
    }

    private static SpokenResult of(
            SpokenAudio audio, String subtitles, long size, BigDecimal cost, Long seed, int pieces) {
        return new SpokenResult(
                audio.href(),
                subtitles,
                audio.format().wireName(),
                audio.format().contentType(),
                size,
                cost,
                seed,
                pieces);
    }
}
