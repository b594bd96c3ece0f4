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

import org.jspecify.annotations.Nullable;

/**
 * A request breaks a rule, and nothing was sent. The message names the option, the value, its source and the rule, such
 * as {@code speed=9 (header CamelQwenTtsSpeed) is not valid: must be between 0.25 and 4 in steps of 0.01}. Texts, keys
 * and URLs are never repeated.
 *
 * @since 1.0
 */
public final class InvalidSpeechRequestException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;
    private static final int MAX_VALUE_LENGTH = 100;

    private final String option;
    private final @Nullable String value;
    private final @Nullable String source;
    private final String rule;
    private final boolean missing;

    private InvalidSpeechRequestException(
            String option,
            @Nullable String value,
            @Nullable String source,
            String rule,
            boolean missing,
            @Nullable Throwable cause) {
        super(describe(option, value, source, rule, missing), cause);
        this.option = option;
        this.value = value;
        this.source = source;
        this.rule = rule;
        this.missing = missing;
    }

    /**
     * Returns an exception for a value that breaks a rule.
     *
     * @param option the option, in the spelling of the endpoint's options
     * @param value the value, which is repeated in the message; null if the message must not contain it
     * @param rule the rule, such as "must be at least 60"
     */
    public static InvalidSpeechRequestException of(String option, @Nullable Object value, String rule) {
        return of(option, value, rule, null);
    }

    /**
     * Returns an exception for a value that breaks a rule.
     *
     * @param cause the cause, or null
     */
    public static InvalidSpeechRequestException of(
            String option, @Nullable Object value, String rule, @Nullable Throwable cause) {
        return new InvalidSpeechRequestException(
                option, value == null ? null : printable(value.toString()), null, rule, false, cause);
    }

    /** Returns an exception for a value that is required and not set. */
    public static InvalidSpeechRequestException missing(String option, String rule) {
        return new InvalidSpeechRequestException(option, null, null, rule, true, null);
    }

    /**
     * Returns the same exception with the source of its value.
     *
     * @param where source of the value, such as "header CamelQwenTtsSpeed" or "element 2 of the body"
     * @return this exception if it has a source already
     */
    public InvalidSpeechRequestException withSource(@Nullable String where) {
        if (source != null || where == null) {
            return this;
        }
        InvalidSpeechRequestException located =
                new InvalidSpeechRequestException(option, value, where, rule, missing, getCause());
        located.setStackTrace(getStackTrace());
        return located;
    }

    /** The option, in the spelling of the endpoint's options; {@code text} for the text itself. */
    public String getOption() {
        return option;
    }

    /** The value as text, shortened if it is long; null if it is not set, or must not be repeated. */
    public @Nullable String getValue() {
        return value;
    }

    /** The source of the value, such as "header CamelQwenTtsSpeed"; null if it is not known. */
    public @Nullable String getSource() {
        return source;
    }

    /** The rule, such as "must be at least 60". */
    public String getRule() {
        return rule;
    }

    private static String describe(
            String option, @Nullable String value, @Nullable String source, String rule, boolean missing) {
        return option
                + (value == null ? "" : "=" + value)
                + (source == null ? "" : " (" + source + ")")
                + (missing ? " is not set: " : " is not valid: ")
                + rule;
    }

    /** A header may contain anything, including line breaks that would forge log entries. */
    private static String printable(String value) {
        String shown = value.length() <= MAX_VALUE_LENGTH
                ? value
                : value.substring(0, MAX_VALUE_LENGTH) + "... (" + value.length() + " characters)";
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
