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

import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.camel.util.URISupport;

/**
 * The URI of an endpoint without its secrets, since JMX, consoles, spans, events and exceptions print it, and Camel
 * hides only the secrets of its own components. URIs identify endpoints, so each secret is replaced by a fingerprint,
 * which is useless outside this process.
 */
final class PrintableUri {

    /** Camel's own placeholder for hidden values. */
    private static final String MASK = "xxxxxx";

    private static final int FINGERPRINT = 8;
    private static final byte[] SALT = new byte[16];

    private static final Set<String> SECRETS = new QwenTtsEndpointUriFactory()
            .secretPropertyNames().stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet());

    static {
        new SecureRandom().nextBytes(SALT);
    }

    private PrintableUri() {}

    /** @param uri as Camel normalized it */
    static String of(String uri) {
        int query = uri.indexOf('?');
        if (query < 0) {
            return uri;
        }
        try {
            Map<String, Object> options = URISupport.parseQuery(uri.substring(query + 1), true, true);
            boolean secret = false;
            for (Map.Entry<String, Object> option : options.entrySet()) {
                String value = String.valueOf(option.getValue());
                if (isSecret(option.getKey(), value)) {
                    option.setValue(MASK + "-" + fingerprint(value));
                    secret = true;
                }
            }
            return secret ? uri.substring(0, query) + "?" + URISupport.createQueryString(options) : uri;
        } catch (URISyntaxException e) {
            // Camel has parsed it before, so this is not expected.
            return uri.substring(0, query) + "?" + MASK + "-" + fingerprint(uri);
        }
    }

    /** URLs of samples may be signed, and those of servers may contain a password. */
    private static boolean isSecret(String option, String value) {
        return SECRETS.contains(option.toLowerCase(Locale.ROOT).replace("-", ""))
                || (value.contains("://") && (value.indexOf('?') >= 0 || value.indexOf('@') >= 0));
    }

    private static String fingerprint(String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(SALT);
            byte[] hash = digest.digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, FINGERPRINT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
