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
import java.time.InstantSource;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** A response whose body is still arriving. The receiver ends its body, or discards it. */
public final class StreamedResponse {

    private final HttpResponse head;
    private final GrowingSpool body;

    StreamedResponse(HttpResponse head, GrowingSpool body) {
        this.head = head;
        this.body = body;
    }

    public int status() {
        return head.getCode();
    }

    public boolean isSuccess() {
        return status() / 100 == 2;
    }

    /** The value of a header; null if there is none. The case of the name does not matter. */
    public @Nullable String header(String name) {
        Header header = head.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    /** The delay that the server requested before a retry; null if it requested none. */
    public @Nullable Duration delay(InstantSource clock) {
        return RetryAfter.parse(header("Retry-After"), clock);
    }

    /** The body, which fails with a {@link TransportException} if the connection breaks before its end. */
    public GrowingSpool body() {
        return body;
    }
}
