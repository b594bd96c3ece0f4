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
package io.github.camelqwentts.examples.webhook;

import java.nio.file.Path;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** A text that appears in a folder is submitted; the audio that is posted for it goes to another. */
@Component
class SpeechRoutes extends RouteBuilder {

    private final SubmittedTexts submitted;

    SpeechRoutes(@Value("${speech.submitted}") Path folder) {
        submitted = new SubmittedTexts(folder);
    }

    // @formatter:off
    @Override
    public void configure() {
        from("file:{{speech.texts}}?include=.*\\.txt&moveFailed=.failed").routeId("submit")
            // The task gets its ID here, because its result may be posted before the submit is answered.
            .process(submitted::name)
            .to("qwen-tts:submit?voice=serena")
            .log("Submitted: ${file:name} as ${body}");

        from("qwen-tts:webhook?webhookPath=/results&webhookToken={{speech.token}}").routeId("results")
            .process(submitted::nameFile)
            .to("file:{{speech.audio}}")
            .process(submitted::forget)
            .log("Spoken: ${header.CamelFileNameProduced}");
    }
    // @formatter:on
}
