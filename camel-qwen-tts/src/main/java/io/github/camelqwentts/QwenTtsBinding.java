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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.TaskQuery;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Converts exchanges to requests. {@link ResultBinding} converts their results to exchanges. */
final class QwenTtsBinding {

    private final CamelContext context;
    private final QwenTtsConfiguration configuration;
    private final MessageText texts;

    QwenTtsBinding(CamelContext context, QwenTtsConfiguration configuration) {
        this.context = context;
        this.configuration = configuration;
        this.texts = new MessageText(context);
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
            for (Object element : elements(body, "there is nothing to speak")) {
                requests.add(toRequest(element, "element " + requests.size() + " of the body", exchange, defaults));
            }
        } else {
            requests.add(toRequest(body, "the body", exchange, defaults));
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
            String uuid = id instanceof UUID
                    ? id.toString()
                    : texts.read(id, "the task id", exchange).strip();
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

    private SpeechRequest toRequest(Object content, String where, Exchange exchange, SpeechRequest defaults) {
        try {
            SpeechRequest own = content instanceof SpeechRequest request
                    ? request
                    : SpeechRequest.of(texts.read(content, where, exchange));
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
}
