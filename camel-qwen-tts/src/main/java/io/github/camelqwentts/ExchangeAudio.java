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
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelqwentts.speech.SpeechAudio;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.SynchronizationAdapter;

/** The audio of a message: its files are deleted when the last exchange that holds it is done. */
final class ExchangeAudio {

    private final List<SpeechAudio> audio;
    private final AtomicInteger exchanges = new AtomicInteger();

    ExchangeAudio(List<SpeechAudio> audio) {
        this.audio = audio;
    }

    /** Keeps the audio at least until an exchange is done. */
    void keepFor(Exchange exchange) {
        if (audio.isEmpty()) {
            return;
        }
        exchanges.incrementAndGet();
        Synchronization release = new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                if (exchanges.decrementAndGet() == 0) {
                    audio.forEach(SpeechAudio::close);
                }
            }
        };
        // What a splitter or multicast makes in a branch is used after the branch, up to the end of the whole.
        UnitOfWork whole = exchange.getProperty(ExchangePropertyKey.STREAM_CACHE_UNIT_OF_WORK, UnitOfWork.class);
        if (whole != null && whole.getRoute() != null) {
            whole.addSynchronization(release);
        } else {
            exchange.getExchangeExtension().addOnCompletion(release);
        }
    }
}
