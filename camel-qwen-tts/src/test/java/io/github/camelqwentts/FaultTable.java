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
package io.github.camelqwentts;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.camelqwentts.emulator.Fault;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;

/** The faults that the rows of {@code faults.csv} name. */
final class FaultTable {

    static final String FILE = "/faults.csv";

    /** How many columns the webhook has at the end. */
    static final int WEBHOOK_COLUMNS = 3;

    private static final Map<String, Fault> FAULTS = new LinkedHashMap<>();

    static {
        FAULTS.put("late", new Fault.Delay(Duration.ofMillis(100)));
        FAULTS.put("never", new Fault.Delay(Duration.ofMinutes(10)));
        for (int status : new int[] {400, 401, 402, 404, 408, 429, 500, 502, 503, 504}) {
            FAULTS.put(String.valueOf(status), new Fault.Status(status));
        }
        FAULTS.put("429, Retry-After", new Fault.Status(429, null, "0", false));
        FAULTS.put("500 after work", new Fault.Status(500, "<html>Sorry</html>", null, true));
        FAULTS.put("504 after work", new Fault.Status(504, null, null, true));
        FAULTS.put("425 after work", new Fault.Status(425, null, null, true));
        FAULTS.put("429 after work", new Fault.Status(429, null, null, true));
        FAULTS.put("499 after work", new Fault.Status(499, null, null, true));
        FAULTS.put(
                "uploadFailed after work",
                new Fault.Status(200, "{\"errors\":[{\"code\":\"uploadFailed\",\"message\":\"Lost\"}]}", null, true));
        FAULTS.put("nothing", new Fault.Status(200, "", null, true));
        FAULTS.put("no array", new Fault.Status(200, "[]", null, true));
        FAULTS.put("no data", new Fault.Status(200, "{\"data\":[]}", null, true));
        FAULTS.put("login page", new Fault.Status(200, "<html>Please log in</html>", null, false));
        FAULTS.put("invalid", new Fault.TaskError("invalidVoice", "No such voice"));
        FAULTS.put("unpaid", new Fault.TaskError("insufficientCredits", "The account is empty"));
        FAULTS.put("unsafe", new Fault.TaskError("contentPolicyViolation", "One does not say that"));
        FAULTS.put("overloaded", new Fault.TaskError("providerOverloaded", "Not now"));
        FAULTS.put("broken", new Fault.TaskError("internalServerError", "Out of order"));
        FAULTS.put("fails at work", new Fault.WorkFailure("providerError", "The model stumbled", false));
        FAULTS.put("fails at work, as item", new Fault.WorkFailure("providerError", "The model stumbled", true));
        FAULTS.put("reset before work", new Fault.ResetBeforeWork());
        FAULTS.put("reset after work", new Fault.ResetAfterWork());
        FAULTS.put("cut at 0", new Fault.Truncate(0));
        FAULTS.put("cut at 40", new Fault.Truncate(40));
        FAULTS.put("malformed", new Fault.MalformedJson());
        FAULTS.put("content type", new Fault.ContentType("text/html"));
        FAULTS.put("unknown fields", new Fault.UnknownFields());
        FAULTS.put("drip", new Fault.Drip(100, Duration.ofMillis(1)));
        FAULTS.put("duplicate results", new Fault.DuplicateResults());
        FAULTS.put("reverse results", new Fault.ReverseResults());
        FAULTS.put("drop results", new Fault.DropResults());
        FAULTS.put("gzip", new Fault.Gzip());
        FAULTS.put("redirect", new Fault.Redirect("http://127.0.0.1:9/elsewhere"));
        FAULTS.put("webhook twice", new Fault.WebhookTwice());
        FAULTS.put("audio 403", new Fault.Download(new Fault.Status(403)));
        FAULTS.put("audio 404", new Fault.Download(new Fault.Status(404)));
        FAULTS.put("audio 429", new Fault.Download(new Fault.Status(429)));
        FAULTS.put("audio 500", new Fault.Download(new Fault.Status(500)));
        FAULTS.put("audio reset", new Fault.Download(new Fault.ResetBeforeWork()));
        FAULTS.put("audio cut", new Fault.Download(new Fault.Truncate(1_000)));
        FAULTS.put("audio drip", new Fault.Download(new Fault.Drip(2_000, Duration.ofMillis(1))));
        FAULTS.put("audio gzip", new Fault.Download(new Fault.Gzip()));
        FAULTS.put("audio content type", new Fault.Download(new Fault.ContentType("text/html")));
        FAULTS.put("audio redirect", new Fault.Download(new Fault.Redirect("http://127.0.0.1:9/elsewhere")));
    }

    private FaultTable() {}

    static Map<String, Fault> faults() {
        return FAULTS;
    }

    /**
     * Plays the fault of a row in several ways, and compares the outcomes with the cells of the row.
     *
     * @param firstColumn column of the first way
     * @return the row with the actual outcomes
     */
    static <W> String play(
            ArgumentsAccessor row, int firstColumn, List<W> ways, SoftAssertions cells, Player<W> player) {
        Fault fault = FAULTS.get(row.getString(0));
        int times = row.getString(1).equals("always") ? Integer.MAX_VALUE : 1;
        StringBuilder actualRow = new StringBuilder(row.getString(0) + " | " + row.getString(1));
        for (int i = 0; i < ways.size(); i++) {
            String expected = row.getString(firstColumn + i);
            String actual = player.play(ways.get(i), fault, times, expected);
            cells.assertThat(actual)
                    .as("%s %s: %s", row.getString(0), row.getString(1), ways.get(i))
                    .isEqualTo(expected);
            actualRow.append(" | ").append(actual);
        }
        return actualRow.toString();
    }

    /** Plays a fault in a way. */
    interface Player<W> {

        /**
         * Plays a fault.
         *
         * @param times how often the fault strikes
         * @return the outcome
         */
        String play(W way, Fault fault, int times, String expected);
    }
}
