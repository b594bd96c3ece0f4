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

import io.github.camelqwentts.speech.Internal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks requests to a webhook by their token and announced length, before their bodies are read. For servers that read
 * a body before Camel sees the request; not part of the public API.
 *
 * @hidden
 */
@Internal
public final class WebhookGuard {

    /** Result for a request that may be read. */
    public static final int NO_REFUSAL = 0;

    public static final int UNAUTHORIZED = 401;
    public static final int TOO_LARGE = 413;

    private static final Logger LOG = LoggerFactory.getLogger(WebhookReceiver.class);
    private static final int MOST_PRINTED = 200;

    private final WebhookToken token;
    private final String path;
    private final long limit;

    WebhookGuard(QwenTtsConfiguration options) {
        this.token = WebhookToken.of(options);
        this.path = options.getWebhookPath();
        this.limit = options.getWebhookMaxPayloadSize();
    }

    /** The maximum size of a body in bytes. */
    public long limit() {
        return limit;
    }

    /** The path of the webhook, as its option has it. */
    public String path() {
        return path;
    }

    /**
     * Returns the HTTP status to reject a request with.
     *
     * @param query the query of the request as it was sent, or null
     * @param contentLength the announced length of the body; negative if there is none
     * @return {@link #NO_REFUSAL} if its body may be read
     */
    public int refusalOf(@Nullable String query, long contentLength) {
        String wrong = token.refusalOf(query);
        if (wrong != null) {
            LOG.debug("Rejected a post to {} with {}: {}", path, UNAUTHORIZED, wrong);
            return UNAUTHORIZED;
        }
        if (contentLength > limit) {
            LOG.debug(
                    "Rejected a post to {} with {}: its {} bytes exceed webhookMaxPayloadSize={}",
                    path,
                    TOO_LARGE,
                    contentLength,
                    limit);
            return TOO_LARGE;
        }
        return NO_REFUSAL;
    }

    /** Unauthenticated content must not forge log entries. */
    static String printable(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > MOST_PRINTED ? line.substring(0, MOST_PRINTED) + "…" : line;
    }
}
