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

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import io.github.camelqwentts.transport.HttpSettings;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.util.AntPathMatcher;
import org.jspecify.annotations.Nullable;

/**
 * HTTP settings of an endpoint. Settings that its options leave open are inherited from Camel's http or https
 * component.
 */
final class HttpComponentSettings {

    private HttpComponentSettings() {}

    /** @param scheme {@code http} or {@code https}, which names the component to inherit from */
    static HttpSettings of(CamelContext context, String scheme, QwenTtsConfiguration options) throws Exception {
        HttpComponent http = context.getComponent(scheme, HttpComponent.class);
        return new HttpSettings(
                options.getConnectTimeout() != null
                        ? options.getConnectTimeout()
                        : Duration.ofMillis(http.getConnectTimeout()),
                options.getMaxConnections(),
                sslContext(context, options.getSslContextParameters(), http),
                http.getX509HostnameVerifier(),
                proxy(http, scheme),
                http.isUseSystemProperties());
    }

    private static @Nullable SSLContext sslContext(
            CamelContext context, @Nullable SSLContextParameters own, HttpComponent http) throws Exception {
        SSLContextParameters parameters = own;
        if (parameters == null) {
            parameters = http.getSslContextParameters();
        }
        if (parameters == null && http.isUseGlobalSslContextParameters()) {
            parameters = context.getSSLContextParameters();
        }
        return parameters == null ? null : parameters.createSSLContext(context);
    }

    /** Reads the proxy options as the endpoints of that component do, including the deprecated ones. */
    @SuppressWarnings("deprecation")
    private static HttpSettings.@Nullable Proxy proxy(HttpComponent http, String scheme) {
        String host = http.getProxyAuthHost() != null ? http.getProxyAuthHost() : http.getProxyHost();
        Integer port = http.getProxyAuthPort() != null ? http.getProxyAuthPort() : http.getProxyPort();
        if (host == null || port == null) {
            return null;
        }
        String proxyScheme = http.getProxyAuthScheme() != null ? http.getProxyAuthScheme() : scheme;
        List<String> bypass = http.getNonProxyHosts() == null
                ? List.of()
                : Stream.of(http.getNonProxyHosts().split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
        return new HttpSettings.Proxy(
                proxyScheme,
                host,
                port,
                http.getProxyAuthUsername(),
                http.getProxyAuthPassword(),
                // An asterisk matches any characters, as in camel-http.
                target -> bypass.stream().anyMatch(name -> AntPathMatcher.INSTANCE.match(name, target, false)));
    }
}
