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

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.monitor.CallMonitor;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The client call for one message: sends the requests, and puts the results into the message. */
abstract class MessageCall {

    final @Nullable CallMonitor monitor;

    /** @param monitor watches the tasks of the call; null if there are no tasks, or if each has a monitor of its own */
    MessageCall(@Nullable CallMonitor monitor) {
        this.monitor = monitor;
    }

    /** The maximum number of calls of the client that follow each other, each bounded by {@code callTimeout}. */
    int rounds() {
        return 1;
    }

    /**
     * Sends the call, unless there is nothing to send. If it throws, complete the call with the exception.
     *
     * @return the results, on a thread that must not be blocked
     */
    abstract CompletableFuture<List<SpeechResult>> send();

    /**
     * Puts results into the message, on the thread on which the exchange continues.
     *
     * @throws RuntimeException if the exchange has to fail
     */
    abstract void putInto(Exchange exchange, List<SpeechResult> results);

    /**
     * Ends the call; called once, on the thread on which the exchange continues.
     *
     * @param failure the reason why there are no results; null if there are
     */
    final void complete(Exchange exchange, List<SpeechResult> results, @Nullable Throwable failure) {
        try {
            if (failure != null) {
                if (monitor != null) {
                    monitor.fail(failure);
                }
                exchange.setException(failure);
                return;
            }
            if (monitor != null) {
                monitor.end(results);
            }
            putInto(exchange, results);
        } catch (Throwable e) {
            exchange.setException(e);
        }
    }
}
