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
import java.io.Reader;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** What became of each prompt, kept beside the audio; the next run tells by it what has changed. */
final class Report {

    static final String FILE_NAME = "report.csv";

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader("name", "status", "takes", "seconds", "cost", "fingerprint", "problem")
            .setSkipHeaderRecord(true)
            .get();

    private Report() {}

    /** The rows of the report in that folder, by the names of their prompts; none where there is no report. */
    static Map<String, Row> read(Path folder) throws IOException {
        Map<String, Row> rows = new HashMap<>();
        Path file = folder.resolve(FILE_NAME);
        if (Files.exists(file)) {
            try (Reader text = Files.newBufferedReader(file);
                    CSVParser records = FORMAT.parse(text)) {
                for (CSVRecord row : records) {
                    rows.put(
                            row.get("name"),
                            new Row(
                                    row.get("name"),
                                    Status.valueOf(row.get("status").toUpperCase(Locale.ROOT)),
                                    Integer.parseInt(row.get("takes")),
                                    Double.parseDouble(row.get("seconds")),
                                    new BigDecimal(row.get("cost")),
                                    row.get("fingerprint"),
                                    row.get("problem")));
                }
            }
        }
        return rows;
    }

    static void write(Path folder, Collection<Row> rows) throws IOException {
        try (Writer text = Files.newBufferedWriter(folder.resolve(FILE_NAME));
                CSVPrinter printer =
                        FORMAT.builder().setSkipHeaderRecord(false).get().print(text)) {
            for (Row row : rows) {
                printer.printRecord(
                        row.name,
                        row.status.name().toLowerCase(Locale.ROOT),
                        row.takes,
                        String.format(Locale.ROOT, "%.2f", row.seconds),
                        row.cost.toPlainString(),
                        row.fingerprint,
                        row.problem);
            }
        }
    }

    enum Status {
        SPOKEN,
        UNCHANGED,
        FAILED
    }

    /**
     * What became of a prompt.
     *
     * @param seconds how long its takes play together
     * @param cost what this run paid for it, in USD
     * @param problem why it failed; empty if it did not
     */
    record Row(
            String name,
            Status status,
            int takes,
            double seconds,
            BigDecimal cost,
            String fingerprint,
            String problem) {

        static Row failed(Prompt prompt, String problem) {
            return new Row(prompt.name(), Status.FAILED, 0, 0, BigDecimal.ZERO, "", problem);
        }

        Row unchanged() {
            return new Row(name, Status.UNCHANGED, takes, seconds, BigDecimal.ZERO, fingerprint, "");
        }
    }
}
