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

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.github.camelqwentts.runware.Envelope.Item;
import io.github.camelqwentts.speech.SpeechError;

/**
 * Reads an answer of the API as a stream. Audio is decoded from the answer's spool straight into spools of its own, so
 * that memory does not grow with it. Unknown fields are passed over, and null is as good as absent.
 */
final class EnvelopeReader {

    /** Far beyond every text of the API; audio is not read as text, and so not bound by it. */
    private static final int MAX_TEXT_LENGTH = 1_000_000;

    private static final int MAX_DATA_URI_PREFIX = 256;
    private static final int MAX_FIRST_BUFFER = 64 * 1024;
    private static final int MAX_COST_SCALE = 30;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_TEXT_LENGTH)
                    .build())
            .build();

    private final Spool answer;
    private final int status;
    private final SpoolSettings spools;
    private final long limit;
    private final UnaryOperator<String> redact;
    private final List<Item> items = new ArrayList<>();
    private final List<SpeechError> errors = new ArrayList<>();
    private final Set<String> failed = new HashSet<>();

    private EnvelopeReader(Spool answer, int status, SpoolSettings spools, long limit, UnaryOperator<String> redact) {
        this.answer = answer;
        this.status = status;
        this.spools = spools;
        this.limit = limit;
        this.redact = redact;
    }

    /**
     * Reads a whole answer, which stays the caller's to close.
     *
     * @param status the HTTP status that it came with
     * @param limit the most bytes that an audio in it may have
     * @param redact takes secrets out of the texts of errors
     * @throws IOException if it is no envelope; nothing is left behind then
     */
    static Envelope read(Spool answer, int status, SpoolSettings spools, long limit, UnaryOperator<String> redact)
            throws IOException {
        EnvelopeReader reader = new EnvelopeReader(answer, status, spools, limit, redact);
        Envelope envelope = new Envelope(reader.items, reader.errors, reader.failed);
        try (InputStream in = answer.open();
                JsonParser json = JSON.createParser(in)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonParseException(json, "The answer is no JSON object");
            }
            reader.readEnvelope(json, null);
            if (json.nextToken() != null) {
                throw new JsonParseException(json, "There is more behind the answer's end");
            }
        } catch (IOException | RuntimeException e) {
            envelope.discard();
            throw e;
        }
        return envelope;
    }

    private void readEnvelope(JsonParser json, String outerTaskUUID) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = requireField(json);
            json.nextToken();
            if ("data".equals(name) && json.currentToken() == JsonToken.START_ARRAY) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    readItem(json, outerTaskUUID);
                }
            } else if ("errors".equals(name) && json.currentToken() == JsonToken.START_ARRAY) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    if (json.currentToken() == JsonToken.START_OBJECT) {
                        errors.add(readError(json, outerTaskUUID));
                    } else {
                        json.skipChildren();
                    }
                }
            } else {
                json.skipChildren();
            }
        }
    }

    private void readItem(JsonParser json, String outerTaskUUID) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        ItemBuilder item = new ItemBuilder();
        item.taskUUID = outerTaskUUID;
        int errorsBefore = errors.size();
        int itemsBefore = items.size();
        try {
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = requireField(json);
                json.nextToken();
                readItemField(json, name, item);
            }
        } catch (IOException | RuntimeException e) {
            item.discard();
            throw e;
        }
        // What is nested may have come before the id that it belongs to.
        for (int i = errorsBefore; i < errors.size(); i++) {
            if (errors.get(i).taskUUID() == null) {
                errors.set(i, errors.get(i).forTask(item.taskUUID));
            }
        }
        for (int i = itemsBefore; i < items.size(); i++) {
            if (items.get(i).taskUUID() == null) {
                items.set(i, item.fillIn(items.get(i)));
            }
        }
        if (item.failed) {
            failed.add(item.taskUUID);
            item.discard();
        } else if ("error".equals(item.status)) {
            failed.add(item.taskUUID);
            errors.add(SpeechError.of(SpeechError.Kind.UNKNOWN, "The API does not say why", item.taskUUID));
            item.discard();
        } else {
            items.add(item.build());
        }
    }

    private void readItemField(JsonParser json, String name, ItemBuilder item) throws IOException {
        switch (name) {
            case "taskType" -> item.taskType = text(json, item.taskType);
            case "taskUUID" -> item.taskUUID = text(json, item.taskUUID);
            case "audioUUID" -> item.audioUUID = text(json, item.audioUUID);
            case "audioURL" -> item.audioURL = text(json, item.audioURL);
            case "status" -> item.status = text(json, item.status);
            case "cost" -> item.cost = cost(json);
            case "seed" -> item.seed = isLong(json) ? (Long) json.getLongValue() : skipped(json);
            case "audioBase64Data" -> item.take(audio(json, false));
            case "audioDataURI" -> item.take(audio(json, true));
            case "error" -> {
                if (json.currentToken() == JsonToken.START_OBJECT) {
                    errors.add(readError(json, null));
                    item.failed = true;
                }
            }
            case "response" -> {
                if (json.currentToken() == JsonToken.START_OBJECT) {
                    readEnvelope(json, null);
                } else {
                    json.skipChildren();
                }
            }
            default -> json.skipChildren();
        }
    }

    private SpeechError readError(JsonParser json, String outerTaskUUID) throws IOException {
        String code = null;
        String message = null;
        String parameter = null;
        String taskUUID = outerTaskUUID;
        String documentation = null;
        String taskStatus = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = requireField(json);
            json.nextToken();
            switch (name) {
                case "code" -> code = text(json, code);
                case "message" -> message = text(json, message);
                case "parameter" -> parameter = text(json, parameter);
                case "taskUUID" -> taskUUID = text(json, taskUUID);
                case "documentation" -> documentation = text(json, documentation);
                case "status" -> taskStatus = text(json, taskStatus);
                default -> json.skipChildren();
            }
        }
        if ("error".equals(taskStatus) && taskUUID != null) {
            failed.add(taskUUID);
        }
        return new SpeechError(
                ErrorKinds.of(code, status),
                redact.apply(code),
                message == null ? "The API does not say why" : redact.apply(message),
                redact.apply(parameter),
                taskUUID,
                redact.apply(documentation),
                status);
    }

    private Spool audio(JsonParser json, boolean dataUri) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            json.skipChildren();
            return null;
        }
        // The string is found again in the spool, for the parser knows no fast way to what stands in it.
        long begin = json.currentTokenLocation().getByteOffset() + 1;
        // No more audio than this can come, and where several do, none of them should get a buffer for all.
        long expected = Math.min((answer.size() - begin) / 4 * 3, MAX_FIRST_BUFFER);
        SpoolWriter audio = new SpoolWriter(spools, limit, expected > spools.threshold() ? -1 : expected);
        try (InputStream in = answer.open()) {
            in.skipNBytes(begin);
            if (dataUri) {
                skipDataUriPrefix(in);
            }
            new Base64Text(in).decodeTo(audio);
        } catch (IOException | RuntimeException e) {
            audio.discard();
            throw e;
        }
        return audio.toSpool();
    }

    private void skipDataUriPrefix(InputStream in) throws IOException {
        StringBuilder prefix = new StringBuilder();
        for (int c = in.read(); c != ','; c = in.read()) {
            if (c < 0 || c == '"' || prefix.length() == MAX_DATA_URI_PREFIX) {
                throw new IOException("The audio is no base64 data URI");
            }
            prefix.append((char) c);
        }
        if (!prefix.toString().startsWith("data:") || !prefix.toString().endsWith(";base64")) {
            throw new IOException("The audio is no base64 data URI");
        }
    }

    private static String text(JsonParser json, String otherwise) throws IOException {
        return json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : skipped(json, otherwise);
    }

    /** What no price ever is counts as absent: a sum with an exponent without bounds would fill the memory. */
    private static BigDecimal cost(JsonParser json) throws IOException {
        if (!json.currentToken().isNumeric()) {
            return skipped(json);
        }
        try {
            BigDecimal cost = new BigDecimal(json.getText());
            return Math.abs((long) cost.scale()) > MAX_COST_SCALE ? null : cost;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static boolean isLong(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    }

    private static <T> T skipped(JsonParser json) throws IOException {
        return skipped(json, null);
    }

    private static <T> T skipped(JsonParser json, T value) throws IOException {
        json.skipChildren();
        return value;
    }

    /** The parser ends quietly where the input does, so a loop to the closing brace has to look. */
    private static String requireField(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.FIELD_NAME) {
            throw new JsonParseException(json, "The answer ends too early");
        }
        return json.currentName();
    }

    private static final class ItemBuilder {

        private String taskType;
        private String taskUUID;
        private String audioUUID;
        private String audioURL;
        private BigDecimal cost;
        private Long seed;
        private String status;
        private Spool audio;
        private boolean failed;

        void take(Spool decoded) {
            discard();
            audio = decoded;
        }

        void discard() {
            if (audio != null) {
                audio.close();
            }
        }

        Item build() {
            return new Item(taskType, taskUUID, audioUUID, audioURL, cost, seed, status, audio);
        }

        Item fillIn(Item nested) {
            return new Item(
                    nested.taskType(),
                    taskUUID,
                    nested.audioUUID(),
                    nested.audioURL(),
                    nested.cost(),
                    nested.seed(),
                    nested.status(),
                    nested.audio());
        }
    }
}
