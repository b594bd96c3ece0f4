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

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import io.vertx.core.json.JsonObject;

/** Makes the results of a task: audio, and the items that describe it. */
record ResultFactory(SpeechEngine engine, AudioStore shelf) {

    private static final double TOKENS_PER_SECOND = 12.5;
    private static final double COST_PER_SECOND = 0.00007;

    /**
     * Speaks a task. This is slow, so it must not run on an event loop.
     *
     * @param audioUrl the address below which audio is served, with a slash at its end
     */
    List<Result> speak(RecordedTask recorded, SpeechTask task, String audioUrl) throws IOException {
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < task.numberResults(); i++) {
            results.add(result(recorded, task, i, audioUrl));
        }
        return results;
    }

    private Result result(RecordedTask recorded, SpeechTask task, int index, String audioUrl) throws IOException {
        long seed = ThreadLocalRandom.current().nextLong(1, 1L << 31) * 20 + index;
        SpeechEngine.Utterance said = task.utterance();
        Pcm speech = engine.speak(
                        new SpeechEngine.Utterance(said.text(), said.voice(), said.language(), said.speed(), seed))
                .atMost(task.maxNewTokens() / TOKENS_PER_SECOND);
        byte[] audio = task.encoder().encode(speech.convertTo(task.sampleRate(), task.channels()), task.bitrate());
        String audioUUID = UUID.randomUUID().toString();
        JsonObject json = new JsonObject()
                .put("taskType", "audioInference")
                .put("taskUUID", task.taskUUID())
                .put("audioUUID", audioUUID)
                .put("seed", seed);
        switch (task.outputType()) {
            case "base64Data" -> json.put("audioBase64Data", base64(audio));
            case "dataURI" ->
                json.put("audioDataURI", "data:" + task.encoder().contentType() + ";base64," + base64(audio));
            default ->
                json.put("audioURL", audioUrl + shelf.put(audioUUID, audio, task.encoder(), task.ttl(), recorded));
        }
        if (task.includeCost()) {
            json.put("cost", Math.round(speech.seconds() * COST_PER_SECOND * 1e6) / 1e6);
        }
        return new Result(json, audio);
    }

    private static String base64(byte[] audio) {
        return Base64.getEncoder().encodeToString(audio);
    }

    /**
     * A result.
     *
     * @param json its item in {@code data}
     */
    record Result(JsonObject json, byte[] audio) {}
}
