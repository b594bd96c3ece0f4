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

import java.io.IOException;

import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Receives a body as it arrives, so that no thread waits for a slow one.
 *
 * @param <T> the result of the exchange
 */
abstract class BodyConsumer<T> implements AsyncResponseConsumer<T> {

    @SuppressWarnings("NullAway.Init") // comes with the response
    volatile HttpResponse head;

    /** Whether the response has begun. */
    final boolean hasHead() {
        return head != null;
    }

    @Override
    public final void informationResponse(HttpResponse response, HttpContext context) {}

    @Override
    public final void updateCapacity(CapacityChannel channel) throws IOException {
        channel.update(Integer.MAX_VALUE);
    }

    /** An error that escaped would end the I/O thread, and with it every call on that thread. */
    static IOException unkept(Error e) {
        return new IOException("The response could not be stored: " + e, e);
    }
}
