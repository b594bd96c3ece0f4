package io.github.camelqwentts;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The component's generated metadata, {@code qwen-tts.json}, as the tests need it. */
final class Metadata {

    private static final String FILE = "/META-INF/io/github/camelqwentts/qwen-tts.json";

    private Metadata() {}

    /** The options of the endpoint, those in its path too, by name in the order of the documentation. */
    static Map<String, JsonObject> options() {
        return section("properties");
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
