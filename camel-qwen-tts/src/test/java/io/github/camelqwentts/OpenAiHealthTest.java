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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.OpenAiSpeechEmulator;
import io.github.camelqwentts.emulator.SpeechServerProfile;
import io.github.camelqwentts.speech.EndpointClient;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Whether a server can be used, by what it reports of itself. */
class OpenAiHealthTest extends OpenAiTestSupport {

    @ParameterizedTest
    @EnumSource(SpeechServerProfile.class)
    void findsEachKindOfServerHealthy(SpeechServerProfile profile) throws Exception {
        try (OpenAiSpeechEmulator other = OpenAiSpeechEmulator.builder()
                .profile(profile)
                .apiKey(KEY)
                .build()
                .start()) {
            assertThat(failureOf("&apiKey=" + KEY, other.baseUrl())).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM_OMNI", "FASTER_QWEN3", "NARI"})
    void reportsAModelThatIsNotLoaded(SpeechServerProfile profile) throws Exception {
        try (OpenAiSpeechEmulator other =
                OpenAiSpeechEmulator.builder().profile(profile).build().start()) {
            other.setReady(false);

            assertThat(failureOf("", other.baseUrl())).isIn(Kind.SERVER_ERROR, null);
        }
    }

    @Test
    void reportsAWrongKey() throws Exception {
        try (OpenAiSpeechEmulator other =
                OpenAiSpeechEmulator.builder().apiKey("another").build().start()) {
            assertThat(failureOf("&apiKey=" + KEY, other.baseUrl())).isEqualTo(Kind.AUTH);
        }
    }

    @Test
    void isHealthyIfOneOfTheServersIs() throws Exception {
        assertThat(failureOf("", "http://127.0.0.1:1," + emulator().baseUrl())).isNull();
        assertThat(failureOf("", "http://127.0.0.1:1")).isEqualTo(Kind.CONNECTION);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | {"status":"healthy"}                    | 200 |
            503 | {"status":"unhealthy"}                  | 200 | serverError
            200 | {"status":"ok","model_loaded":false}    | 200 | serverError
            200 | {"ready":false,"reason":"loading"}      | 200 | serverError
            200 |                                         | 200 |
            404 | {"detail":"Not Found"}                  | 200 |
            200 | {"status":"healthy"}                    | 404 |
            200 | {"status":"healthy"}                    | 401 | auth
            """)
    void readsEachFormOfHealth(int status, String health, int modelsStatus, String kind) throws Exception {
        try (ScriptedServer other = new ScriptedServer()) {
            other.on("/health", status, health == null ? "" : health).on("/v1/models", modelsStatus, "{}");

            Kind failure = failureOf("", other.baseUrl());

            assertThat(failure == null ? null : failure.wireName()).isEqualTo(kind);
        }
    }

    private Kind failureOf(String options, String baseUrl) throws Exception {
        EndpointClient client = context.getEndpoint(
                        "qwen-tts:synthesize?baseUrl=" + baseUrl + options, QwenTtsEndpoint.class)
                .client();
        CompletableFuture<Void> check = client.checkAccess();
        Throwable failure = catchThrowable(() -> check.get(20, TimeUnit.SECONDS));
        return failure == null
                ? null
                : ((SpeechException) failure.getCause()).getError().kind();
    }
}
