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
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.TooLargeException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.util.URISupport;

/** Answers the HTTP requests to a webhook: whom it does not know it refuses, and what it cannot read too. */
class WebhookReceiver extends AsyncProcessorSupport {

    /** Given in place of a token by those who want none. */
    static final String NO_TOKEN = "none";

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_LARGE = 413;
    private static final int FAILED = 500;

    private final QwenTtsWebhookConsumer consumer;
    private final String token;
    private final long limit;

    WebhookReceiver(QwenTtsWebhookConsumer consumer, QwenTtsConfiguration options) {
        this.consumer = consumer;
        this.token = options.getWebhookToken();
        this.limit = options.getWebhookMaxPayloadSize();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        List<SpeechResult> results;
        try {
            if (!isAuthorized(exchange.getMessage())) {
                return answer(exchange, UNAUTHORIZED, callback);
            }
            Long length = exchange.getMessage().getHeader(Exchange.CONTENT_LENGTH, Long.class);
            if (length != null && length > limit) {
                return answer(exchange, TOO_LARGE, callback);
            }
            results = read(exchange.getMessage());
        } catch (TooLargeException e) {
            return answer(exchange, TOO_LARGE, callback);
        } catch (IOException | RuntimeException e) {
            return answer(exchange, BAD_REQUEST, callback);
        }
        CompletableFuture<Boolean> done = CompletableFuture.completedFuture(true);
        for (CompletableFuture<Boolean> one : deliverAll(results)) {
            done = done.thenCombine(one, Boolean::logicalAnd);
        }
        done.whenComplete((all, failure) -> {
            setAnswer(exchange, failure == null && all ? OK : FAILED);
            callback.done(false);
        });
        return false;
    }

    private List<CompletableFuture<Boolean>> deliverAll(List<SpeechResult> results) {
        List<CompletableFuture<Boolean>> deliveries = new ArrayList<>();
        for (SpeechResult result : results) {
            try {
                deliveries.add(consumer.deliver(result));
            } catch (RuntimeException e) {
                deliveries.add(CompletableFuture.failedFuture(e));
            }
        }
        return deliveries;
    }

    /** By the query alone: a header of the request must not stand for its parameter. */
    private boolean isAuthorized(Message request) {
        if (NO_TOKEN.equals(token)) {
            return true;
        }
        String query = request.getHeader(Exchange.HTTP_QUERY, String.class);
        if (query == null) {
            return false;
        }
        try {
            Object given = URISupport.parseQuery(query).get("token");
            return given instanceof String text
                    && MessageDigest.isEqual(
                            text.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private List<SpeechResult> read(Message request) throws IOException {
        try (InputStream body = request.getBody(InputStream.class)) {
            if (body == null) {
                throw new IOException("There is no body");
            }
            return consumer.getEndpoint().client().read(body, limit);
        }
    }

    private static boolean answer(Exchange exchange, int status, AsyncCallback callback) {
        setAnswer(exchange, status);
        callback.done(true);
        return true;
    }

    /** The headers of the request would otherwise go back as those of the answer. */
    private static void setAnswer(Exchange exchange, int status) {
        Message answer = exchange.getMessage();
        answer.removeHeaders("*");
        answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        answer.setBody(null);
    }
}
