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

import java.util.Collection;
import java.util.Collections;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.camelqwentts.speech.Internal;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.decorators.AbstractSpanDecorator;

/**
 * Adds the tasks and failure of a message to the spans of Camel's telemetry, but never its text. Found by the optional
 * camel-telemetry.
 *
 * @hidden
 */
@Internal
public class QwenTtsSpanDecorator extends AbstractSpanDecorator {

    /** Of type string, such as {@code synthesize}. */
    static final String OPERATION = "qwen.tts.operation";

    static final String MODEL = "qwen.tts.model";
    /** The IDs of all tasks, separated by commas. */
    static final String TASK_UUID = "qwen.tts.task.uuid";

    static final String ERROR_KIND = "qwen.tts.error.kind";

    /** Time in milliseconds until the first audio of a message that is streamed had arrived. */
    static final String FIRST_AUDIO = "qwen.tts.first.audio.ms";

    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    @Override
    public String getComponent() {
        return "qwen-tts";
    }

    @Override
    public String getComponentClassName() {
        return QwenTtsComponent.class.getName();
    }

    @Override
    public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
        super.beforeTracingEvent(span, exchange, endpoint);
        if (endpoint instanceof QwenTtsEndpoint speech) {
            span.setTag(OPERATION, speech.getOperation().name());
            if (speech.getOperation().speaks()) {
                span.setTag(MODEL, clipMaxLength(model(exchange, speech)));
            }
        }
    }

    @Override
    public void afterTracingEvent(Span span, Exchange exchange) {
        super.afterTracingEvent(span, exchange);
        String taskUUIDs = taskUUIDs(exchange);
        if (!taskUUIDs.isEmpty()) {
            span.setTag(TASK_UUID, clipMaxLength(taskUUIDs));
        }
        Object untilFirstAudio = exchange.removeProperty(StreamedCall.FIRST_AUDIO);
        if (untilFirstAudio != null) {
            span.setTag(FIRST_AUDIO, untilFirstAudio.toString());
        }
        if (exchange.getException() instanceof SpeechException failure) {
            span.setTag(ERROR_KIND, failure.getError().kind().wireName());
        }
    }

    private static String model(Exchange exchange, QwenTtsEndpoint endpoint) {
        Object ofMessage = exchange.getMessage().getBody() instanceof SpeechRequest request && request.model() != null
                ? request.model()
                : exchange.getMessage().getHeader(QwenTtsConstants.MODEL);
        String ofEndpoint = endpoint.getConfiguration().getModel();
        return Objects.toString(ofMessage, ofEndpoint == null ? SpeechRequest.CUSTOM_VOICE : ofEndpoint);
    }

    private static String taskUUIDs(Exchange exchange) {
        if (exchange.getException() instanceof SpeechException failure) {
            return failure.getResults().isEmpty()
                    ? Objects.toString(failure.getError().taskUUID(), "")
                    : join(failure.getResults());
        }
        Object ids = exchange.getMessage().getHeader(QwenTtsConstants.TASK_UUID);
        Object named = ids == null ? exchange.getMessage().getBody() : ids;
        return join(named instanceof Collection<?> several ? several : Collections.singletonList(named));
    }

    /**
     * Returns the IDs in a list. If the endpoint was not reached, it may still be a list of texts, which are private.
     */
    private static String join(Collection<?> tasks) {
        return tasks.stream()
                .map(task -> task instanceof SpeechResult result ? result.taskUUID() : task)
                .filter(id -> id instanceof String text && UUID.matcher(text).matches())
                .map(Object::toString)
                .distinct()
                .collect(Collectors.joining(","));
    }
}
