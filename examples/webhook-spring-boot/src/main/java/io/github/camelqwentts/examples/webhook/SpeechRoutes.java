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

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** A text that appears in a folder is handed in; the audio that is posted for it goes to another. */
@Component
class SpeechRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("file:{{speech.texts}}?include=.*\\.txt&moveFailed=.failed")
                .routeId("submit")
                .to("qwen-tts:submit?voice=serena")
                .log("Handed in as ${body}");
        from("qwen-tts:webhook?webhookPath=/results&webhookToken={{speech.token}}")
                .routeId("results")
                .to("file:{{speech.audio}}?fileName=${header.CamelQwenTtsTaskUuid}.mp3")
                .log("Spoken: ${header.CamelFileNameProduced}");
    }
}
