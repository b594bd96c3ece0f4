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

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Posts to a webhook with audio that is none, and posts that are no result of one task. */
class WebhookAudioTest extends WebhookTestSupport {

    private static final String QUERY = "?token=" + TOKEN;

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Sign in</html>", "{}", "RIFF1234WAVEdata"})
    void badAudioReachesTheRouteAsAFailure(String audio) throws Exception {
        MockEndpoint out = serve("");
        out.expectedMessageCount(2);
        String base64 = Base64.getEncoder().encodeToString(audio.getBytes(StandardCharsets.UTF_8));

        assertThat(post(QUERY, resultWith("\"audioBase64Data\":\"" + base64 + "\"")))
                .isEqualTo(200);
        assertThat(post(QUERY, resultWith("\"audioDataURI\":\"data:audio/wav;base64," + base64 + "\"")))
                .isEqualTo(200);

        MockEndpoint.assertIsSatisfied(context, 20, TimeUnit.SECONDS);
        assertThat(out.getExchanges()).allSatisfy(exchange -> {
            assertThat(exchange.getMessage().getBody())
                    .isInstanceOfSatisfying(
                            SpeechError.class, error -> assertThat(error.kind()).isEqualTo(Kind.PROVIDER));
            assertThat(exchange.getMessage().getHeader("CamelQwenTtsTaskStatus"))
                    .isEqualTo("error");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"data\":[%s]}", "{\"errors\":[%s]}", "{\"x\":[%s]}"})
    void aPostOfMillionsOfItemsIsRefused(String shape) throws Exception {
        serve("");

        assertThat(post(QUERY, shape.formatted("{},".repeat(500_000) + "{}"))).isEqualTo(400);
    }

    private static String resultWith(String audio) {
        return "{\"data\":[{\"taskType\":\"audioInference\",\"taskUUID\":\"" + UUID.randomUUID() + "\",\"audioUUID\":\""
                + UUID.randomUUID() + "\"," + audio + "}]}";
    }
}
