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
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.camelqwentts.speech.SpeechResult;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** What became of each prompt of a list. */
record Report(List<Row> rows) {

    static final String FILE_NAME = "report.csv";

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader("name", "status", "seconds", "cost", "problem")
            .get();

    /**
     * Stores the audio of prompts, and a report beside it.
     *
     * @param results one for each prompt, in their order
     */
    static Report store(List<Prompt> prompts, List<SpeechResult> results, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            rows.add(store(prompts.get(i), results.get(i), folder));
        }
        try (Writer text = Files.newBufferedWriter(folder.resolve(FILE_NAME));
                CSVPrinter printer = FORMAT.print(text)) {
            for (Row row : rows) {
                printer.printRecord(
                        row.name,
                        row.status.name().toLowerCase(Locale.ROOT),
                        String.format(Locale.ROOT, "%.2f", row.seconds),
                        row.cost.toPlainString(),
                        row.problem);
            }
        }
        return new Report(rows);
    }

    private static Row store(Prompt prompt, SpeechResult result, Path folder) throws IOException {
        if (result instanceof SpeechResult.Failed failed) {
            return new Row(
                    prompt.name(),
                    Status.FAILED,
                    0,
                    BigDecimal.ZERO,
                    failed.error().message());
        }
        SpeechResult.Spoken spoken = result.orThrow();
        try (InputStream wav = spoken.audio().open()) {
            return new Row(
                    prompt.name(),
                    spoken.cached() ? Status.CACHED : Status.SPOKEN,
                    TelephoneAudio.write(wav, folder.resolve(prompt.fileName())),
                    spoken.cost() == null ? BigDecimal.ZERO : spoken.cost(),
                    "");
        }
    }

    /** Such as: 2 spoken, 3 from the cache, 0 failed; 7.41 s of audio, $0.000310 paid. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "%d spoken, %d from the cache, %d failed; %.2f s of audio, $%s paid",
                count(Status.SPOKEN),
                count(Status.CACHED),
                count(Status.FAILED),
                rows.stream().mapToDouble(Row::seconds).sum(),
                rows.stream()
                        .map(Row::cost)
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .toPlainString());
    }

    private long count(Status status) {
        return rows.stream().filter(row -> row.status == status).count();
    }

    enum Status {
        /** It was bought. */
        SPOKEN,
        /** An earlier run has bought it. */
        CACHED,
        FAILED
    }

    /**
     * What became of a prompt.
     *
     * @param cost what this run paid for it, in USD
     * @param problem why it failed; empty if it did not
     */
    record Row(String name, Status status, double seconds, BigDecimal cost, String problem) {}
}
