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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.camelqwentts.QwenTtsComponent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.apache.camel.util.StringHelper;
import org.springframework.util.ClassUtils;

import static io.github.camelqwentts.springboot.QwenTtsProperties.PREFIX;

/** The component's generated metadata, and what Spring's metadata has to be for it. */
final class ComponentMetadata {

    private static final Map<String, String> BOXED = Map.of(
            "boolean",
            "java.lang.Boolean",
            "int",
            "java.lang.Integer",
            "long",
            "java.lang.Long",
            "double",
            "java.lang.Double");

    private ComponentMetadata() {}

    static Map<String, JsonObject> options() {
        JsonObject section = read().getJsonObject("componentProperties");
        Map<String, JsonObject> options = new LinkedHashMap<>();
        section.fieldNames().forEach(name -> options.put(name, section.getJsonObject(name)));
        return options;
    }

    static String property(String option) {
        return PREFIX + "." + StringHelper.camelCaseToDash(option);
    }

    /** {@code spring-configuration-metadata.json}, from which an IDE completes and explains. */
    static String toSpring() {
        Map<String, JsonObject> properties = new TreeMap<>();
        Map<String, JsonObject> hints = new TreeMap<>();
        add(
                properties,
                PREFIX + ".enabled",
                "boolean",
                "Whether the properties here and the client bean are there.",
                true);
        add(
                properties,
                PREFIX + ".customizer.enabled",
                "boolean",
                "Whether the component gets these properties.",
                true);
        options().forEach((option, metadata) -> {
            String name = property(option);
            add(
                    properties,
                    name,
                    metadata.getString("javaType"),
                    metadata.getString("description"),
                    metadata.getValue("defaultValue"));
            if (metadata.containsKey("enum")) {
                JsonArray values = new JsonArray();
                metadata.getJsonArray("enum").forEach(value -> values.add(new JsonObject().put("value", value)));
                hints.put(name, new JsonObject().put("name", name).put("values", values));
            }
        });
        JsonObject group = new JsonObject()
                .put("name", PREFIX)
                .put("type", QwenTtsComponent.class.getName())
                .put("sourceType", QwenTtsComponentAutoConfiguration.class.getName());
        return new JsonObject()
                        .put("groups", new JsonArray().add(group))
                        .put("properties", new JsonArray(List.copyOf(properties.values())))
                        .put("hints", new JsonArray(List.copyOf(hints.values())))
                        .encodePrettily()
                + "\n";
    }

    private static void add(
            Map<String, JsonObject> properties, String name, String type, String description, Object defaultValue) {
        JsonObject property = new JsonObject()
                .put("name", name)
                .put("type", BOXED.getOrDefault(type, type))
                .put("description", description);
        if (defaultValue != null) {
            property.put("defaultValue", defaultValue);
        }
        properties.put(name, property);
    }

    private static JsonObject read() {
        try (InputStream json = ClassUtils.getDefaultClassLoader().getResourceAsStream(ComponentOptions.METADATA)) {
            return new JsonObject(new String(json.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
