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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import io.github.camelqwentts.audio.BadAudioException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response of the API token by token, within bounds: a maximum number of tokens that follows from the number of
 * items, and a maximum length of values. A value that is null, empty or of another type never replaces an earlier one.
 */
final class AnswerJson extends JsonParserDelegate {

    /** Maximum length of an identifying value. */
    static final int MOST_OF_A_NAME = 256;

    static final int MOST_OF_A_TEXT = 8 * 1024;

    /** Far beyond every text of the API. Audio is not read as text. */
    private static final int MAX_STRING_LENGTH = 1_000_000;

    private static final int MAX_NAME_LENGTH = 1_000;
    private static final int MAX_COST_SCALE = 30;
    private static final int EXTRA_TOKENS = 100_000;
    private static final int TOKENS_PER_ITEM = 2_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            // The sender chooses the names of fields, so they must not be interned.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // Some servers write line breaks in base64 without an escape.
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_STRING_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .build())
            .build();

    private final AnswerInput input;
    private final int most;
    private long tokensLeft;
    private int items;

    /** @param items maximum number of items */
    AnswerJson(AnswerInput in, int items) throws IOException {
        super(JSON.createParser(in));
        this.input = in;
        this.most = items;
        this.tokensLeft = EXTRA_TOKENS + (long) TOKENS_PER_ITEM * items;
    }

    @Override
    public JsonToken nextToken() throws IOException {
        if (--tokensLeft < 0) {
            throw new JsonParseException(this, "The response has far more content than was requested");
        }
        return delegate.nextToken();
    }

    @Override
    public JsonParser skipChildren() throws IOException {
        int depth = currentToken() != null && currentToken().isStructStart() ? 1 : 0;
        while (depth > 0) {
            JsonToken token = nextToken();
            if (token == null) {
                throw new JsonParseException(this, "The response ends too early");
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
        return this;
    }

    /** The parser does not report the end of the input, so a loop to the closing brace has to check. */
    String requireField() throws IOException {
        if (currentToken() != JsonToken.FIELD_NAME) {
            throw new JsonParseException(this, "The response ends too early");
        }
        return currentName();
    }

    /** Reads each object of an array, or the only one if there is no array. */
    void forEachObject(ObjectReader reader) throws IOException {
        if (currentToken() == JsonToken.START_OBJECT) {
            readObject(reader);
        } else if (currentToken() == JsonToken.START_ARRAY) {
            while (nextToken() != JsonToken.END_ARRAY) {
                readObject(reader);
            }
        }
    }

    private void readObject(ObjectReader reader) throws IOException {
        if (++items > most) {
            throw new JsonParseException(this, "The response has more than " + most + " items");
        }
        if (currentToken() == JsonToken.START_OBJECT) {
            reader.read();
        } else {
            skipChildren();
        }
    }

    /** An identifying value, such as an id. */
    @Nullable
    String name(@Nullable String earlier) throws IOException {
        return text(earlier, MOST_OF_A_NAME);
    }

    /** @param longest a longer value is ignored */
    @Nullable
    String text(@Nullable String earlier, int longest) throws IOException {
        String text = prose(earlier);
        return text == null || text.length() > longest ? earlier : text;
    }

    /** A text for people, cut at the maximum length. */
    @Nullable
    String prose(@Nullable String earlier) throws IOException {
        if (currentToken() != JsonToken.VALUE_STRING) {
            skipChildren();
            return earlier;
        }
        String text = getText();
        if (text.isEmpty() && earlier != null) {
            return earlier;
        }
        return text.length() > MOST_OF_A_TEXT ? text.substring(0, MOST_OF_A_TEXT + 1) : text;
    }

    /** The names in an array, or the only one if there is no array. */
    @Nullable
    String names(@Nullable String earlier) throws IOException {
        if (currentToken() != JsonToken.START_ARRAY) {
            return name(earlier);
        }
        StringBuilder all = new StringBuilder();
        while (nextToken() != JsonToken.END_ARRAY) {
            String name = name(null);
            if (name != null && all.length() < MOST_OF_A_NAME) {
                all.append(all.isEmpty() ? "" : ", ").append(name);
            }
        }
        return all.isEmpty() ? earlier : all.toString();
    }

    /** Ignores implausible costs: summing huge exponents would exhaust memory. */
    @Nullable
    BigDecimal cost(@Nullable BigDecimal earlier) throws IOException {
        if (!currentToken().isNumeric() && currentToken() != JsonToken.VALUE_STRING) {
            skipChildren();
            return earlier;
        }
        try {
            String text = getText();
            BigDecimal cost = text.length() > MOST_OF_A_NAME ? null : new BigDecimal(text.strip());
            return cost == null || Math.abs((long) cost.scale()) > MAX_COST_SCALE ? earlier : cost;
        } catch (NumberFormatException e) {
            return earlier;
        }
    }

    @Nullable
    Long integer(@Nullable Long earlier) throws IOException {
        if (currentToken() == JsonToken.VALUE_NUMBER_INT && getNumberType() != NumberType.BIG_INTEGER) {
            return getLongValue();
        }
        skipChildren();
        return earlier;
    }

    /**
     * Returns to the input what was read ahead of it, behind the opening quote of a string that is the current token.
     * The next token follows the string; before it is read, the closing quote has to be next in the input.
     *
     * @throws BadAudioException if the response is not UTF-8, and was read as characters
     */
    void giveBack() throws IOException {
        ByteArrayOutputStream ahead = new ByteArrayOutputStream();
        if (delegate.releaseBuffered(ahead) < 0) {
            throw new BadAudioException("The audio is not base64");
        }
        input.unread(ahead.toByteArray(), 0, ahead.size());
    }

    /** Reads an object whose start is the current token, up to its end. */
    @FunctionalInterface
    interface ObjectReader {
        void read() throws IOException;
    }
}
