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
package io.github.camelqwentts.openai;

import java.util.Locale;
import java.util.Set;

import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import org.jspecify.annotations.Nullable;

/** Classifies what servers report: its kind, and whether a request is sent again. */
final class ErrorRules {

    private static final Set<String> MONEY = Set.of("insufficient_quota", "billing_hard_limit_reached");
    private static final Set<String> SAFETY = Set.of("content_policy_violation", "content_filter");

    private ErrorRules() {}

    /** The kind of an error. */
    static Kind kindOf(ErrorReport report, int httpStatus) {
        int status = statusOf(report, httpStatus);
        String code = report.code() == null ? "" : report.code().toLowerCase(Locale.ROOT);
        if (MONEY.contains(code)) {
            return Kind.QUOTA;
        } else if (SAFETY.contains(code)) {
            return Kind.SAFETY;
        } else if (isFaultInDisguise(report, httpStatus)) {
            return Kind.PROVIDER;
        }
        return switch (status) {
            case 400, 413, 415, 422 -> Kind.VALIDATION;
            case 401, 403 -> Kind.AUTH;
            case 402 -> Kind.QUOTA;
            case 404, 410 -> Kind.NOT_FOUND;
            case 408, 504 -> Kind.TIMEOUT;
            case 425, 429 -> Kind.RATE_LIMIT;
            case 499 -> Kind.CONNECTION;
            default -> status >= 500 ? Kind.SERVER_ERROR : status / 100 == 2 ? Kind.PROVIDER : Kind.UNKNOWN;
        };
    }

    /** Whether a request with this error is sent again. */
    static Repeat repeatOf(ErrorReport report, int httpStatus) {
        int status = statusOf(report, httpStatus);
        if (isRunaway(report)) {
            return Repeat.ONCE_CHANGED;
        }
        return switch (kindOf(report, httpStatus)) {
            case PROVIDER, RATE_LIMIT -> Repeat.ALWAYS;
            case TIMEOUT -> Repeat.IF_ALLOWED;
            // A gateway may have lost the response of a server that did the work.
            case SERVER_ERROR -> status == 502 ? Repeat.IF_ALLOWED : status == 501 ? Repeat.NEVER : Repeat.ALWAYS;
            default -> Repeat.NEVER;
        };
    }

    /** Whether the status means that the server does not accept requests for now. */
    static boolean isOutage(int status) {
        return status == 502 || status == 503 || status == 504;
    }

    static SpeechError error(ErrorReport report, int httpStatus, @Nullable String taskUUID) {
        return new SpeechError(
                kindOf(report, httpStatus),
                report.code(),
                report.message(),
                report.parameter(),
                taskUUID,
                null,
                httpStatus);
    }

    /** Some servers report their own faults with the status of a bad request, or of success. */
    private static int statusOf(ErrorReport report, int httpStatus) {
        return httpStatus / 100 == 2 || report.status() >= 500
                ? report.status() == 0 ? httpStatus : report.status()
                : httpStatus;
    }

    private static boolean isFaultInDisguise(ErrorReport report, int status) {
        String message = report.message();
        return status == 400
                && (message.startsWith("Speech generation failed")
                        || message.startsWith("TTS model did not produce audio output")
                        || isServersFault(report.code()));
    }

    private static boolean isServersFault(@Nullable String type) {
        return type != null && (type.equals("InternalServerError") || type.equals("server_error"));
    }

    /** The model did not end within its token budget. */
    private static boolean isRunaway(ErrorReport report) {
        return report.message().contains("did not emit codec EOS");
    }

    /** Whether a failed request is sent again. */
    enum Repeat {
        /** It would fail again. */
        NEVER,
        /** The server reported that there is no audio. */
        ALWAYS,
        /** The server may have executed it. */
        IF_ALLOWED,
        /** The audio was useless; one more request, with another seed and a token budget, may give better audio. */
        ONCE_CHANGED
    }
}
