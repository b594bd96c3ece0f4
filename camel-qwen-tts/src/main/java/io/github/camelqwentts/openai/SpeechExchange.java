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
package io.github.camelqwentts.openai;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.openai.Servers.Server;
import io.github.camelqwentts.openai.SpeechOrder.Form;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.Spool;

/** Sends one request for speech, to one of the servers that can be reached, and reads its response. */
final class SpeechExchange {

    private final SpeechOrder order;
    private final OpenAiApi api;
    private final CallScope call;
    private final Set<Server> tried = new HashSet<>();
    private boolean renewed;

    private SpeechExchange(SpeechOrder order, OpenAiApi api, CallScope call) {
        this.order = order;
        this.api = api;
        this.call = call;
    }

    /** {@return the outcome, on a worker} */
    static CompletableFuture<SpeechAnswer> start(SpeechOrder order, OpenAiApi api, CallScope call) {
        SpeechExchange exchange = new SpeechExchange(order, api, call);
        if (order.request().referenceAudio() == null) {
            return exchange.send(exchange.write());
        }
        // A sample is large, and its source may be slow.
        return CompletableFuture.supplyAsync(exchange::write, api.transport().worker())
                .thenCompose(exchange::send);
    }

    private CompletableFuture<SpeechAnswer> send(Spool body) {
        return sendToNext(body).whenComplete((answer, broken) -> body.close());
    }

    /** A request that no server has received is sent to another one at once. */
    private CompletableFuture<SpeechAnswer> sendToNext(Spool body) {
        return sendTo(api.servers().take(tried), body);
    }

    private CompletableFuture<SpeechAnswer> sendTo(Server server, Spool body) {
        tried.add(server);
        CompletableFuture<SpeechAnswer> answer;
        try {
            answer = order.form() == Form.WHOLE ? askWhole(server, body) : askStreamed(server, body);
        } catch (RuntimeException | Error e) {
            api.servers().release(server, server.isOut());
            throw e;
        }
        return answer.whenComplete((done, broken) -> {
                    boolean isOut = done == null ? server.isOut() : done.isOutage();
                    SpeechAnswer.whole(done == null ? null : done.spoken())
                            .whenComplete((whole, failure) -> api.servers().release(server, isOut));
                })
                .thenCompose(done -> again(done, server, body));
    }

    private CompletableFuture<SpeechAnswer> askWhole(Server server, Spool body) {
        AnswerReader reader = new AnswerReader(api, order);
        return api.post(server.baseUrl(), body, order.taskUUID(), call)
                .handleAsync(
                        (response, broken) ->
                                broken == null ? reader.read(response) : SpeechAnswer.none(broken, order.taskUUID()),
                        api.transport().worker());
    }

    private CompletableFuture<SpeechAnswer> askStreamed(Server server, Spool body) {
        StreamReader reader = new StreamReader(api, order, call);
        return api.stream(server.baseUrl(), body, order.taskUUID(), call)
                .handle((response, broken) -> broken == null
                        ? reader.read(response)
                        : CompletableFuture.completedFuture(SpeechAnswer.none(broken, order.taskUUID())))
                .thenCompose(answer -> answer);
    }

    private CompletableFuture<SpeechAnswer> again(SpeechAnswer answer, Server server, Spool body) {
        boolean isOver = call.deadline().remaining().isZero();
        if (answer.isStale() && !renewed && !isOver) {
            // A server may close idle connections at any time, so a new connection does not count as a retry.
            renewed = true;
            return sendTo(api.servers().take(server), body);
        }
        if (order.form() == Form.STREAMED && answer.isForSamplesOnly() && !isOver) {
            api.rememberStreamsSamplesOnly();
            return start(order.asSamples(), api, call);
        }
        boolean isElsewhere = answer.isUnsent() && tried.size() < api.servers().size() && !isOver;
        return isElsewhere ? sendToNext(body) : CompletableFuture.completedFuture(answer);
    }

    private Spool write() {
        try {
            return new SpeechBody(order, api.options()).write(api.transport().spools());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
