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
package io.github.camelqwentts.speech;

import io.github.camelqwentts.runware.RunwareRules;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class InvalidSpeechRequestExceptionTest {

    @Test
    void namesOptionValueSourceAndRule() {
        InvalidSpeechRequestException mistake = InvalidSpeechRequestException.of(
                        "speed", 9, "must be between 0.25 and 4 in steps of 0.01")
                .withSource("header CamelQwenTtsSpeed");

        assertThat(mistake)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("speed=9 (header CamelQwenTtsSpeed) is not valid:"
                        + " must be between 0.25 and 4 in steps of 0.01");
        assertThat(mistake.getOption()).isEqualTo("speed");
        assertThat(mistake.getValue()).isEqualTo("9");
        assertThat(mistake.getSource()).isEqualTo("header CamelQwenTtsSpeed");
        assertThat(mistake.getRule()).isEqualTo("must be between 0.25 and 4 in steps of 0.01");
    }

    @Test
    void keepsItsFirstSource() {
        InvalidSpeechRequestException mistake =
                InvalidSpeechRequestException.missing("text", "must be text").withSource("element 2 of the body");

        assertThat(mistake.withSource("body")).isSameAs(mistake);
        assertThat(mistake).hasMessage("text (element 2 of the body) is not set: must be text");
    }

    @Test
    void shortensLongValuesAndMasksControlCharacters() {
        InvalidSpeechRequestException mistake =
                InvalidSpeechRequestException.of("model", "a\nb" + "c".repeat(10_000_000), "must be shorter");

        assertThat(mistake.getMessage())
                .startsWith("model=a?bc")
                .contains("(10000003 characters)")
                .hasSizeLessThan(200);
    }

    @Test
    void neverRepeatsTextsAndAddresses() {
        String secret = "s3cret";

        for (SpeechRequest.Builder wrong : new SpeechRequest.Builder[] {
            SpeechRequest.builder().text(secret.repeat(2000)),
            SpeechRequest.builder().uploadEndpoint("ftp://example.org?sig=" + secret),
            SpeechRequest.builder().webhookURL(secret),
            SpeechRequest.builder().text("Hi").transcript(secret),
            SpeechRequest.builder().text("Hi").model(SpeechRequest.BASE).positivePrompt(secret)
        }) {
            InvalidSpeechRequestException mistake = catchThrowableOfType(
                    InvalidSpeechRequestException.class, () -> RunwareRules.complete(wrong.build()));

            assertThat(mistake.getMessage()).doesNotContain(secret);
            assertThat(mistake.getValue()).isNull();
        }
    }
}
