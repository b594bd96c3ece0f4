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
package io.github.camelqwentts.manual;

// tag::program[]
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.camelqwentts.runware.RunwareOptions;
import io.github.camelqwentts.runware.RunwareSpeech;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;

public final class PlainJava {

    public static void main(String[] args) throws Exception {
        RunwareOptions options =
                RunwareOptions.builder().apiKey(args[0]).baseUrl(args[1]).build();
        try (SpeechClient client = RunwareSpeech.connect(options)) {
            byte[] mp3 = client.synthesize(SpeechRequest.of("Hello, world!"))
                    .join()
                    .audio()
                    .bytes();
            Files.write(Path.of(args[2]), mp3);
        }
    }
}
// end::program[]
