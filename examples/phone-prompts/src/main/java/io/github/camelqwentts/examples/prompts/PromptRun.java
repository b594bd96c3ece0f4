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
package io.github.camelqwentts.examples.prompts;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.camelqwentts.examples.prompts.Report.Row;
import io.github.camelqwentts.examples.prompts.Report.Status;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;

/** One run over a list of prompts: what is to be spoken, and what came of it. */
final class PromptRun {

    private final Path folder;
    private final List<Prompt> changed = new ArrayList<>();
    private final Map<String, Row> rows = new LinkedHashMap<>();

    /** Compares the list with what the folder has. */
    PromptRun(List<Prompt> prompts, Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        Map<String, Row> before = Report.read(folder);
        for (Prompt prompt : prompts) {
            Row row = before.get(prompt.name());
            boolean same = row != null && row.fingerprint().equals(prompt.fingerprint()) && hasFiles(prompt);
            if (same) {
                rows.put(prompt.name(), row.unchanged());
            } else {
                changed.add(prompt);
                rows.put(prompt.name(), Row.failed(prompt, "It was not reached"));
            }
        }
    }

    List<SpeechRequest> requests() {
        return changed.stream().map(Prompt::toRequest).toList();
    }

    /** @param results in the order of the requests, those of a request with the same task id */
    void store(List<SpeechResult> results) throws IOException {
        Map<String, List<SpeechResult>> byTask = new LinkedHashMap<>();
        for (SpeechResult result : results) {
            byTask.computeIfAbsent(result.taskUUID(), task -> new ArrayList<>()).add(result);
        }
        Iterator<List<SpeechResult>> tasks = byTask.values().iterator();
        for (Prompt prompt : changed) {
            rows.put(prompt.name(), store(prompt, tasks.next()));
        }
    }

    void writeReport() throws IOException {
        Report.write(folder, rows.values());
    }

    /** Such as: 2 spoken, 3 unchanged, 0 failed; 7.41 s of audio, $0.000310 paid. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "%d spoken, %d unchanged, %d failed; %.2f s of audio, $%s paid",
                count(Status.SPOKEN),
                count(Status.UNCHANGED),
                count(Status.FAILED),
                rows.values().stream().mapToDouble(Row::seconds).sum(),
                rows.values().stream()
                        .map(Row::cost)
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .toPlainString());
    }

    Collection<Row> rows() {
        return rows.values();
    }

    private Row store(Prompt prompt, List<SpeechResult> takes) throws IOException {
        double seconds = 0;
        BigDecimal cost = BigDecimal.ZERO;
        int take = 0;
        for (SpeechResult result : takes) {
            if (result instanceof SpeechResult.Failed failed) {
                return Row.failed(prompt, failed.error().message());
            }
            try (InputStream wav = result.orThrow().audio().open()) {
                seconds += TelephoneAudio.write(wav, folder.resolve(prompt.fileName(++take)));
            }
            cost = result.cost() == null ? cost : cost.add(result.cost());
        }
        return new Row(prompt.name(), Status.SPOKEN, take, seconds, cost, prompt.fingerprint(), "");
    }

    private boolean hasFiles(Prompt prompt) {
        return IntStream.rangeClosed(1, prompt.takes())
                .allMatch(take -> Files.exists(folder.resolve(prompt.fileName(take))));
    }

    private long count(Status status) {
        return rows.values().stream().filter(row -> row.status() == status).count();
    }
}
