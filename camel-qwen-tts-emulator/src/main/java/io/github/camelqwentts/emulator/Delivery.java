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

/** How audio is sent to the client. */
enum Delivery {
    /** In one piece, when all of it is there. */
    WHOLE,
    /** As the body itself, while it is made. */
    RAW,
    /** As server-sent events, while it is made. */
    SSE,
    /** Not at all: the server has no such form. */
    REFUSED
}
