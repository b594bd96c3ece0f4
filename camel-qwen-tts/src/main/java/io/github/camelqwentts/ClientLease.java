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

import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.transport.HttpTransport;

/**
 * A client that an endpoint holds as long as it needs it.
 *
 * @param transport the connections of the client; null if the client is not ours to close
 */
record ClientLease(SpeechClient client, HttpTransport transport, SharedResources resources) {

    /** Whether the component was stopped since. */
    boolean isOver() {
        return transport != null && transport.isClosed();
    }

    /** Whether the HTTP client has failed; the next call creates a new one. */
    boolean isBroken() {
        return transport != null && transport.isBroken();
    }

    /** Called once, when the client is no longer needed. */
    void giveBack() {
        if (transport != null) {
            resources.release(transport);
        }
    }
}
