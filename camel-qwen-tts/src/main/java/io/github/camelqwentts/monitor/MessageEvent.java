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

import java.util.EventObject;

import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;

/** An event of this component about a message. */
abstract class MessageEvent extends EventObject implements CamelEvent.ExchangeEvent {

    private static final long serialVersionUID = 1L;

    private final transient Exchange exchange;
    private long timestamp;

    MessageEvent(Exchange exchange) {
        super(exchange);
        this.exchange = exchange;
    }

    @Override
    public Exchange getExchange() {
        return exchange;
    }

    @Override
    public Object getSource() {
        return exchange;
    }

    @Override
    public Type getType() {
        return Type.Custom;
    }

    @Override
    public long getTimestamp() {
        return timestamp;
    }

    @Override
    public void setTimestamp(long timestamp) {
        this.timestamp = timestamp;
    }
}
