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

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import org.jspecify.annotations.Nullable;

import static io.github.camelqwentts.speech.SpeechError.Kind.AUTH;
import static io.github.camelqwentts.speech.SpeechError.Kind.NOT_FOUND;
import static io.github.camelqwentts.speech.SpeechError.Kind.PROVIDER;
import static io.github.camelqwentts.speech.SpeechError.Kind.QUOTA;
import static io.github.camelqwentts.speech.SpeechError.Kind.RATE_LIMIT;
import static io.github.camelqwentts.speech.SpeechError.Kind.SAFETY;
import static io.github.camelqwentts.speech.SpeechError.Kind.SERVER_ERROR;
import static io.github.camelqwentts.speech.SpeechError.Kind.TIMEOUT;
import static io.github.camelqwentts.speech.SpeechError.Kind.UNKNOWN;
import static io.github.camelqwentts.speech.SpeechError.Kind.VALIDATION;

/** Maps the API's many codes, and HTTP's, to the few stable kinds of errors. The case of a code is ignored. */
public final class ErrorKinds {

    private static final Set<Kind> RETRYABLE = Set.of(RATE_LIMIT, PROVIDER, TIMEOUT, SERVER_ERROR, Kind.CONNECTION);

    /** Names come before all patterns: {@code authTimeout} is about the key, {@code taskFailed} is not about validation. */
    private static final Map<String, Kind> NAMES = new HashMap<>();

    static {
        name(QUOTA, "paymentRequired");
        name(SAFETY, "contentPolicyViolation", "providerContentPolicyViolation", "unsafeContentDetected");
        name(SAFETY, "sensitiveContentDetected", "nsfwContentDetected", "moderationFailed", "promptBlocked");
        name(SAFETY, "imageBlocked");
        name(AUTH, "unauthorized", "forbidden", "authenticationFailed", "authFailed", "authTimeout");
        name(AUTH, "invalidAuthentication", "missingAuthentication", "invalidCredentials");
        name(AUTH, "permissionDenied", "insufficientPermissions", "accountSuspended", "accountDisabled");
        name(AUTH, "organizationSuspended", "organizationDisabled", "workspaceSuspended", "workspaceDisabled");
        name(NOT_FOUND, "taskCancelled", "unknownModel");
        name(SERVER_ERROR, "internalServerError", "serviceUnavailable", "serverUnavailable", "unknownError");
        name(SERVER_ERROR, "standardError", "undefinedError", "defaultError", "unrecognizedResponse");
        name(PROVIDER, "inferenceError", "processingFailed", "taskFailed", "modelUnavailable", "modelDisabled");
        name(PROVIDER, "modelNotReady", "noAvailableServer", "uploadFailed", "downloadFailed");
        name(PROVIDER, "mediaStorageFileCouldNotBeMoved");
        name(VALIDATION, "incompatibleParameters", "mismatchProviderSettingsProvider");
        name(VALIDATION, "unknownProviderSettingsProvider", "unknownParameter", "validationFailed");
    }

    /** The order matters: {@code invalidApiKey} is about the key, {@code providerTimeout} about time. */
    private static final List<Row> PATTERNS = List.of(
            row(QUOTA, ".*(credits|quota|balance).*"),
            row(RATE_LIMIT, ".*ratelimit.*"),
            row(AUTH, ".*apikey.*|token.*"),
            row(TIMEOUT, ".*timeout.*"),
            row(NOT_FOUND, ".*(notfound|expired)"),
            row(PROVIDER, "provider.*"),
            row(VALIDATION, "(invalid|missing|unsupported|conflict|duplicate|max|value|array).*"));

    private ErrorKinds() {}

    /**
     * The kind of an error.
     *
     * @param code the API's code, or null
     * @param status the HTTP status of the response
     */
    public static Kind of(@Nullable String code, int status) {
        if (code != null) {
            Kind named = NAMES.get(code.toLowerCase(Locale.ROOT));
            if (named != null) {
                return named;
            }
            for (Row row : PATTERNS) {
                if (row.codes.matcher(code).matches()) {
                    return row.kind;
                }
            }
        }
        return switch (status) {
            case 400, 413, 422 -> VALIDATION;
            case 401, 403 -> AUTH;
            case 402 -> QUOTA;
            case 404, 410 -> NOT_FOUND;
            case 408, 499, 504 -> TIMEOUT;
            case 425, 429 -> RATE_LIMIT;
            default -> status >= 500 ? SERVER_ERROR : UNKNOWN;
        };
    }

    public static boolean isRetryable(Kind kind) {
        return RETRYABLE.contains(kind);
    }

    /** Whether the API reports that it does not have the task. A task that it no longer keeps was executed. */
    public static boolean isTaskNotFound(SpeechError error) {
        return error.kind() == NOT_FOUND
                && (error.code() == null
                        || error.code().toLowerCase(Locale.ROOT).endsWith("notfound"));
    }

    private static void name(Kind kind, String... codes) {
        for (String code : codes) {
            NAMES.put(code.toLowerCase(Locale.ROOT), kind);
        }
    }

    private static Row row(Kind kind, String codes) {
        return new Row(kind, Pattern.compile(codes, Pattern.CASE_INSENSITIVE | Pattern.DOTALL));
    }

    private record Row(Kind kind, Pattern codes) {}
}
