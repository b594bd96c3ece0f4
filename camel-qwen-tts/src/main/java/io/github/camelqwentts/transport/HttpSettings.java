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
package io.github.camelqwentts.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;

import io.github.camelqwentts.speech.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Settings of connections.
 *
 * @param connectTimeout maximum time to connect, including TLS
 * @param maxConnections maximum number of concurrent requests with new tasks; there are twice as many connections
 * @param sslContext TLS context; null for Java's default
 * @param hostnameVerifier verifier of the host in a certificate; null for the default one
 * @param proxy the HTTP proxy; null for none
 * @param useSystemProperties whether Java's system properties apply to TLS and proxy settings that are not set here
 */
public record HttpSettings(
        Duration connectTimeout,
        int maxConnections,
        @Nullable SSLContext sslContext,
        @Nullable HostnameVerifier hostnameVerifier,
        @Nullable Proxy proxy,
        boolean useSystemProperties) {

    /** @throws IllegalArgumentException if a time or number is not positive */
    public HttpSettings {
        Checks.positive("connectTimeout", connectTimeout);
        Checks.positive("maxConnections", maxConnections);
    }

    /**
     * An HTTP proxy.
     *
     * @param scheme {@code http}, or {@code https} for TLS to the proxy itself
     * @param username null if the proxy requires none
     * @param password null if the proxy requires none
     * @param bypass the hosts that are reached without it
     */
    public record Proxy(
            String scheme, String host, int port, String username, String password, Predicate<String> bypass) {

        public Proxy {
            Objects.requireNonNull(scheme, "scheme");
            Objects.requireNonNull(host, "host");
            Objects.requireNonNull(bypass, "bypass");
        }

        /** The proxy without its credentials. */
        @Override
        public String toString() {
            return scheme + "://" + host + ":" + port;
        }
    }
}
