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
package io.github.camelqwentts.manual.spring;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import org.springframework.stereotype.Service;

// tag::greeter[]
@Service
public class Greeter {

    private final SpeechClient speech;

    Greeter(SpeechClient speech) {
        this.speech = speech;
    }

    /** The audio is the caller's to close. */
    public CompletableFuture<SpeechAudio> greet(String name) {
        return speech.synthesize(List.of(SpeechRequest.of("Hello, " + name + "!")))
                .thenApply(results -> results.get(0).orThrow().audio());
    }
}
// end::greeter[]
