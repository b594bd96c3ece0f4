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

/**
 * Local servers with a real speech engine, for first steps and for tests: one speaks Runware's task API, the other OpenAI's
 * contract for speech as self-hosted servers implement it.
 *
 * <p>It imports nothing of the component: it interprets the APIs independently, so that the two check each other. Users
 * need {@link io.github.camelqwentts.emulator.RunwareEmulator} or
 * {@link io.github.camelqwentts.emulator.OpenAiSpeechEmulator} and, with JUnit 5,
 * {@link io.github.camelqwentts.emulator.RunwareEmulatorExtension} or
 * {@link io.github.camelqwentts.emulator.OpenAiSpeechEmulatorExtension}.
 */
@NullMarked
package io.github.camelqwentts.emulator;

import org.jspecify.annotations.NullMarked;
