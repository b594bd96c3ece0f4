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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.speech.PayloadTooLargeException;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.UnreadableResultException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Responds to each HTTP request to a webhook, even if anything is thrown. Rejects unauthenticated, oversized and
 * malformed requests; the token and the announced length are checked before the body is read.
 */
class WebhookReceiver extends AsyncProcessorSupport {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookReceiver.class);

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int FAILED = 500;

    private final QwenTtsWebhookConsumer consumer;
    private final WebhookGuard guard;
    private final String path;

    WebhookReceiver(QwenTtsWebhookConsumer consumer, QwenTtsConfiguration options) {
        this.consumer = consumer;
        this.guard = new WebhookGuard(options);
        this.path = options.getWebhookPath();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        CompletableFuture<Integer> status = receive(exchange.getMessage());
        boolean sync = status.isDone();
        status.whenComplete((code, failure) -> {
            setAnswer(exchange, failure == null ? code : failed(failure));
            callback.done(sync);
        });
        return sync;
    }

    private CompletableFuture<Integer> receive(Message request) {
        int status;
        try {
            String query = request.getHeader(Exchange.HTTP_QUERY, String.class);
            long contentLength = contentLength(request);
            // The headers contain the token, and Camel logs them if the server interrupts its thread. Headers that are
            // left would also be sent back with the response.
            request.removeHeaders("*");
            status = guard.refusalOf(query, contentLength);
            if (status == WebhookGuard.NO_REFUSAL) {
                return deliver(read(request));
            }
        } catch (PayloadTooLargeException e) {
            status = rejected(WebhookGuard.TOO_LARGE, e);
        } catch (UnreadableResultException e) {
            status = rejected(BAD_REQUEST, e);
        } catch (Throwable e) {
            // A converter may have read the body and wrapped its failure.
            PayloadTooLargeException tooLarge = ObjectHelper.getException(PayloadTooLargeException.class, e);
            status = tooLarge == null ? failed(e) : rejected(WebhookGuard.TOO_LARGE, tooLarge);
        }
        return CompletableFuture.completedFuture(status);
    }

    private CompletableFuture<Integer> deliver(List<SpeechResult> results) {
        List<CompletableFuture<Boolean>> deliveries = new ArrayList<>();
        results.forEach(result -> deliveries.add(consumer.deliver(result)));
        CompletableFuture<Boolean> done = CompletableFuture.completedFuture(true);
        for (CompletableFuture<Boolean> one : deliveries) {
            done = done.thenCombine(one, Boolean::logicalAnd);
        }
        return done.thenApply(all -> all ? OK : FAILED);
    }

    private List<SpeechResult> read(Message request) throws IOException {
        try (InputStream body = request.getBody(InputStream.class)) {
            if (body == null) {
                throw new UnreadableResultException("The body is missing", null);
            }
            return consumer.getEndpoint().client().read(body, guard.limit());
        }
    }

    /** @return -1 if the request does not report it */
    private static long contentLength(Message request) {
        String length = request.getHeader(Exchange.CONTENT_LENGTH, String.class);
        try {
            return length == null ? -1 : Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private int rejected(int status, Exception reason) {
        LOG.debug("Rejected a post to {} with {}: {}", path, status, WebhookGuard.printable(reason.getMessage()));
        return status;
    }

    private int failed(Throwable failure) {
        LOG.warn("A post to {} could not be processed, responding with {}", path, FAILED, failure);
        return FAILED;
    }

    private static void setAnswer(Exchange exchange, int status) {
        Message answer = exchange.getMessage();
        answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        answer.setBody(null);
    }
}
