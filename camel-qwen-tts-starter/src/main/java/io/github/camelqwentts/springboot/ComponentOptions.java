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
package io.github.camelqwentts.springboot;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import io.github.camelqwentts.QwenTtsComponent;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** The options of the component, read from its metadata. */
final class ComponentOptions {

    static final String METADATA = "META-INF/io/github/camelqwentts/qwen-tts.json";

    private ComponentOptions() {}

    static Set<String> names() {
        try (InputStream metadata = QwenTtsComponent.class.getResourceAsStream("/" + METADATA);
                Reader text = new InputStreamReader(metadata, StandardCharsets.UTF_8)) {
            JsonObject options = ((JsonObject) Jsoner.deserialize(text)).getMap("componentProperties");
            return options.keySet();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DeserializationException e) {
            throw new IllegalStateException(METADATA + " is damaged", e);
        }
    }
}
