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
package io.github.camelqwentts.transport;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** What is hidden in texts that others wrote. */
class RedactionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Cannot reach https://a.example/hook?token=s3cret now | Cannot reach https://a.example/hook?*** now
                    https://acc.blob.example/c/b.wav?sv=1&sig=aGVsbG8%3D | https://acc.blob.example/c/b.wav?***
                    PUT "https://s3.example/b?X-Amz-Signature=abc" failed | PUT "https://s3.example/b?***" failed
                    <https://storage.example/b?X-Goog-Signature=abc> | <https://storage.example/b?***>
                    HTTPS://user:pass@a.example/x | HTTPS://***@a.example/x
                    ftp://user@a.example and https://b.example/?q=1 | ftp://***@a.example and https://b.example/?***
                    See https://docs.example/errors#invalidVoice | See https://docs.example/errors#invalidVoice
                    What? https://docs.example/errors | What? https://docs.example/errors
                    """)
    void hidesQueryAndUserInfoOfEveryUrl(String text, String expected) {
        assertThat(Redaction.of("unrelated").apply(text)).isEqualTo(expected);
    }

    @Test
    void hidesUrlsOfTheCallAsAWholeAndTheirTokensAlone() {
        Redaction redaction = Redaction.of("a-long-api-key")
                .withUrls(List.of(
                        "https://hooks.example/T000/PATHSECRET", "https://b.example/h?token=u7Jq%2B3%2FyZk0%3D"));

        assertThat(redaction.apply("webhookURL https://hooks.example/T000/PATHSECRET refused"))
                .isEqualTo("webhookURL *** refused");
        assertThat(redaction.apply("token u7Jq+3/yZk0= or u7Jq%2B3%2FyZk0%3D refused by a-long-api-key"))
                .isEqualTo("token *** or *** refused by ***");
    }

    @Test
    void shortKeyIsHiddenAsAWordOnly() {
        Redaction redaction = Redaction.of("ask");

        assertThat(redaction.apply("Key ask is unknown to task duplicateTaskUUID, ask!"))
                .isEqualTo("Key *** is unknown to task duplicateTaskUUID, ***!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "ask", "task", "Task", "UUID", "dup", "conf"})
    void shortKeyChangesNoCode(String key) {
        assertThat(Redaction.of(key).apply("duplicateTaskUUID")).isEqualTo("duplicateTaskUUID");
        assertThat(Redaction.of(key).apply("conflictTaskUUID")).isEqualTo("conflictTaskUUID");
        assertThat(Redaction.of(key).apply(key)).isEqualTo("***");
    }

    @Test
    void leavesNullAndOrdinaryTextAlone() {
        Redaction redaction = Redaction.of("a-long-api-key");

        assertThat(redaction.apply(null)).isNull();
        assertThat(redaction.apply("No voice Foo: use a?b=c or mailto:x@y"))
                .isEqualTo("No voice Foo: use a?b=c or mailto:x@y");
        assertThatCode(() -> Redaction.of("$1\\E")
                        .withUrls(List.of("no url", "?", "%"))
                        .apply("$1\\E % ?"))
                .doesNotThrowAnyException();
    }

    @Test
    void takesLinearTimeForHostileTexts() {
        String text = ("a".repeat(50_000) + "://").repeat(5) + "@?".repeat(200_000);

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> Redaction.maskUrls(text));
    }
}
