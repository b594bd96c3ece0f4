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
import java.net.UnknownHostException;

import io.github.camelqwentts.speech.SpoolException;
import org.jspecify.annotations.Nullable;

/** A request failed without a response. */
public final class TransportException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean sent;
    private final boolean timeout;
    private final boolean stale;

    private TransportException(
            String message, boolean sent, boolean timeout, boolean stale, @Nullable Throwable cause) {
        super(message, cause);
        this.sent = sent;
        this.timeout = timeout;
        this.stale = stale;
    }

    /** @param sent whether the request may have reached the other side */
    static TransportException broken(boolean sent, Throwable cause) {
        return broken(sent, false, cause);
    }

    /**
     * @param sent whether the request may have reached the other side
     * @param stale whether a connection that was kept from an earlier request broke before the response began
     */
    static TransportException broken(boolean sent, boolean stale, Throwable cause) {
        return new TransportException(what(sent, cause) + describe(cause), sent, false, stale, cause);
    }

    /** @param sent whether the request may have reached the other side */
    static TransportException outOfTime(boolean sent) {
        return new TransportException("Timed out after callTimeout", sent, true, false, null);
    }

    public boolean sent() {
        return sent;
    }

    /** Whether a kept connection broke before the response began: the other side had probably closed it. */
    public boolean stale() {
        return stale;
    }

    public boolean timeout() {
        return timeout;
    }

    private static String what(boolean sent, Throwable cause) {
        if (cause instanceof SpoolException) {
            return "The response could not be stored: ";
        }
        return sent ? "The connection failed: " : "Could not connect: ";
    }

    private static String describe(Throwable cause) {
        // The JDK's message is the bare name of the host.
        if (cause.getClass() == UnknownHostException.class) {
            return "unknown host " + cause.getMessage();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
