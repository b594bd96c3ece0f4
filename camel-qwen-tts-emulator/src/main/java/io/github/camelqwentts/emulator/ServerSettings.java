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
package io.github.camelqwentts.emulator;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The address of a server, and its settings for all requests.
 *
 * @param port 0 for a free one
 * @param allowedOrigin the origin of pages that may call the server, {@code *} for any; null for none
 * @param log receives a line for each request; null for no log
 */
record ServerSettings(
        String host,
        int port,
        @Nullable String allowedOrigin,
        @Nullable Consumer<String> log) {

    static final String LOOPBACK = "127.0.0.1";
    static final ServerSettings DEFAULT = new ServerSettings(LOOPBACK, 0, null, null);

    ServerSettings withHost(String newHost) {
        return new ServerSettings(newHost, port, allowedOrigin, log);
    }

    ServerSettings withPort(int newPort) {
        return new ServerSettings(host, newPort, allowedOrigin, log);
    }

    ServerSettings withAllowedOrigin(String origin) {
        return new ServerSettings(host, port, origin, log);
    }

    ServerSettings withLog(Consumer<String> newLog) {
        return new ServerSettings(host, port, allowedOrigin, newLog);
    }
}
