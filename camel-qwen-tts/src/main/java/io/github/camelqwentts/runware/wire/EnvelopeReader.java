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

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelqwentts.audio.BadAudioException;
import io.github.camelqwentts.runware.wire.Envelope.Item;
import io.github.camelqwentts.speech.PayloadTooLargeException;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.transport.Spool;
import io.github.camelqwentts.transport.SpoolSettings;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response of the API as a stream, in all its known shapes. Unknown fields are ignored, and null counts as
 * absent.
 */
public final class EnvelopeReader {

    /** Codes and parameters that recovery depends on: the ID is in use, or the task is not found. */
    private static final Pattern NAMES =
            Pattern.compile("(?i)(conflict|duplicate)[a-z]*|[a-z]*notfound|[a-z., ]*taskuuid[a-z., ]*");

    private static final String NO_REASON = "The API gives no reason";

    private final AnswerJson json;
    private final int status;
    private final EmbeddedAudio embedded;
    private final UnaryOperator<String> redact;
    private final List<Item> items = new ArrayList<>();
    private final List<SpeechError> errors = new ArrayList<>();
    private final Set<String> failed = new HashSet<>();

    private EnvelopeReader(AnswerJson json, int status, EmbeddedAudio embedded, UnaryOperator<String> redact) {
        this.json = json;
        this.status = status;
        this.embedded = embedded;
        this.redact = redact;
    }

    /**
     * Reads a whole response, which the caller closes.
     *
     * @param status the HTTP status of the response
     * @param redact removes secrets from the texts of errors
     * @throws IOException if it is not an envelope or exceeds the limits; no file is left then
     */
    public static Envelope read(
            Spool answer, int status, SpoolSettings spools, AnswerLimits limits, UnaryOperator<String> redact)
            throws IOException {
        try (AnswerInput in = new AnswerInput(answer);
                AnswerJson json = new AnswerJson(in, limits.items())) {
            EmbeddedAudio embedded = new EmbeddedAudio(in, spools, limits.audio());
            return new EnvelopeReader(json, status, embedded, redact).read();
        }
    }

