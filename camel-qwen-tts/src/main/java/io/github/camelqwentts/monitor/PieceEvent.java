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
package io.github.camelqwentts.monitor;

import org.apache.camel.Exchange;

/** Event for Camel's event notifiers: a piece of a message has ended. */
public final class PieceEvent extends MessageEvent {

    private static final long serialVersionUID = 1L;

    private final String operation;
    private final int done;
    private final int pieces;

    PieceEvent(Exchange exchange, String operation, int done, int pieces) {
        super(exchange);
        this.operation = operation;
        this.done = done;
        this.pieces = pieces;
    }

    /** Returns the operation of the endpoint that the message was sent to. */
    public String getOperation() {
        return operation;
    }

    /** Returns the number of pieces that have ended, including this one and those that failed. */
    public int getDone() {
        return done;
    }

    /** Returns the number of pieces of the message. */
    public int getPieces() {
        return pieces;
    }

    @Override
    public String toString() {
        return "Piece " + done + " of " + pieces + " of qwen-tts:" + operation + " done in exchange "
                + getExchange().getExchangeId();
    }
}
