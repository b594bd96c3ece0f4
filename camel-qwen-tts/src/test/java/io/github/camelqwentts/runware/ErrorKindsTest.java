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
package io.github.camelqwentts.runware;

import io.github.camelqwentts.speech.SpeechError.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorKindsTest {

    @ParameterizedTest
    @CsvSource({
        "invalidVoice, VALIDATION",
        "missingText, VALIDATION",
        "unsupportedOutputFormat, VALIDATION",
        "conflictTaskUUID, VALIDATION",
        "duplicateTaskUUID, VALIDATION",
        "maxLengthExceeded, VALIDATION",
        "valueTooLarge, VALIDATION",
        "unknownParameter, VALIDATION",
        "invalidApiKey, AUTH",
        "missingAPIKEY, AUTH",
        "unauthorized, AUTH",
        "forbidden, AUTH",
        "authenticationFailed, AUTH",
        "accountSuspended, AUTH",
        "tokenExpired, AUTH",
        "insufficientCredits, QUOTA",
        "apiKeyQuotaExceeded, QUOTA",
        "invalidBalance, QUOTA",
        "paymentRequired, QUOTA",
        "rateLimitExceeded, RATE_LIMIT",
        "apiKeyRateLimit, RATE_LIMIT",
        "contentPolicyViolation, SAFETY",
        "unsafeContentDetected, SAFETY",
        "promptBlocked, SAFETY",
        "providerError, PROVIDER",
        "inferenceError, PROVIDER",
        "processingFailed, PROVIDER",
        "modelUnavailable, PROVIDER",
        "noAvailableServer, PROVIDER",
        "uploadFailed, PROVIDER",
        "inferenceTimeout, TIMEOUT",
        "timeoutReached, TIMEOUT",
        "taskNotFound, NOT_FOUND",
        "audioExpired, NOT_FOUND",
        "taskCancelled, NOT_FOUND",
        "internalServerError, SERVER_ERROR",
        "serviceUnavailable, SERVER_ERROR",
        "unknownError, SERVER_ERROR",
        "somethingNew, UNKNOWN"
    })
    void aCodeBelongsToAKindWhateverTheStatus(String code, Kind kind) {
        assertThat(ErrorKinds.of(code, 200)).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "200, UNKNOWN",
        "400, VALIDATION",
        "401, AUTH",
        "402, QUOTA",
        "403, AUTH",
        "404, NOT_FOUND",
        "408, TIMEOUT",
        "410, NOT_FOUND",
        "413, VALIDATION",
        "422, VALIDATION",
        "429, RATE_LIMIT",
        "500, SERVER_ERROR",
        "503, SERVER_ERROR",
        "504, TIMEOUT",
        "599, SERVER_ERROR"
    })
    void withoutACodeTheStatusDecides(int status, Kind kind) {
        assertThat(ErrorKinds.of(null, status)).isEqualTo(kind);
        assertThat(ErrorKinds.of("somethingNew", status)).isEqualTo(kind);
    }
}
