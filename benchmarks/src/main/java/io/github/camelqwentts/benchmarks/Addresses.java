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
package io.github.camelqwentts.benchmarks;

/**
 * The addresses of the servers in the process under load.
 *
 * @param api the emulator of Runware
 * @param polly the stand-in for Amazon Polly
 * @param speech the server of {@link SpeechServer}
 */
record Addresses(String api, String polly, String speech) {

    static Addresses parse(String line) {
        String[] parts = line.split(" ", -1);
        return new Addresses(parts[0], parts[1], parts[2]);
    }

    String toLine() {
        return String.join(" ", api, polly, speech);
    }
}
