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

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import org.apache.camel.Exchange;
import org.apache.camel.TypeConversionException;
import org.jspecify.annotations.Nullable;

/** Reads the header {@link QwenTtsConstants#IDEMPOTENCY_KEY}. */
final class IdempotencyKey {

    private static final String OPTION = "idempotencyKey";
    private static final String SOURCE = "header " + QwenTtsConstants.IDEMPOTENCY_KEY;

    private IdempotencyKey() {}

    /**
     * Returns the key of a message as text, whatever its type; null if the message has no key.
     *
     * @throws InvalidSpeechRequestException if the key is blank, as from an expression without a result, or if its
     *     text differs from process to process
     */
    static @Nullable String of(Exchange exchange) {
        Object value = exchange.getMessage().getHeader(QwenTtsConstants.IDEMPOTENCY_KEY);
        if (value == null) {
            return null;
        }
        String key = toText(value, exchange);
        if (key == null) {
            throw invalid("must be convertible to text, but is of type "
                    + value.getClass().getName());
        }
        if (key.isBlank()) {
            throw invalid("must not be blank");
        }
        if (key.equals(value.getClass().getName() + "@" + Integer.toHexString(value.hashCode()))) {
            throw invalid(
                    "must identify the message, but " + value.getClass().getName() + " has no toString() of its own");
        }
        return key;
    }

    private static @Nullable String toText(Object value, Exchange exchange) {
        try {
            return exchange.getContext().getTypeConverter().convertTo(String.class, exchange, value);
        } catch (TypeConversionException e) {
            return null;
        }
    }

    private static InvalidSpeechRequestException invalid(String rule) {
        return InvalidSpeechRequestException.of(OPTION, null, rule).withSource(SOURCE);
    }
}
