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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * Settings of an {@link OpenAiSpeechEmulator}.
 *
 * @param apiKey the only key that is accepted, or null for none
 * @param latency the time until the first chunk
 * @param keepAlive how long an unused connection is kept; zero for no limit
 * @param ready whether the model is loaded, which may change
 */
record SpeechServerSettings(
        SpeechServerProfile profile,
        SpeechEngine engine,
        @Nullable String apiKey,
        List<String> models,
        List<String> voices,
        ErrorShape errorShape,
        Duration latency,
        ChunkPace pace,
        Duration keepAlive,
        AtomicBoolean ready) {}
