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

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.TaskQuery;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.WrappedFile;

/** Leads from a message to the requests that it stands for, and from their results back to the message. */
final class QwenTtsBinding {

    private static final String PROCESSING = "processing";
    private static final String SUCCESS = "success";
    private static final String ERROR = "error";
    private static final String MADE_TASK_UUID = QwenTtsBinding.class.getName() + ".taskUUID";

    private final CamelContext context;
    private final QwenTtsConfiguration configuration;

    QwenTtsBinding(CamelContext context, QwenTtsConfiguration configuration) {
        this.context = context;
        this.configuration = configuration;
    }

    /**
     * Holds all rules against the options that need no message for it.
     *
     * @throws IllegalArgumentException if one is broken; it names the option, value and rule
     */
    void checkOptions() {
        SpeechRequest options = SpeechParameters.read(context, configuration, null);
        options.requireConsistent();
    }

    /**
     * The requests that a message stands for. What its headers and the options say fills what the body leaves open.
     *
     * @throws IllegalArgumentException if the body is nothing to speak, or if a value breaks a rule
     */
    List<SpeechRequest> toRequests(Exchange exchange) {
        SpeechRequest defaults = SpeechParameters.read(context, configuration, exchange.getMessage());
        Object body = exchange.getMessage().getBody();
        List<SpeechRequest> requests = new ArrayList<>();
        if (isCollection(body)) {
            List<?> elements = elements(body, "there is nothing to speak");
            List<String> uuids = givenTaskUUIDs(exchange, elements.size());
            for (Object element : elements) {
                int index = requests.size();
                requests.add(toRequest(
                        element,
                        "element " + index + " of the body",
                        exchange,
                        withTaskUUID(defaults, uuids.isEmpty() ? null : uuids.get(index))));
            }
        } else {
            List<String> uuids = givenTaskUUIDs(exchange, 1);
            requests.add(toRequest(
                    body, "the body", exchange, withTaskUUID(defaults, uuids.isEmpty() ? null : uuids.get(0))));
        }
        return requests;
    }

    /**
     * The tasks of earlier that a message stands for: by its header, or else by its body.
     *
     * @throws IllegalArgumentException if there is none, or if an id is no UUID of version 4
     */
    List<TaskQuery> toQueries(Exchange exchange) {
        Message message = exchange.getMessage();
        Object ids = taskIds(message);
        if (ids == null) {
            throw new IllegalArgumentException(
                    "taskUUID is not set: give it as the body or as the header " + QwenTtsConstants.TASK_UUID);
        }
        SpeechRequest options = SpeechParameters.read(context, configuration, message);
        List<TaskQuery> tasks = new ArrayList<>();
        for (Object id : isCollection(ids) ? elements(ids, "there is no task") : List.of(ids)) {
            String uuid = toText(id, "the task id", exchange).strip();
            tasks.add(new TaskQuery(uuid, options.effectiveNumberResults(), options.outputFormat()));
        }
        return tasks;
    }

    /** Whether the answer to a message that names tasks of earlier is a list, even if it names one only. */
    boolean isListOfTasks(Exchange exchange) {
        return isCollection(taskIds(exchange.getMessage()));
    }

    private static Object taskIds(Message message) {
        Object ids = message.getHeader(QwenTtsConstants.TASK_UUID);
        return ids == null ? message.getBody() : ids;
    }

    /** Whether the answer to a message is a list, even if it has one element only. */
    boolean isList(Exchange exchange, List<SpeechRequest> requests) {
        return isCollection(exchange.getMessage().getBody()) || requests.get(0).effectiveNumberResults() > 1;
    }

