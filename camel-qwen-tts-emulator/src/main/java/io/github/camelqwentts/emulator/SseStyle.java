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
package io.github.camelqwentts.emulator;

import java.util.Base64;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** The form of server-sent events. */
enum SseStyle {
    /** With the event's name: vLLM-Omni. */
    NAMED,
    /** Without it: OpenAI. */
    BARE,
    /** SGLang-Omni's chunks, which end with {@code [DONE]}. */
    CHUNKS;

    Buffer delta(byte[] audio, String format) {
        String base64 = Base64.getEncoder().encodeToString(audio);
        if (this == CHUNKS) {
            return data(new JsonObject()
                    .put("object", "audio.speech.chunk")
                    .put("audio", new JsonObject().put("data", base64).put("format", format)));
        }
        JsonObject delta = new JsonObject().put("type", "speech.audio.delta").put("audio", base64);
        return event("speech.audio.delta", this == NAMED ? delta.put("response_format", format) : delta);
    }

    Buffer done(int inputTokens, int outputTokens) {
        if (this == CHUNKS) {
            return Buffer.buffer("data: [DONE]\n\n");
        }
        JsonObject usage = new JsonObject()
                .put("input_tokens", inputTokens)
                .put("output_tokens", outputTokens)
                .put("total_tokens", inputTokens + outputTokens);
        if (this == NAMED) {
            usage.put(
                    "input_token_details",
                    new JsonObject().put("text_tokens", inputTokens).put("audio_tokens", 0));
        }
        return event(
                "speech.audio.done",
                new JsonObject().put("type", "speech.audio.done").put("usage", usage));
    }

    Buffer error(String message, boolean partial) {
        JsonObject error = new JsonObject()
                .put("message", message)
                .put("type", "server_error")
                .putNull("param")
                .put("code", 500);
        if (partial) {
            error.put("partial_audio", true).put("action", "discard");
        }
        return event(
                "speech.audio.error",
                new JsonObject().put("type", "speech.audio.error").put("error", error));
    }

    private Buffer event(String name, JsonObject json) {
        return this == NAMED ? Buffer.buffer("event: " + name + "\n").appendBuffer(data(json)) : data(json);
    }

    private static Buffer data(JsonObject json) {
        return Buffer.buffer("data: " + json.encode() + "\n\n");
    }
}
