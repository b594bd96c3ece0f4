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

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The secret in the query of a webhook's address. It may have any characters and arrive in any correct encoding: a
 * plus is sent as it is or as %2B, and a blank as %20 or as a plus, so both count as the same character.
 */
final class WebhookToken {

    /** The value for a webhook without a token. */
    static final String NONE = "none";

    private static final String PARAMETER = "token";

    private final String token;

    WebhookToken(String token) {
        this.token = token;
    }

    /** Returns the token of a webhook whose options were checked. */
    static WebhookToken of(QwenTtsConfiguration webhook) {
        return new WebhookToken(Objects.requireNonNull(webhook.getWebhookToken(), "webhookToken"));
    }

    boolean isNone() {
        return NONE.equals(token);
    }

    /** The address with the token in its query. */
    String addTo(String address) {
        // Blanks as %20, because not every server reads a plus as a blank.
        String encoded = URLEncoder.encode(token, StandardCharsets.UTF_8).replace("+", "%20");
        return isNone() ? address : address + "?" + PARAMETER + "=" + encoded;
    }

    /**
     * Returns why a request is rejected. Takes the same time wherever the tokens differ.
     *
     * @param query as it was sent, or null
     * @return null if the query has the token exactly once
     */
    @Nullable
    String refusalOf(@Nullable String query) {
        if (isNone()) {
            return null;
        }
        String given = null;
        for (String parameter : query == null ? new String[0] : query.split("&")) {
            int end = parameter.indexOf('=');
            if (end >= 0 && PARAMETER.equals(decode(parameter.substring(0, end)))) {
                if (given != null) {
                    return "the query has several tokens";
                }
                given = parameter.substring(end + 1);
            }
        }
        if (given == null) {
            return "the query has no token";
        }
        return MessageDigest.isEqual(comparable(decode(given)), comparable(token)) ? null : "the token is wrong";
    }

    private static byte[] comparable(String token) {
        return token.replace(' ', '+').getBytes(StandardCharsets.UTF_8);
    }

    /** Decodes what is percent-encoded, and leaves the rest as it is. */
    private static String decode(String raw) {
        byte[] text = raw.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(text.length);
        for (int i = 0; i < text.length; i++) {
            int high = text[i] == '%' && i + 2 < text.length ? Character.digit(text[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text[i + 2], 16);
            if (low < 0) {
                decoded.write(text[i]);
            } else {
                decoded.write(high << 4 | low);
                i += 2;
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }
}
