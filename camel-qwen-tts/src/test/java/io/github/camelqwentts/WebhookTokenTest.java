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

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.emulator.WebhookDelivery;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Which tokens are taken, however they are encoded. */
class WebhookTokenTest extends WebhookTestSupport {

    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.engine(SHORT_SILENCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "u7Jq+3/yZk0pX8Qe2nS1Vw==",
                "plain-token_1.2~3",
                "with blanks and + signs",
                "100%25 %zz % %2",
                "&=?#;,:@!$'()*[]{}<>|\\^`\"",
                "Grüße, 世界 \uD83D\uDD0A",
                "RAW(x)",
                "none-of-them"
            })
    void anyTokenWorksWithTheAddressThatSubmitMakesOfIt(String token) throws Exception {
        component().getConfiguration().setWebhookToken(token);
        MockEndpoint out = serveAt("qwen-tts:webhook");
        out.expectedMessageCount(1);

        send("qwen-tts:submit", "Hello");

        MockEndpoint.assertIsSatisfied(context, 20, TimeUnit.SECONDS);
        await().atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(emulator().webhookDeliveries())
                        .extracting(WebhookDelivery::status)
                        .containsExactly(200));
    }

    @Test
    void acceptsTokenInEveryCorrectEncoding() {
        WebhookToken token = new WebhookToken("u7Jq+3/yZk0 pX==");

        assertThat(List.of(
                        "token=u7Jq%2B3%2FyZk0%20pX%3D%3D",
                        "token=u7Jq%2b3%2fyZk0+pX%3d%3d",
                        "token=u7Jq+3/yZk0%20pX==",
                        "a=b&token=u7Jq+3/yZk0+pX==&c",
                        "%74oken=%75%37Jq%2B3/yZk0%20pX=%3D"))
                .allSatisfy(
                        query -> assertThat(token.refusalOf(query)).as(query).isNull());
        assertThat(List.of(
                        "",
                        "token",
                        "token=",
                        "token=u7Jq+3/yZk0+pX=",
                        "token=u7jq+3/yZk0+pX==",
                        "token=u7Jq%252B3/yZk0+pX==",
                        "Token=u7Jq+3/yZk0+pX==",
                        "xtoken=u7Jq+3/yZk0+pX==",
                        "token=u7Jq+3/yZk0+pX==&token=u7Jq+3/yZk0+pX==",
                        "token=none"))
                .allSatisfy(
                        query -> assertThat(token.refusalOf(query)).as(query).isNotNull());
        assertThat(token.refusalOf(null)).isNotNull();
    }

    @Test
    void acceptsTokenOfAUriInEverySpelling() throws Exception {
        String token = "u7Jq+3/yZk0pX8Qe2nS1Vw==";
        List<String> spellings = List.of(token, "RAW(" + token + ")", URLEncoder.encode(token, StandardCharsets.UTF_8));
        for (int i = 0; i < spellings.size(); i++) {
            String uri = "qwen-tts:webhook?download=false&webhookPath=/w" + i + "&webhookToken=" + spellings.get(i);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(uri).to("mock:out");
                }
            });
            WebhookToken configured = new WebhookToken(context.getEndpoint(uri, QwenTtsEndpoint.class)
                    .getConfiguration()
                    .getWebhookToken());

            assertThat(configured.refusalOf("token=" + URLEncoder.encode(token, StandardCharsets.UTF_8)))
                    .as(uri)
                    .isNull();
            assertThat(configured.refusalOf("token=" + token)).as(uri).isNull();
        }
    }
}
