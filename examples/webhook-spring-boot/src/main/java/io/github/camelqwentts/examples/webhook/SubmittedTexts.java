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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import io.github.camelqwentts.QwenTtsConstants;
import io.github.camelqwentts.speech.SpeechRequest;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Remembers from which file each task is, so that its audio can be named after it. Results may be posted after the
 * application was started again, so this is kept in a folder: a file for each task, with the name of its text.
 */
final class SubmittedTexts {

    private final Path folder;

    SubmittedTexts(Path folder) {
        this.folder = folder;
    }

    /** Makes a request with an ID of the text of a file. */
    void name(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        String task = UUID.randomUUID().toString();
        String name = message.getHeader(Exchange.FILE_NAME_ONLY, String.class).replaceFirst("\\.txt$", "");
        Files.writeString(Files.createDirectories(folder).resolve(task), name);
        message.setBody(SpeechRequest.builder()
                .text(message.getBody(String.class))
                .taskUUID(task)
                .build());
    }

    /** Names the audio of a task after its text. A task that is unknown gives it its ID. */
    void nameFile(Exchange exchange) throws IOException {
        String task = task(exchange);
        Path file = folder.resolve(task);
        String name = Files.exists(file) ? Files.readString(file) : task;
        exchange.getMessage().setHeader(Exchange.FILE_NAME, name + ".mp3");
    }

    void forget(Exchange exchange) throws IOException {
        Files.deleteIfExists(folder.resolve(task(exchange)));
    }

    /** A UUID, so that it cannot lead to another folder. */
    private static String task(Exchange exchange) {
        return UUID.fromString(exchange.getMessage().getHeader(QwenTtsConstants.TASK_UUID, String.class))
                .toString();
    }
}
