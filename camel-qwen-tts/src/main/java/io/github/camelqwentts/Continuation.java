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

import org.apache.camel.Exchange;

/** Runs the next steps of exchanges on threads of this component. */
final class Continuation {

    private Continuation() {}

    /**
     * Runs the next steps of an exchange. If a step throws an Error that Camel does not catch, the exchange fails with it;
     * error handlers do not handle it. Otherwise Camel would leave the exchange in progress, and run the steps after the
     * failed one together with the next exchange on this thread.
     *
     * @throws Error the one that the step has thrown, after the exchange has ended
     */
    static void run(Exchange exchange, Runnable steps) {
        try {
            steps.run();
        } catch (Error e) {
            exchange.setException(e);
            // Runs what is left of the exchange on this thread, which ends it.
            exchange.getContext()
                    .getCamelContextExtension()
                    .getReactiveExecutor()
                    .schedule(() -> {});
            throw e;
        }
    }
}
