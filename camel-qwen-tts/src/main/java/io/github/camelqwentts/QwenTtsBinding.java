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

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.ReferenceAudio;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.TaskQuery;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Converts exchanges to requests. {@link ResultBinding} converts their results to exchanges. */
final class QwenTtsBinding {

    private static final String BODY = "body";
    private static final String TASK_UUID = "taskUUID";
    private static final String TASK_UUID_HEADER = "header " + QwenTtsConstants.TASK_UUID;

    private final SpeechSettings settings;
    private final MessageText texts;
    private final SpeechParameters parameters;
    private final LongTexts longTexts;

    QwenTtsBinding(CamelContext context, SpeechSettings settings) {
        this.settings = settings;
        this.longTexts = new LongTexts(settings);
        this.texts = new MessageText(context);
        this.parameters = new SpeechParameters(settings, texts);
    }

    /**
     * Checks all rules that need no message.
     *
     * @return the parameters that the options set
     * @throws InvalidSpeechRequestException if a rule is broken
     */
    SpeechRequest checkOptions() {
        SpeechRequest options = parameters.read(null);
        try {
            options = settings.backend().get().checkOptions(options);
            settings.backend().get().capabilities().requireSupported(options);
            longTexts.checkOptions(options);
            requireReadable(options.referenceAudio());
        } catch (InvalidSpeechRequestException e) {
            throw parameters.locate(e, null);
        }
        return options;
    }

    /** A sample that can be read only once is left to the client. */
    private static void requireReadable(@Nullable ReferenceAudio sample) {
        if (sample == null || sample.text() != null || !sample.repeatable()) {
            return;
        }
        try {
            sample.open().close();
        } catch (IOException e) {
            throw InvalidSpeechRequestException.of("referenceAudio", null, "must be readable", e);
        }
    }

    /**
     * Returns the requests of a message. Parameters that the body does not set are taken from headers and options.
     *
     * @throws InvalidSpeechRequestException if a value breaks a rule; in a list with continueOnError an element that
     *     breaks one fails alone
     */
    Batch<SpeechRequest> toRequests(Exchange exchange) {
        SpeechRequest defaults = parameters.read(exchange.getMessage());
        Object body = exchange.getMessage().getBody();
        if (!isCollection(body)) {
            return Batch.ofOne(toRequest(body, BODY, exchange, defaults));
        }
        List<?> elements = elements(body, "text", BODY);
        Set<String> own = new HashSet<>();
        return batch(elements.size(), defaults, index -> {
            String where = elementOf(BODY, index);
            SpeechRequest request = toRequest(elements.get(index), where, exchange, defaults);
            requireUnique(request.taskUUID(), own, where);
            return request;
        });
    }

    /**
     * Returns the earlier tasks that a message names: by its header, or else by its body.
     *
     * @throws InvalidSpeechRequestException if it names no task, or if an ID is not a UUID of version 4; in a list with
     *     continueOnError such an ID fails alone
     */
    Batch<TaskQuery> toQueries(Exchange exchange) {
        Message message = exchange.getMessage();
        Object header = message.getHeader(QwenTtsConstants.TASK_UUID);
        Object ids = header == null ? message.getBody() : header;
        if (ids == null) {
            throw InvalidSpeechRequestException.missing(
                    TASK_UUID, "must be in the body or the header " + QwenTtsConstants.TASK_UUID);
        }
        String where = header == null ? BODY : TASK_UUID_HEADER;
        SpeechRequest options = queryOptions(message);
        if (!isCollection(ids)) {
            return Batch.ofOne(toQuery(ids, where, exchange, options));
        }
        List<?> elements = elements(ids, TASK_UUID, where);
        Set<String> own = new HashSet<>();
        return batch(elements.size(), options, index -> {
            TaskQuery query = toQuery(elements.get(index), elementOf(where, index), exchange, options);
            requireUnique(query.taskUUID(), own, elementOf(where, index));
            return query;
        });
    }

    private <T> Batch<T> batch(int elements, SpeechRequest options, IntFunction<T> task) {
        return settings.configuration().isContinueOnError()
                ? Batch.refusingAlone(elements, task, options.effectiveOutputFormat())
                : Batch.refusingAll(elements, task);
    }

    private SpeechRequest toRequest(@Nullable Object content, String where, Exchange exchange, SpeechRequest defaults) {
        SpeechRequest own = content instanceof SpeechRequest request ? request : null;
        try {
            SpeechRequest request = own == null
                    ? defaults.toBuilder()
                            .text(texts.read("text", content, exchange))
                            .build()
                    : own.orElse(defaults);
            requireReadable(own == null ? null : own.referenceAudio());
            SpeechRequest checked = settings.backend().get().check(request);
            settings.backend().get().capabilities().requireSupported(checked);
            longTexts.check(checked);
            return checked;
        } catch (InvalidSpeechRequestException e) {
            throw locate(e, own, where, exchange.getMessage());
        }
    }

    private InvalidSpeechRequestException locate(
            InvalidSpeechRequestException mistake, @Nullable SpeechRequest own, String where, Message message) {
        String option = mistake.getOption();
        if (option.equals("text")) {
            return mistake.withSource(where);
        } else if (own != null && SpeechParameters.isSet(option, own)) {
            return mistake.withSource("field " + option + " of " + (where.equals(BODY) ? "the body" : where));
        }
        return parameters.locate(mistake, message).withSource(where.equals(BODY) ? null : where);
    }

    /** Returns the parameters that a query needs; others may be left from an earlier step. */
    private SpeechRequest queryOptions(Message message) {
        SpeechRequest all = parameters.read(message);
        try {
            return settings.backend()
                    .get()
                    .checkOptions(SpeechRequest.builder()
                            .numberResults(all.numberResults())
                            .outputFormat(all.outputFormat())
                            .build());
        } catch (InvalidSpeechRequestException e) {
            throw parameters.locate(e, message);
        }
    }

    private TaskQuery toQuery(Object id, String where, Exchange exchange, SpeechRequest options) {
        try {
            String uuid = texts.read(TASK_UUID, id, exchange).strip();
            return new TaskQuery(uuid, options.effectiveNumberResults(), options.outputFormat());
        } catch (InvalidSpeechRequestException e) {
            throw e.withSource(where);
        }
    }

    /** Whether a body contains, or may contain, several texts or tasks. */
    private static boolean isCollection(@Nullable Object body) {
        return body instanceof Collection || body instanceof Object[];
    }

    private static List<?> elements(@Nullable Object collection, String option, String where) {
        List<?> elements =
                collection instanceof Collection<?> many ? new ArrayList<>(many) : Arrays.asList((Object[]) collection);
        if (elements.isEmpty()) {
            throw InvalidSpeechRequestException.of(option, null, "must not be an empty list")
                    .withSource(where);
        }
        return elements;
    }

    private static String elementOf(String collection, int index) {
        return "element " + index + " of the " + collection;
    }

    private static void requireUnique(@Nullable String taskUUID, Set<String> others, String where) {
        if (taskUUID != null && !others.add(taskUUID)) {
            throw InvalidSpeechRequestException.of(TASK_UUID, taskUUID, "must be unique among the tasks of a call")
                    .withSource(where);
        }
    }
}
