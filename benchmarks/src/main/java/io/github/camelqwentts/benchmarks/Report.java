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
package io.github.camelqwentts.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The table, and the goals under it. */
final class Report {

    private static final List<String> COLUMNS = List.of(
            "",
            "messages/s",
            "CPU ms",
            "kB allocated",
            "live heap MB",
            "RSS MB",
            "threads",
            "first byte ms",
            "start ms",
            "server CPU ms");

    private final List<Section> sections = new ArrayList<>();
    private final List<Goal> goals = new ArrayList<>();

    void section(String title) {
        section(title, COLUMNS);
    }

    void section(String title, List<String> columns) {
        sections.add(new Section(title, columns, new ArrayList<>()));
    }

    void row(String label, Measures measures) {
        if (sections.isEmpty()) {
            section("Short comparison");
        }
        row(List.of(
                label,
                number(measures.perSecond()),
                number(measures.cpuMillis()),
                number(measures.allocated() / 1e3),
                number(measures.liveHeap() / 1e6),
                number(measures.resident() / 1e6),
                number(measures.threads()),
                number(measures.firstByteMillis()),
                number(measures.startMillis()),
                number(measures.serverMillis())));
    }

    /** Adds a row to the last section. */
    void row(List<String> cells) {
        sections.get(sections.size() - 1).rows.add(cells);
    }

    void atLeast(String what, double value, double goal) {
        goals.add(new Goal(what, value, "at least " + number(goal), value >= goal));
    }

    void atMost(String what, double value, double goal) {
        goals.add(new Goal(what, value, "at most " + number(goal), value <= goal));
    }

    void note(String what, double value) {
        goals.add(new Goal(what, value, "–", true));
    }

    boolean allGoalsReached() {
        return goals.stream().allMatch(Goal::isReached);
    }

    String asText() {
        StringBuilder text = new StringBuilder();
        for (Section section : sections) {
            text.append('\n').append(section.title).append('\n');
            text.append(line(section.columns));
            section.rows.forEach(row -> text.append(line(row)));
        }
        text.append("\nRatios and limits, of this run\n");
        for (Goal goal : goals) {
            text.append(String.format(
                    "%-60s %8s  %-16s %s%n", goal.what, number(goal.value), goal.goal, goal.isReached ? "" : "MISSED"));
        }
        return text.toString();
    }

    void write(Path file) throws IOException {
        StringBuilder table = new StringBuilder("// Written by benchmarks; do not edit.\n");
        table.append(machine()).append("\n\n");
        for (Section section : sections) {
            table.append('.')
                    .append(section.title)
                    .append("\n[cols=\"4")
                    .append(",2".repeat(section.columns.size() - 1))
                    .append("\",options=\"header\"]\n|===\n");
            table.append(cells(section.columns)).append("\n");
            section.rows.forEach(row -> table.append(cells(row)));
            table.append("|===\n\n");
        }
        table.append(".Ratios and limits, of the same run\n[cols=\"6,2,2,2\",options=\"header\"]\n|===\n");
        table.append("| What | Measured | Goal | Reached\n\n");
        for (Goal goal : goals) {
            table.append(cells(List.of(
                    goal.what,
                    number(goal.value),
                    goal.goal,
                    goal.goal.equals("–") ? "" : goal.isReached ? "yes" : "no")));
        }
        table.append("|===\n");
        Files.writeString(file, table);
    }

    private static String machine() throws IOException {
        Path processors = Path.of("/proc/cpuinfo");
        String model = !Files.exists(processors)
                ? System.getProperty("os.arch")
                : Files.readAllLines(processors).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
        return "Measured on " + Runtime.getRuntime().availableProcessors() + " processors (" + model + "), "
                + System.getProperty("os.name") + ", Java " + System.getProperty("java.version")
                + ", with the server on the same machine.";
    }

    private static String line(List<String> cells) {
        return String.format("%-34s", cells.get(0))
                + cells.stream()
                        .skip(1)
                        .map(cell -> String.format("%14s", cell))
                        .collect(Collectors.joining())
                + System.lineSeparator();
    }

    private static String cells(List<String> cells) {
        return cells.stream().map(cell -> "| " + cell).collect(Collectors.joining(" ")) + "\n";
    }

    /** Three digits say all that a noisy machine can tell. */
    static String number(double value) {
        if (value == 0) {
            return "–";
        }
        return value >= 100
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    }

    private record Section(String title, List<String> columns, List<List<String>> rows) {}

    private record Goal(String what, double value, String goal, boolean isReached) {}
}
