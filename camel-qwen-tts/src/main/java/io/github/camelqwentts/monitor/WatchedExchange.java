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

import java.lang.ref.WeakReference;

import io.github.camelqwentts.speech.Internal;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/**
 * An exchange that is watched to the end of its tasks through a weak reference: its body may be audio that is still
 * arriving, which is cancelled when it is unreachable.
 *
 * @hidden
 */
@Internal
public final class WatchedExchange {

    private final WeakReference<Exchange> exchange;
    private final CamelContext context;
    private final String id;
    private final @Nullable String routeId;

    public WatchedExchange(Exchange exchange) {
        this.exchange = new WeakReference<>(exchange);
        this.context = exchange.getContext();
        this.id = exchange.getExchangeId();
        this.routeId = exchange.getFromRouteId();
    }

    /** Returns the exchange or, if it was garbage-collected, a new one with the same ID. */
    public Exchange get() {
        Exchange found = exchange.get();
        if (found == null) {
            found = new DefaultExchange(context);
            found.setExchangeId(id);
            if (routeId != null) {
                found.getExchangeExtension().setFromRouteId(routeId);
            }
        }
        return found;
    }

    String id() {
        return id;
    }

    @Nullable
    String routeId() {
        return routeId;
    }
}
