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

import io.github.camelqwentts.speech.DeliveryMethod;
import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.WrappedFile;

/** Leads from a message to the requests that it stands for, and from their results back to the message. */
final class QwenTtsBinding {

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
        requireSync(options);
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
            Collection<?> elements = body instanceof Collection<?> many ? many : Arrays.asList((Object[]) body);
            if (elements.isEmpty()) {
                throw new IllegalArgumentException("The body is an empty collection: there is nothing to speak");
            }
            for (Object element : elements) {
                requests.add(toRequest(element, "element " + requests.size() + " of the body", exchange, defaults));
            }
        } else {
            requests.add(toRequest(body, "the body", exchange, defaults));
        }
        requests.forEach(QwenTtsBinding::requireSync);
        return requests;
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
        List<SpeechAudio> audio = results.stream()
                .map(SpeechResult::audio)
                .filter(Objects::nonNull)
                .toList();
        ExchangeAudio owned = new ExchangeAudio(audio);
        owned.keepFor(exchange);
        failUnlessAllowed(results, asList);
        Message message = exchange.getMessage();
        removeResultHeaders(message);
        setIfPresent(message, QwenTtsConstants.COST, totalCost(results));
        if (asList) {
            message.setBody(results);
        } else {
            SpeechResult result = results.get(0);
            message.setBody(result.audio() == null ? result.audioURL() : new SpeechStreamCache(result.audio(), owned));
            message.setHeader(QwenTtsConstants.CONTENT_TYPE, result.format().contentType());
            setIfPresent(message, QwenTtsConstants.TASK_UUID, result.taskUUID());
            setIfPresent(message, QwenTtsConstants.AUDIO_UUID, result.audioUUID());
            setIfPresent(message, QwenTtsConstants.AUDIO_URL, result.audioURL());
            setIfPresent(message, QwenTtsConstants.SEED, result.seed());
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

    private SpeechRequest toRequest(Object content, String where, Exchange exchange, SpeechRequest defaults) {
        try {
            SpeechRequest own = content instanceof SpeechRequest request
                    ? request
                    : SpeechRequest.of(toText(content, where, exchange));
            return own.orElse(defaults).complete();
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

    private static boolean isCollection(Object body) {
        return body instanceof Collection || body instanceof Object[];
    }

    private static void requireSync(SpeechRequest request) {
        if (request.deliveryMethod() == DeliveryMethod.ASYNC) {
            throw new IllegalArgumentException("deliveryMethod=async is not valid: only sync is supported");
        }
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
