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
package example;

import java.util.Map;

import io.github.camelqwentts.emulator.RunwareEmulator;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

// tag::emulator[]
/** Starts the emulator before the application, and tells the application its address. */
public class Emulator implements QuarkusTestResourceLifecycleManager {

    private RunwareEmulator emulator;

    @Override
    public Map<String, String> start() {
        emulator = RunwareEmulator.builder().build().start();
        return Map.of("camel.component.qwen-tts.base-url", emulator.url());
    }

    @Override
    public void stop() {
        if (emulator != null) {
            emulator.close();
        }
    }
}
// end::emulator[]
