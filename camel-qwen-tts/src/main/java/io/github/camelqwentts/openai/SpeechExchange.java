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
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.Spool;

/** Sends one request for speech, to one of the servers that can be reached, and reads its answer. */
final class SpeechExchange {

    private final SpeechOrder order;
    private final OpenAiApi api;
    private final CallScope call;
    private final AnswerReader reader;
    private final Set<Server> tried = new HashSet<>();
    private boolean renewed;

    private SpeechExchange(SpeechOrder order, OpenAiApi api, CallScope call) {
        this.order = order;
        this.api = api;
        this.call = call;
        this.reader = new AnswerReader(api, order);
    }

    /** {@return the answer, on a worker} */
    static CompletableFuture<SpeechAnswer> start(SpeechOrder order, OpenAiApi api, CallScope call) {
        SpeechExchange exchange = new SpeechExchange(order, api, call);
        if (order.request().referenceAudio() == null) {
            return exchange.send(exchange.write());
        }
        // A sample may come from anywhere, and is long.
        return CompletableFuture.supplyAsync(exchange::write, api.transport().worker())
                .thenCompose(exchange::send);
    }

    private CompletableFuture<SpeechAnswer> send(Spool body) {
        return sendToNext(body).whenComplete((answer, broken) -> body.close());
    }

    /** A request that no server has received goes to another one at once. */
    private CompletableFuture<SpeechAnswer> sendToNext(Spool body) {
        return sendTo(api.servers().take(tried), body);
    }

    private CompletableFuture<SpeechAnswer> sendTo(Server server, Spool body) {
        tried.add(server);
        CompletableFuture<SpeechAnswer> answer;
        try {
            answer = api.post(server.baseUrl(), body, order.taskUUID(), call)
                    .handleAsync(
                            (response, broken) -> broken == null
                                    ? reader.read(response)
                                    : SpeechAnswer.none(broken, order.taskUUID()),
                            api.transport().worker());
        } catch (RuntimeException | Error e) {
            api.servers().release(server, server.isOut());
            throw e;
        }
        return answer.whenComplete((done, broken) ->
                        api.servers().release(server, done == null ? server.isOut() : done.isOutage()))
                .thenCompose(done -> again(done, server, body));
    }

    private CompletableFuture<SpeechAnswer> again(SpeechAnswer answer, Server server, Spool body) {
        boolean isOver = call.deadline().remaining().isZero();
        if (answer.isStale() && !renewed && !isOver) {
            // A server closes idle connections when it likes: a new connection costs no retry.
            renewed = true;
            return sendTo(api.servers().take(server), body);
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