    /**
     * Puts results into the message. Their audio lives as long as the exchange.
     *
     * @throws SpeechException the first failure, unless failures may stand in the list
     */
    void toMessage(Exchange exchange, List<SpeechResult> results, boolean asList) throws SpeechException {
        ExchangeAudio owned = keepAudio(exchange, results);
        failUnlessAllowed(results, asList);
        Message message = exchange.getMessage();
        removeResultHeaders(message);
        setIfPresent(message, QwenTtsConstants.COST, totalCost(results));
        if (asList) {
            message.setBody(results);
        } else if (results.size() > 1) {
            message.setBody(results);
            setTask(exchange, results.get(0).taskUUID(), SUCCESS);
        } else {
            SpeechResult result = results.get(0);
            message.setBody(result.audio() == null ? result.audioURL() : new SpeechStreamCache(result.audio(), owned));
            message.setHeader(QwenTtsConstants.CONTENT_TYPE, result.format().contentType());
            setTask(exchange, result.taskUUID(), SUCCESS);
            setIfPresent(message, QwenTtsConstants.AUDIO_UUID, result.audioUUID());
            setIfPresent(message, QwenTtsConstants.AUDIO_URL, result.audioURL());
            setIfPresent(message, QwenTtsConstants.SEED, result.seed());
        }
    }

    /**
     * Puts the ids of tasks that were handed in into the message.
     *
     * @throws SpeechException the first failure, unless failures may stand in the list
     */
    void toIds(Exchange exchange, List<SpeechResult> results, boolean asList) throws SpeechException {
        failUnlessAllowed(results, asList);
        Message message = exchange.getMessage();
        removeResultHeaders(message);
        if (asList) {
            message.setBody(results.stream()
                    .map(result -> result.failure() == null ? result.taskUUID() : result)
                    .toList());
        } else {
            message.setBody(results.get(0).taskUUID());
            setTask(exchange, results.get(0).taskUUID(), PROCESSING);
        }
    }

    /**
     * Puts results into the message or, if one is missing, the news of that with an empty body.
     *
     * @throws SpeechException the first failure, unless failures may stand in the list
     */
    void toMessageUnlessPending(Exchange exchange, List<SpeechResult> results, boolean asList) throws SpeechException {
        SpeechResult pending =
                results.stream().filter(SpeechResult::isPending).findFirst().orElse(null);
        if (pending == null) {
            toMessage(exchange, results, asList);
            return;
        }
        keepAudio(exchange, results);
        failUnlessAllowed(results, asList);
        removeResultHeaders(exchange.getMessage());
        exchange.getMessage().setBody(null);
        if (asList) {
            exchange.getMessage().setHeader(QwenTtsConstants.TASK_STATUS, PROCESSING);
        } else {
            setTask(exchange, pending.taskUUID(), PROCESSING);
        }
    }

    /** Puts the request and response of a task into the message. */
    void toDetails(Exchange exchange, String taskUUID, String json) {
        removeResultHeaders(exchange.getMessage());
        exchange.getMessage().setBody(json);
        exchange.getMessage().setHeader(QwenTtsConstants.CONTENT_TYPE, "application/json");
        setTask(exchange, taskUUID, SUCCESS);
    }

    /** Makes a message of a result that the API posted, or of a failure. */
    void toReceived(Exchange exchange, SpeechResult result) {
        if (result.failure() == null) {
            toMessage(exchange, List.of(result), false);
        } else {
            exchange.getMessage().setBody(result.error());
            setTask(exchange, result.taskUUID(), ERROR);
        }
    }

    private static ExchangeAudio keepAudio(Exchange exchange, List<SpeechResult> results) {
        List<SpeechAudio> audio = results.stream()
                .map(SpeechResult::audio)
                .filter(Objects::nonNull)
                .toList();
        ExchangeAudio owned = new ExchangeAudio(audio);
        owned.keepFor(exchange);
        return owned;
    }

