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
import java.util.List;
import java.util.Objects;

import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Failed;
import io.github.camelqwentts.speech.SpeechResult.Pending;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Converts results to exchanges. */
final class ResultBinding {

    private static final List<String> RESULT_HEADERS = List.of(
            QwenTtsConstants.TASK_UUID,
            QwenTtsConstants.TASK_STATUS,
            QwenTtsConstants.AUDIO_UUID,
            QwenTtsConstants.AUDIO_URL,
            QwenTtsConstants.COST,
            QwenTtsConstants.SEED,
            QwenTtsConstants.AUDIO_FORMAT,
            QwenTtsConstants.DURATION,
            QwenTtsConstants.TRUNCATED,
            QwenTtsConstants.CACHE_HIT,
            QwenTtsConstants.PIECES,
            QwenTtsConstants.SUBTITLES);

    private static final String PROCESSING = "processing";
    private static final String SUCCESS = "success";
    private static final String ERROR = "error";
    private static final String PLAIN_TEXT = "text/plain";

    private final QwenTtsConfiguration configuration;

    ResultBinding(QwenTtsConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * Puts results into the message.
     *
     * @throws SpeechException the first failure, unless the list may have failures
     */
    void toMessage(Exchange exchange, List<SpeechResult> results, boolean asList) throws SpeechException {
        failUnlessAllowed(results, asList);
        Message message = exchange.getMessage();
        removeOldHeaders(exchange);
        setIfPresent(message, QwenTtsConstants.COST, totalCost(results));
        if (asList) {
            message.setBody(results);
        } else if (results.size() > 1) {
            message.setBody(results);
            setTask(exchange, results.get(0).taskUUID(), SUCCESS);
        } else {
            Spoken result = results.get(0).orThrow();
            setAudio(message, result);
            setTask(exchange, result.taskUUID(), SUCCESS);
            setIfPresent(message, QwenTtsConstants.AUDIO_UUID, result.audioUUID());
            setIfPresent(message, QwenTtsConstants.AUDIO_URL, result.audioURL());
            setIfPresent(message, QwenTtsConstants.SEED, result.seed());
            setIfPresent(message, QwenTtsConstants.AUDIO_FORMAT, result.format().wireName());
            setIfPresent(message, QwenTtsConstants.DURATION, result.duration());
            setIfPresent(message, QwenTtsConstants.TRUNCATED, result.truncated() ? true : null);
            setIfPresent(message, QwenTtsConstants.CACHE_HIT, result.cached() ? true : null);
        }
    }

    /**
     * Puts the IDs of submitted tasks into the message.
     *
     * @throws SpeechException the first failure, unless the list may have failures
     */
    void toIds(Exchange exchange, List<SpeechResult> results, boolean asList) throws SpeechException {
        failUnlessAllowed(results, asList);
        Message message = exchange.getMessage();
        removeOldHeaders(exchange);
        if (asList) {
            message.setBody(results.stream()
                    .map(result -> result.failure() == null ? result.taskUUID() : result)
                    .toList());
        } else {
            message.setBody(results.get(0).taskUUID());
            message.setHeader(QwenTtsConstants.CONTENT_TYPE, PLAIN_TEXT);
            setTask(exchange, results.get(0).taskUUID(), PROCESSING);
        }
    }

    /**
     * Puts results into the message or, if one is missing, an empty body and the status processing.
     *
     * @throws SpeechException the first failure, unless the list may have failures
     */
    void toMessageUnlessPending(Exchange exchange, List<SpeechResult> results, boolean asList) throws SpeechException {
        SpeechResult pending =
                results.stream().filter(Pending.class::isInstance).findFirst().orElse(null);
        if (pending == null) {
            toMessage(exchange, results, asList);
            return;
        }
        failUnlessAllowed(results, asList);
        for (SpeechResult result : results) {
            if (result instanceof Spoken spoken && spoken.audio() != null) {
                spoken.audio().close();
            }
        }
        removeOldHeaders(exchange);
        exchange.getMessage().setBody(null);
        if (asList) {
            exchange.getMessage().setHeader(QwenTtsConstants.TASK_STATUS, PROCESSING);
        } else {
            setTask(exchange, pending.taskUUID(), PROCESSING);
        }
    }

    /** Puts the request and response of a task into the message. */
    void toDetails(Exchange exchange, String taskUUID, @Nullable String json) {
        removeOldHeaders(exchange);
        exchange.getMessage().setBody(json);
        exchange.getMessage().setHeader(QwenTtsConstants.CONTENT_TYPE, "application/json");
        setTask(exchange, taskUUID, SUCCESS);
    }

    /** Makes a message of a result that the API posted, or of a failure. */
    void toReceived(Exchange exchange, SpeechResult result) {
        if (result instanceof Failed failed) {
            exchange.getMessage().setBody(failed.error());
            setTask(exchange, failed.taskUUID(), ERROR);
        } else {
            toMessage(exchange, List.of(result), false);
        }
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

    private static void setTask(Exchange exchange, @Nullable String taskUUID, String status) {
        exchange.getMessage().setHeader(QwenTtsConstants.TASK_STATUS, status);
        setIfPresent(exchange.getMessage(), QwenTtsConstants.TASK_UUID, taskUUID);
    }

    private static @Nullable BigDecimal totalCost(List<SpeechResult> results) {
        return results.stream()
                .map(SpeechResult::cost)
                .filter(Objects::nonNull)
                .reduce(BigDecimal::add)
                .orElse(null);
    }

    private static void setAudio(Message message, Spoken result) {
        if (result.audio() != null) {
            message.setBody(new SpeechStreamCache(result.audio()));
            message.setHeader(QwenTtsConstants.CONTENT_TYPE, result.format().contentType());
            TextHeaders.renameFile(message, result.format());
        } else {
            message.setBody(result.audioURL());
            setIfPresent(message, QwenTtsConstants.CONTENT_TYPE, result.audioURL() == null ? null : PLAIN_TEXT);
        }
    }

    /** Removes the headers of the text and those of an earlier result in the same route. */
    private static void removeOldHeaders(Exchange exchange) {
        TextHeaders.remove(exchange);
        Message message = exchange.getMessage();
        RESULT_HEADERS.forEach(message::removeHeader);
    }

    private static void setIfPresent(Message message, String header, @Nullable Object value) {
        if (value != null) {
            message.setHeader(header, value);
        }
    }
}
