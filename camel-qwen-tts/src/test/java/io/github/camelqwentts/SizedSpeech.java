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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.emulator.Pcm;
import io.github.camelqwentts.emulator.SpeechEngine;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;

/** Speech of texts that are numbers: its length stands for the text, so that audio of another text is noticed. */
final class SizedSpeech {

    private static final int WAV_HEADER = 44;
    private static final int BYTES_EACH = 48;

    private SizedSpeech() {}

    static Pcm of(String text) {
        return new Pcm(new byte[Integer.parseInt(text) * BYTES_EACH], SpeechEngine.SAMPLE_RATE, 1);
    }

    /** Starts a context, and sends the numbers from 1 on to an endpoint without waiting for any. */
    static List<CompletableFuture<Exchange>> request(int count, CamelContext context, String uri) throws Exception {
        context.start();
        Endpoint endpoint = context.getEndpoint(uri);
        AsyncProducer producer = endpoint.createAsyncProducer();
        producer.start();
        List<CompletableFuture<Exchange>> exchanges = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Exchange exchange = endpoint.createExchange();
            exchange.getMessage().setBody(String.valueOf(i));
            exchanges.add(producer.processAsync(exchange));
        }
        return exchanges;
    }

    /** Counts the exchanges that have the speech of their text, which is their position from 1 on. */
    static int countSpoken(List<CompletableFuture<Exchange>> exchanges) throws Exception {
        int right = 0;
        for (int i = 1; i <= exchanges.size(); i++) {
            right += isSpoken(i, exchanges.get(i - 1).get(1, TimeUnit.MINUTES)) ? 1 : 0;
        }
        return right;
    }

    private static boolean isSpoken(int text, Exchange exchange) {
        byte[] audio = exchange.getMessage().getBody(byte[].class);
        return exchange.getException() == null && audio.length == WAV_HEADER + text * BYTES_EACH;
    }
}