    private void failUnlessAllowed(List<SpeechResult> results, boolean asList) {
        if (asList && configuration.isContinueOnError()) {
            return;
        }
        results.stream()
                .map(SpeechResult::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(failure -> {
                    throw failure.withResults(results);
                });
    }

    private SpeechRequest toRequest(Object content, String where, Exchange exchange, SpeechRequest defaults) {
        try {
            SpeechRequest own = content instanceof SpeechRequest request
                    ? request
                    : SpeechRequest.of(toText(content, where, exchange));
            SpeechRequest request = own.orElse(defaults);
            // It stays incomplete, so that a task id of the sender's can be told from one that is made up.
            request.complete();
            return request;
        } catch (IllegalArgumentException e) {
            throw content == null || where.equals("the body")
                    ? e
                    : new IllegalArgumentException("In " + where + ": " + e.getMessage(), e);
        }
    }

    private String toText(Object content, String where, Exchange exchange) {
        if (content == null) {
            throw new IllegalArgumentException("There is nothing to speak: " + where + " is null");
        }
        // Camel's last resort is toString(), and nobody wants to hear the name of a class and a number.
        boolean speakable = content instanceof CharSequence
                || content instanceof WrappedFile
                || context.getTypeConverterRegistry().lookup(String.class, content.getClass()) != null;
        try {
            if (speakable) {
                return context.getTypeConverter().mandatoryConvertTo(String.class, exchange, content);
            }
        } catch (TypeConversionException | NoTypeConversionAvailableException e) {
            throw new IllegalArgumentException(notText(content, where), e);
        }
        throw new IllegalArgumentException(notText(content, where));
    }

    private static String notText(Object content, String where) {
        return "There is nothing to speak: " + where + " is of type "
                + content.getClass().getName() + ", which cannot become text";
    }

    /** Whether a body stands for several texts or tasks, or may. */
    static boolean isCollection(Object body) {
        return body instanceof Collection || body instanceof Object[];
    }

    private static List<?> elements(Object collection, String consequence) {
        List<?> elements =
                collection instanceof Collection<?> many ? new ArrayList<>(many) : Arrays.asList((Object[]) collection);
        if (elements.isEmpty()) {
            throw new IllegalArgumentException("The body is an empty collection: " + consequence);
        }
        return elements;
    }

    /** The ids that the sender chose for the tasks; none where there are none. */
    private List<String> givenTaskUUIDs(Exchange exchange, int tasks) {
        Object header = exchange.getMessage().getHeader(QwenTtsConstants.TASK_UUID);
        // That of an earlier result in the same route is no choice of the sender's.
        if (header == null || header.equals(exchange.getProperty(MADE_TASK_UUID))) {
            return List.of();
        }
        List<?> ids = isCollection(header) ? elements(header, "there is no task") : List.of(header);
        if (ids.size() != tasks) {
            throw new IllegalArgumentException("Header " + QwenTtsConstants.TASK_UUID + " is not valid: it has "
                    + ids.size() + " ids for " + tasks + " texts");
        }
        return ids.stream().map(id -> toText(id, "the task id", exchange)).toList();
    }

    private static SpeechRequest withTaskUUID(SpeechRequest defaults, String taskUUID) {
        return taskUUID == null
                ? defaults
                : defaults.toBuilder().taskUUID(taskUUID).build();
    }

    private static void setTask(Exchange exchange, String taskUUID, String status) {
        exchange.getMessage().setHeader(QwenTtsConstants.TASK_STATUS, status);
        setIfPresent(exchange.getMessage(), QwenTtsConstants.TASK_UUID, taskUUID);
        exchange.setProperty(MADE_TASK_UUID, taskUUID);
    }

    private static BigDecimal totalCost(List<SpeechResult> results) {
        return results.stream()
                .map(SpeechResult::cost)
                .filter(Objects::nonNull)
                .reduce(BigDecimal::add)
                .orElse(null);
    }

    /** Those of an earlier result in the same route would be taken for this one's. */
    private static void removeResultHeaders(Message message) {
        message.removeHeader(QwenTtsConstants.TASK_UUID);
        message.removeHeader(QwenTtsConstants.TASK_STATUS);
        message.removeHeader(QwenTtsConstants.AUDIO_UUID);
        message.removeHeader(QwenTtsConstants.AUDIO_URL);
        message.removeHeader(QwenTtsConstants.COST);
        message.removeHeader(QwenTtsConstants.SEED);
        message.removeHeader(QwenTtsConstants.CONTENT_TYPE);
    }

    private static void setIfPresent(Message message, String header, Object value) {
        if (value != null) {
            message.setHeader(header, value);
        }
    }
}
