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
package io.github.camelqwentts.emulator;

import java.math.BigDecimal;
import java.math.BigInteger;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request for speech, with their types checked. Servers that use Pydantic convert, for example, text to
 * numbers; a client should not rely on that.
 */
final class SpeechFields {

    private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

    private final JsonObject body;
    private final int invalidStatus;

    /** @param invalidStatus the HTTP status of a refusal */
    SpeechFields(JsonObject body, int invalidStatus) {
        this.body = body;
        this.invalidStatus = invalidStatus;
    }

    Iterable<String> names() {
        return body.fieldNames();
    }

    /** Whether a field has a value other than null. */
    boolean has(String field) {
        return body.getValue(field) != null;
    }

    @Nullable
    Object value(String field) {
        return body.getValue(field);
    }

    void rejectNull(String... fields) {
        for (String field : fields) {
            require(has(field) || !body.containsKey(field), field, field + " should not be null");
        }
    }

    @Nullable
    String string(String field) {
        return typed(String.class, field, "string");
    }

    @Nullable
    Number number(String field) {
        return typed(Number.class, field, "number");
    }

    @Nullable
    JsonObject object(String field) {
        return typed(JsonObject.class, field, "dictionary");
    }

    @Nullable
    JsonArray array(String field) {
        return typed(JsonArray.class, field, "list");
    }

    boolean flag(String field) {
        Boolean value = typed(Boolean.class, field, "boolean");
        return value != null && value;
    }

    /** A whole number of 64 bits. */
    @Nullable
    Long integer(String field) {
        Number value = number(field);
        if (value == null) {
            return null;
        }
        BigDecimal exact = value instanceof BigInteger whole ? new BigDecimal(whole) : new BigDecimal(value.toString());
        require(exact.stripTrailingZeros().scale() <= 0, field, field + " should be a valid integer");
        require(
                exact.compareTo(MIN_LONG) >= 0 && exact.compareTo(MAX_LONG) <= 0,
                field,
                field + " should be an integer of 64 bits");
        return exact.longValueExact();
    }

    void require(boolean holds, @Nullable String field, String message) {
        if (!holds) {
            throw refusal(field, message);
        }
    }

    ServerError.Refusal refusal(@Nullable String field, String message) {
        return new ServerError(invalidStatus, ServerError.typeOf(400), message, field, null, null).refusal();
    }

    private <T> @Nullable T typed(Class<T> type, String field, String name) {
        Object value = body.getValue(field);
        require(value == null || type.isInstance(value), field, field + " should be a valid " + name);
        return type.cast(value);
    }
}