    private Envelope read() throws IOException {
        Envelope envelope = new Envelope(items, errors, failed);
        try {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonParseException(json, "The response is not a JSON object");
            }
            readEnvelope();
            if (json.nextToken() != null) {
                throw new JsonParseException(json, "The response continues after its end");
            }
        } catch (IOException | RuntimeException e) {
            envelope.discard();
            throw e;
        }
        return envelope;
    }

    private void readEnvelope() throws IOException {
        int errorsBefore = errors.size();
        String taskUUID = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.requireField();
            json.nextToken();
            switch (name) {
                case "data" -> json.forEachObject(this::readItem);
                case "errors", "error" -> json.forEachObject(this::readError);
                case "taskUUID" -> taskUUID = TaskUuids.normalized(json.name(taskUUID));
                default -> json.skipChildren();
            }
        }
        assignErrors(errorsBefore, taskUUID);
    }

    private void readItem() throws IOException {
        ItemBuilder item = new ItemBuilder();
        int errorsBefore = errors.size();
        int itemsBefore = items.size();
        try {
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.requireField();
                json.nextToken();
                readItemField(name, item);
            }
        } catch (IOException | RuntimeException e) {
            item.discard();
            throw e;
        }
        // Nested items may precede the ID that they belong to.
        assignErrors(errorsBefore, item.taskUUID);
        for (int i = itemsBefore; i < items.size(); i++) {
            if (items.get(i).taskUUID() == null) {
                items.set(i, items.get(i).forTask(item.taskUUID));
            }
        }
        if (item.failed) {
            failed.add(item.taskUUID);
            item.discard();
        } else if ("error".equals(item.status)) {
            failed.add(item.taskUUID);
            errors.add(SpeechError.of(SpeechError.Kind.UNKNOWN, NO_REASON, item.taskUUID));
            item.discard();
        } else {
            items.add(item.build());
        }
    }

    private void assignErrors(int from, @Nullable String taskUUID) {
        if (taskUUID == null) {
            return;
        }
        for (int i = from; i < errors.size(); i++) {
            if (errors.get(i).taskUUID() == null) {
                errors.set(i, errors.get(i).forTask(taskUUID));
            }
        }
        if (failed.remove(null)) {
            failed.add(taskUUID);
        }
    }

    private void readItemField(String name, ItemBuilder item) throws IOException {
        switch (name) {
            case "taskType" -> item.taskType = json.name(item.taskType);
            case "taskUUID" -> item.taskUUID = TaskUuids.normalized(json.name(item.taskUUID));
            case "audioUUID" -> item.audioUUID = json.name(item.audioUUID);
            case "audioURL" -> item.audioURL = json.text(item.audioURL, AnswerJson.MOST_OF_A_TEXT);
            case "status" -> item.setStatus(json.name(item.status));
            case "cost" -> item.cost = json.cost(item.cost);
            case "seed" -> item.seed = json.integer(item.seed);
            case "audioBase64Data" -> readAudio(item, false);
            case "audioDataURI" -> readAudio(item, true);
            case "error", "errors" -> {
                int errorsBefore = errors.size();
                json.forEachObject(this::readError);
                item.failed |= errors.size() > errorsBefore;
            }
            case "response" -> json.forEachObject(this::readEnvelope);
            default -> json.skipChildren();
        }
    }

    private void readAudio(ItemBuilder item, boolean dataUri) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            json.skipChildren();
            return;
        }
        if (item.hasAudio()) {
            return;
        }
        try {
            // The string is not read by the parser, which would take several times as long.
            json.giveBack();
            item.take(embedded.decode(dataUri));
        } catch (PayloadTooLargeException | BadAudioException e) {
            item.problem = e;
        }
    }

    private void readError() throws IOException {
        String code = null;
        String message = null;
        String parameter = null;
        String taskUUID = null;
        String documentation = null;
        String taskStatus = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.requireField();
            json.nextToken();
            switch (name) {
                case "code" -> code = json.name(code);
                case "message" -> message = json.prose(message);
                case "parameter" -> parameter = json.names(parameter);
                case "taskUUID" -> taskUUID = TaskUuids.normalized(json.name(taskUUID));
                case "documentation" -> documentation = json.text(documentation, AnswerJson.MOST_OF_A_TEXT);
                case "status" -> taskStatus = json.name(taskStatus);
                default -> json.skipChildren();
            }
        }
        if ("error".equals(taskStatus)) {
            failed.add(taskUUID);
        }
        errors.add(new SpeechError(
                ErrorKinds.of(code, status),
                redactUnlessName(code),
                message == null ? NO_REASON : redact.apply(message),
                redactUnlessName(parameter),
                taskUUID,
                redact.apply(documentation),
                status));
    }

    /** Returns names that recovery depends on as they are: a secret may happen to be a part of one. */
    private @Nullable String redactUnlessName(@Nullable String text) {
        return text == null || NAMES.matcher(text).matches() ? text : redact.apply(text);
    }

    private static final class ItemBuilder {

        private @Nullable String taskType;
        private @Nullable String taskUUID;
        private @Nullable String audioUUID;
        private @Nullable String audioURL;
        private @Nullable BigDecimal cost;
        private @Nullable Long seed;
        private @Nullable String status;
        private @Nullable Spool audio;
        private @Nullable IOException problem;
        private boolean failed;

        /** Pending is an earlier word of the API. */
        void setStatus(@Nullable String value) {
            String lower = value == null ? null : value.toLowerCase(Locale.ROOT);
            status = "pending".equals(lower) ? "processing" : lower;
        }

        boolean hasAudio() {
            return audio != null && audio.size() > 0;
        }

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
            if (!hasAudio() && audioURL != null) {
                discard();
                audio = null;
                problem = null;
            }
            return new Item(
                    taskType, taskUUID, audioUUID, audioURL, cost, seed, status, audio, hasAudio() ? null : problem);
        }
    }
}
