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
package io.github.camelqwentts.runware.wire;

import java.util.Locale;
import java.util.Set;

import io.github.camelqwentts.speech.SpeechError.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorKindsTest {

    @ParameterizedTest
    @CsvSource({
        "paymentRequired, QUOTA",
        "insufficientCredits, QUOTA",
        "providerInsufficientCredits, QUOTA",
        "quotaExceeded, QUOTA",
        "apiKeyQuotaExceeded, QUOTA",
        "invalidBalance, QUOTA",
        "rateLimitExceeded, RATE_LIMIT",
        "apiKeyRateLimit, RATE_LIMIT",
        "providerRateLimitExceeded, RATE_LIMIT",
        "inferenceRateLimitRequestTooLarge, RATE_LIMIT",
        "contentPolicyViolation, SAFETY",
        "providerContentPolicyViolation, SAFETY",
        "unsafeContentDetected, SAFETY",
        "sensitiveContentDetected, SAFETY",
        "nsfwContentDetected, SAFETY",
        "moderationFailed, SAFETY",
        "promptBlocked, SAFETY",
        "imageBlocked, SAFETY",
        "invalidApiKey, AUTH",
        "missingAPIKEY, AUTH",
        "unauthorized, AUTH",
        "forbidden, AUTH",
        "authenticationFailed, AUTH",
        "authFailed, AUTH",
        "authTimeout, AUTH",
        "invalidAuthentication, AUTH",
        "missingAuthentication, AUTH",
        "invalidCredentials, AUTH",
        "permissionDenied, AUTH",
        "insufficientPermissions, AUTH",
        "accountSuspended, AUTH",
        "accountDisabled, AUTH",
        "organizationSuspended, AUTH",
        "organizationDisabled, AUTH",
        "workspaceSuspended, AUTH",
        "workspaceDisabled, AUTH",
        "tokenExpired, AUTH",
        "tokenRevoked, AUTH",
        "apiKeyNotFound, AUTH",
        "timeout, TIMEOUT",
        "timeoutReached, TIMEOUT",
        "inferenceTimeout, TIMEOUT",
        "timeoutProvider, TIMEOUT",
        "providerTimeout, TIMEOUT",
        "invalidTimeout, TIMEOUT",
        "taskNotFound, NOT_FOUND",
        "providerNotFound, NOT_FOUND",
        "taskFailedOrNotFound, NOT_FOUND",
        "audioExpired, NOT_FOUND",
        "taskCancelled, NOT_FOUND",
        "unknownModel, NOT_FOUND",
        "internalServerError, SERVER_ERROR",
        "serviceUnavailable, SERVER_ERROR",
        "serverUnavailable, SERVER_ERROR",
        "unknownError, SERVER_ERROR",
        "standardError, SERVER_ERROR",
        "undefinedError, SERVER_ERROR",
        "defaultError, SERVER_ERROR",
        "unrecognizedResponse, SERVER_ERROR",
        "providerError, PROVIDER",
        "providerAuthenticationFailed, PROVIDER",
        "inferenceError, PROVIDER",
        "processingFailed, PROVIDER",
        "taskFailed, PROVIDER",
        "modelUnavailable, PROVIDER",
        "modelDisabled, PROVIDER",
        "modelNotReady, PROVIDER",
        "noAvailableServer, PROVIDER",
        "uploadFailed, PROVIDER",
        "downloadFailed, PROVIDER",
        "mediaStorageFileCouldNotBeMoved, PROVIDER",
        "invalidVoice, VALIDATION",
        "missingText, VALIDATION",
        "unsupportedOutputFormat, VALIDATION",
        "conflictTaskUUID, VALIDATION",
        "duplicateTaskUUID, VALIDATION",
        "maxLengthExceeded, VALIDATION",
        "valueTooLarge, VALIDATION",
        "arrayTooSmall, VALIDATION",
        "incompatibleParameters, VALIDATION",
        "mismatchProviderSettingsProvider, VALIDATION",
        "unknownProviderSettingsProvider, VALIDATION",
        "unknownParameter, VALIDATION",
        "validationFailed, VALIDATION",
        "somethingNew, UNKNOWN",
        "contentPolicy, UNKNOWN",
        "reinvalid, UNKNOWN"
    })
    void aCodeBelongsToAKindWhateverTheCase(String code, Kind kind) {
        assertThat(ErrorKinds.of(code, 200)).isEqualTo(kind);
        assertThat(ErrorKinds.of(code.toUpperCase(Locale.ROOT), 200)).isEqualTo(kind);
        assertThat(ErrorKinds.of(code.toLowerCase(Locale.ROOT), 200)).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200, 400, 401, 404, 429, 500, 503})
    void theStatusChangesNoKindOfAKnownCode(int status) {
        assertThat(ErrorKinds.of("contentPolicyViolation", status)).isEqualTo(Kind.SAFETY);
        assertThat(ErrorKinds.of("missingText", status)).isEqualTo(Kind.VALIDATION);
        assertThat(ErrorKinds.of("modelNotReady", status)).isEqualTo(Kind.PROVIDER);
    }

    @ParameterizedTest
    @EnumSource
    void aKindIsRetriedOrNot(Kind kind) {
        assertThat(ErrorKinds.isRetryable(kind))
                .isEqualTo(Set.of(Kind.RATE_LIMIT, Kind.TIMEOUT, Kind.SERVER_ERROR, Kind.PROVIDER, Kind.CONNECTION)
                        .contains(kind));
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
