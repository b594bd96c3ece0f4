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
package io.github.camelqwentts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.vertx.core.json.JsonObject;

/** The component's generated metadata, {@code qwen-tts.json}, as the tests need it. */
final class Metadata {

    private static final String FILE = "/META-INF/io/github/camelqwentts/qwen-tts.json";

    private Metadata() {}

    /** The options of the endpoint, those in its path too, by name in the order of the documentation. */
    static Map<String, JsonObject> options() {
        return section("properties");
    }

    static Map<String, JsonObject> componentOptions() {
        return section("componentProperties");
    }

    static Map<String, JsonObject> headers() {
        return section("headers");
    }

    /** The options that are parameters of the API, and so have a header each. */
    static List<String> parameters() {
        return options().entrySet().stream()
                .filter(option -> "producer".equals(option.getValue().getString("label")))
                .map(Map.Entry::getKey)
                .toList();
    }

    static String headerOf(String option) {
        return "CamelQwenTts" + option.substring(0, 1).toUpperCase(Locale.ROOT) + option.substring(1);
    }

    private static Map<String, JsonObject> section(String name) {
        JsonObject section = read().getJsonObject(name);
        Map<String, JsonObject> entries = new LinkedHashMap<>();
        section.fieldNames().forEach(key -> entries.put(key, section.getJsonObject(key)));
        return entries;
    }

    private static JsonObject read() {
        try (InputStream json = Metadata.class.getResourceAsStream(FILE)) {
            return new JsonObject(new String(json.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
