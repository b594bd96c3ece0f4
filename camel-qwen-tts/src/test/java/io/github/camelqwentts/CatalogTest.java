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
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Reads the component's metadata from the jar into Camel's catalog, as IDEs and other tools do. */
class CatalogTest {

    private static final String SCHEME = "qwen-tts";

    private final CamelCatalog catalog = new DefaultCamelCatalog();

    @BeforeEach
    void addComponent() throws IOException {
        Properties jar = new Properties();
        jar.load(new StringReader(resource("services/org/apache/camel/component.properties")));
        assertThat(jar).containsEntry("components", SCHEME);
        Properties component = new Properties();
        component.load(new StringReader(resource("services/org/apache/camel/component/" + SCHEME)));
        String type = component.getProperty("class");
        String folder = type.substring(0, type.lastIndexOf('.')).replace('.', '/');
        catalog.addComponent(SCHEME, type, resource(folder + "/" + SCHEME + ".json"));
    }

    @Test
    void readsTheModelFromTheJar() {
        assertThat(catalog.componentModel(SCHEME)).satisfies(model -> {
            assertThat(model.getArtifactId()).isEqualTo("camel-qwen-tts");
            assertThat(model.getLabel()).isEqualTo("ai");
            assertThat(model.getEndpointOptions())
                    .hasSameSizeAs(Metadata.options().keySet());
            assertThat(model.getEndpointHeaders())
                    .hasSameSizeAs(Metadata.headers().keySet());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "qwen-tts:synthesize",
                "qwen-tts:synthesize?voice=vivian&language=German&outputFormat=WAV&speed=1.25&callTimeout=90s",
                "qwen-tts:submit?deliveryMethod=async&webhookUrl=https://example.com/results&numberResults=2",
                "qwen-tts:getResponse?pollUntilDone=true&pollInterval=1s&sslContextParameters=#tls",
                "qwen-tts:synthesize?voice={{voice}}&apiKey=RAW({{key}})"
            })
    void acceptsProducerUris(String uri) {
        EndpointValidationResult result = catalog.validateEndpointProperties(uri, false, false, true);

        assertThat(result.isSuccess()).as(result.summaryErrorMessage(false)).isTrue();
        assertThat(result.hasWarnings()).as(result.summaryErrorMessage(false)).isFalse();
    }

    @Test
    void acceptsUriOfTheWebhook() {
        EndpointValidationResult result = catalog.validateEndpointProperties(
                "qwen-tts:webhook?webhookToken=secret&webhookPath=/results&webhookMaxPayloadSize=1048576",
                false,
                true,
                false);

        assertThat(result.isSuccess()).as(result.summaryErrorMessage(false)).isTrue();
    }

    @Test
    void rejectsUnknownOptions() {
        EndpointValidationResult result = catalog.validateEndpointProperties("qwen-tts:synthesize?voyce=vivian");

        assertThat(result.getUnknown()).containsExactly("voyce");
    }

    @Test
    void rejectsOptionsOfTheWebhookOnProducers() {
        EndpointValidationResult result =
                catalog.validateEndpointProperties("qwen-tts:synthesize?webhookToken=secret", false, false, true);

        assertThat(result.getNotProducerOnly()).containsExactly("webhookToken");
    }

    @Test
    void namesTheValuesOfAnEnum() {
        EndpointValidationResult result =
                catalog.validateEndpointProperties("qwen-tts:speak?voice=alice&outputFormat=AAC&deliveryMethod=later");

        assertThat(result.getInvalidEnum()).containsOnlyKeys("operation", "voice", "outputFormat", "deliveryMethod");
        assertThat(result.getEnumChoices("outputFormat")).containsExactly("MP3", "WAV", "FLAC", "OGG", "PCM", "OPUS");
        assertThat(result.getEnumChoices("operation")).contains("synthesize", "submit", "webhook");
    }

    @Test
    void rejectsValuesOfTheWrongType() {
        EndpointValidationResult result = catalog.validateEndpointProperties(
                "qwen-tts:synthesize?numberResults=two&speed=fast&includeCost=maybe&callTimeout=soon");

        assertThat(result.getInvalidInteger()).containsOnlyKeys("numberResults");
        assertThat(result.getInvalidNumber()).containsOnlyKeys("speed");
        assertThat(result.getInvalidBoolean()).containsOnlyKeys("includeCost");
        assertThat(result.getInvalidDuration()).containsOnlyKeys("callTimeout");
    }

    @Test
    void writesAndReadsUrisWithTheSameOptions() throws Exception {
        Map<String, String> options = new TreeMap<>(Map.of(
                "operation", "synthesize",
                "voice", "serena",
                "language", "French",
                "speed", "0.75",
                "maxRetryDelay", "30s"));

        String uri = catalog.asEndpointUri(SCHEME, options, false);

        assertThat(uri).isEqualTo("qwen-tts:synthesize?language=French&maxRetryDelay=30s&speed=0.75&voice=serena");
        assertThat(catalog.endpointProperties(uri)).isEqualTo(options);
        assertThat(catalog.endpointComponentName(uri)).isEqualTo(SCHEME);
    }

    @Test
    void validatesPropertiesOfTheComponent() {
        assertThat(catalog.validateConfigurationProperty("camel.component.qwen-tts.api-key=secret")
                        .isSuccess())
                .isTrue();
        assertThat(catalog.validateConfigurationProperty("camel.component.qwen-tts.output-format=AAC")
                        .getInvalidEnum())
                .isNotEmpty();
        assertThat(catalog.validateConfigurationProperty("camel.component.qwen-tts.volume=11")
                        .getUnknown())
                .isNotEmpty();
    }

    private static String resource(String name) throws IOException {
        try (InputStream file = QwenTtsComponent.class.getResourceAsStream("/META-INF/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
