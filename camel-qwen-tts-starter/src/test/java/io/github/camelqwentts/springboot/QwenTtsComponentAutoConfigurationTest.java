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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.camelqwentts.QwenTtsComponent;
import io.github.camelqwentts.QwenTtsConfiguration;
import io.github.camelqwentts.cache.DirectorySpeechCache;
import io.github.camelqwentts.speech.SpeechCache;
import io.github.camelqwentts.speech.SpeechClient;
import io.vertx.core.json.JsonObject;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.builder.LambdaRouteBuilder;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(120)
class QwenTtsComponentAutoConfigurationTest {

    private static final String PREFIX = QwenTtsProperties.PREFIX;
    private static final String SECRET = "rw-secret-starter-19ce";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(CamelAutoConfiguration.class, QwenTtsComponentAutoConfiguration.class));

    @TestFactory
    Stream<DynamicTest> everyPropertyArrivesInTheComponent() {
        return ComponentMetadata.options().entrySet().stream()
                .map(option -> DynamicTest.dynamicTest(
                        option.getKey(), () -> assertArrives(option.getKey(), option.getValue())));
    }

    @Test
    void whatNoPropertyNamesIsAsTheComponentBegins() {
        runner.run(application -> assertThat(component(application).getConfiguration())
                .usingRecursiveComparison()
                .isEqualTo(new QwenTtsConfiguration()));
    }

    @Test
    void propertiesMayBeSpelledAsSpringAllows() {
        Map<String, Object> environment = Map.of(
                "CAMEL_COMPONENT_QWENTTS_BATCHSIZE",
                "3",
                "CAMEL_COMPONENT_QWEN_TTS_WEBHOOK_EXTERNAL_URL",
                "http://here");
        runner.withInitializer(application -> application
                        .getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", environment)))
                .withPropertyValues(PREFIX + ".maxRetries=7", PREFIX + ".retry_delay=2s")
                .run(application -> {
                    QwenTtsConfiguration options = component(application).getConfiguration();
                    assertThat(options.getBatchSize()).isEqualTo(3);
                    assertThat(component(application).getWebhookExternalUrl()).isEqualTo("http://here");
                    assertThat(options.getMaxRetries()).isEqualTo(7);
                    assertThat(options.getRetryDelay()).isEqualTo(Duration.ofSeconds(2));
                });
    }

    @Test
    void aValueOfTheWrongTypeIsRefusedByTheNameOfItsProperty() {
        runner.withPropertyValues(PREFIX + ".batch-size=many")
                .run(application -> assertThatThrownBy(() -> component(application))
                        .hasStackTraceContaining(PREFIX + ".batch-size")
                        .hasStackTraceContaining("many"));
    }

    @Test
    void itIsOffWhereItIsDisabled() {
        runner.withPropertyValues(PREFIX + ".enabled=false", PREFIX + ".voice=vivian")
                .run(application -> {
                    assertThat(application).doesNotHaveBean(QwenTtsComponentAutoConfiguration.class);
                    assertThat(application).doesNotHaveBean(SpeechClient.class);
                    assertThat(component(application).getConfiguration().getVoice())
                            .isNull();
                });
    }

    @Test
    void itIsOffWhereAllComponentsAreDisabled() {
        runner.withPropertyValues("camel.component.enabled=false")
                .run(application -> assertThat(application).doesNotHaveBean(QwenTtsComponentAutoConfiguration.class));
    }

    @Test
    void theCustomizerAloneCanBeOff() {
        runner.withPropertyValues(PREFIX + ".customizer.enabled=false", PREFIX + ".voice=vivian")
                .run(application -> {
                    assertThat(application).hasSingleBean(QwenTtsComponentAutoConfiguration.class);
                    assertThat(component(application).getConfiguration().getVoice())
                            .isNull();
                });
    }

    @Test
    void itIsOffWithoutCamelsAutoConfiguration() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(QwenTtsComponentAutoConfiguration.class))
                .run(application -> assertThat(application).doesNotHaveBean(QwenTtsComponentAutoConfiguration.class));
    }

    @Test
    void aComponentOfTheApplicationsOwnWinsAndKeepsWhatNoPropertyNames() {
        runner.withBean("qwen-tts", QwenTtsComponent.class, () -> {
                    QwenTtsComponent own = new QwenTtsComponent();
                    own.getConfiguration().setCallTimeout(Duration.ofSeconds(7));
                    own.getConfiguration().setVoice("ryan");
                    return own;
                })
                .withPropertyValues(PREFIX + ".language=English")
                .run(application -> {
                    QwenTtsComponent component = component(application);
                    assertThat(component).isSameAs(application.getBean(QwenTtsComponent.class));
                    assertThat(component.getConfiguration().getCallTimeout()).isEqualTo(Duration.ofSeconds(7));
                    assertThat(component.getConfiguration().getVoice()).isEqualTo("ryan");
                    assertThat(component.getConfiguration().getLanguage()).isEqualTo("English");
                });
    }

    @Test
    void aClientOfTheApplicationsOwnWins() {
        SpeechClient own = requests -> null;
        runner.withBean(SpeechClient.class, () -> own)
                .run(application ->
                        assertThat(application).getBean(SpeechClient.class).isSameAs(own));
    }

    @Test
    void customizersOfTheApplicationComeInTheirOrderAfterTheProperties() {
        runner.withUserConfiguration(Customizers.class)
                .withPropertyValues(PREFIX + ".voice=vivian")
                .run(application -> {
                    QwenTtsConfiguration options = component(application).getConfiguration();
                    assertThat(application.getBean(Customizers.class).seen).containsExactly("vivian", "serena");
                    assertThat(options.getVoice()).isEqualTo("dylan");
                });
    }

    @Test
    void failsAtTheStartIfAPlaceholderIsNotSet() {
        runner.withPropertyValues(PREFIX + ".api-key=${NOBODY_SETS_THIS_KEY}")
                .run(application -> assertThat(application)
                        .getFailure()
                        .hasStackTraceContaining(
                                PREFIX + ".api-key refers to ${NOBODY_SETS_THIS_KEY}, which is not set"));
    }

    @Test
    void resolvesPlaceholdersThatAreSetOrHaveADefault() {
        runner.withPropertyValues(
                        "own.language=English",
                        PREFIX + ".language=${own.language}",
                        PREFIX + ".voice=${NOBODY_SETS_THIS_VOICE:ryan}")
                .run(application -> {
                    QwenTtsConfiguration options = component(application).getConfiguration();
                    assertThat(options.getLanguage()).isEqualTo("English");
                    assertThat(options.getVoice()).isEqualTo("ryan");
                });
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void warnsOfUnknownProperties(CapturedOutput output) {
        runner.withPropertyValues(
                        PREFIX + ".voise=vivian",
                        PREFIX + ".enabled=true",
                        PREFIX + ".customizer.enabled=true",
                        PREFIX + ".outputFormat=WAV",
                        PREFIX + ".max_retries=1")
                .run(application -> assertThat(application).hasNotFailed());

        assertThat(output.getOut().lines().filter(line -> line.contains("is unknown")))
                .singleElement()
                .asString()
                .contains("WARN", "The property " + PREFIX + ".voise is unknown and has no effect");
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void explainsAnUnsetPlaceholder(CapturedOutput output) {
        startApplication(PREFIX + ".api-key=${NOBODY_SETS_THIS_KEY}");

        assertThat(output.getAll())
                .contains(
                        "APPLICATION FAILED TO START",
                        "The property " + PREFIX + ".api-key refers to ${NOBODY_SETS_THIS_KEY}, which is not set.",
                        "Set the environment variable or property NOBODY_SETS_THIS_KEY");
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void explainsAnInvalidOption(CapturedOutput output) {
        startApplication(PREFIX + ".api-key=" + SECRET, PREFIX + ".speed=9");

        assertThat(output.getAll())
                .contains(
                        "APPLICATION FAILED TO START",
                        "Invalid option of qwen-tts: speed=9",
                        "Set the property " + PREFIX + ".speed")
                .doesNotContain(SECRET);
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void explainsAValueOfTheWrongType(CapturedOutput output) {
        startApplication(PREFIX + ".api-key=" + SECRET, PREFIX + ".batch-size=many");

        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START", "The property " + PREFIX + ".batch-size has an invalid value")
                .doesNotContain(SECRET);
    }

    private static void startApplication(String... properties) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(SpeakingRoute.class)
                        .web(WebApplicationType.NONE)
                        .properties(properties)
                        .run())
                .isNotNull();
    }

    @Test
    void aNativeImageKeepsWhatCamelFindsTheComponentBy() throws Exception {
        RuntimeHints hints = new RuntimeHints();

        new QwenTtsRuntimeHints().registerHints(hints, getClass().getClassLoader());

        Path classes = Path.of(QwenTtsComponent.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> services = ComponentFiles.below(classes, "META-INF/services");
        assertThat(services).hasSizeGreaterThan(5);
        for (String service : services) {
            if (!service.endsWith(".properties")) {
                assertThat(RuntimeHintsPredicates.resource().forResource(service))
                        .as(service)
                        .accepts(hints);
                for (String implementation : ComponentFiles.classesIn(service)) {
                    if (!ClassUtils.isPresent(implementation, null)) {
                        continue;
                    }
                    assertThat(RuntimeHintsPredicates.reflection()
                                    .onType(TypeReference.of(implementation))
                                    .withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                            .as(implementation)
                            .accepts(hints);
                }
            }
        }
        assertThat(ComponentFiles.below(classes, "kamelets"))
                .hasSizeGreaterThan(1)
                .allSatisfy(
                        kamelet -> assertThat(RuntimeHintsPredicates.resource().forResource(kamelet))
                                .accepts(hints));
        assertThat(RuntimeHintsPredicates.resource().forResource(ComponentOptions.METADATA))
                .accepts(hints);
    }

    @Test
    void noKeyIsNeededUntilSomebodySpeaks() {
        runner.run(application -> assertThat(application).hasNotFailed());
    }

    @Test
    void theKeyDoesNotShowInWhatGoesWrong() {
        runner.withPropertyValues(PREFIX + ".api-key=" + SECRET, PREFIX + ".speed=9")
                .run(application -> assertThatThrownBy(() -> application.getBean(SpeechClient.class))
                        .hasStackTraceContaining("speed=9")
                        .extracting(QwenTtsComponentAutoConfigurationTest::stackTrace)
                        .asString()
                        .doesNotContain(SECRET));
    }

    private void assertArrives(String option, JsonObject metadata) {
        Sample sample = Sample.of(option, metadata);
        runner.withUserConfiguration(Objects.class)
                .withPropertyValues(ComponentMetadata.property(option) + "=" + sample.text())
                .run(application -> {
                    QwenTtsComponent component = component(application);
                    PropertyConfigurerGetter getter =
                            (PropertyConfigurerGetter) component.getComponentPropertyConfigurer();
                    assertThat(getter.getOptionValue(component, option, false))
                            .isNotEqualTo(getter.getOptionValue(new QwenTtsComponent(), option, false))
                            .satisfies(sample.check());
                });
    }

    private static QwenTtsComponent component(AssertableApplicationContext application) {
        return application.getBean(CamelContext.class).getComponent("qwen-tts", QwenTtsComponent.class);
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** A value that differs from the default, as text and as it must arrive. */
    private record Sample(String text, Consumer<Object> check) {

        static Sample of(String option, JsonObject metadata) {
            if (metadata.containsKey("enum")) {
                List<?> values = metadata.getJsonArray("enum").getList();
                return same(values.get(values.size() - 1).toString());
            }
            Object byDefault = metadata.getValue("defaultValue");
            return switch (metadata.getString("javaType")) {
                case "boolean", "java.lang.Boolean" -> {
                    boolean value = !Boolean.parseBoolean(String.valueOf(byDefault));
                    yield new Sample(
                            String.valueOf(value), actual -> assertThat(actual).isEqualTo(value));
                }
                case "int", "java.lang.Integer" ->
                    new Sample("77", actual -> assertThat(actual).isEqualTo(77));
                case "long" -> new Sample("77", actual -> assertThat(actual).isEqualTo(77L));
                case "double", "java.lang.Double" ->
                    new Sample("2.5", actual -> assertThat(actual).isEqualTo(2.5));
                case "java.time.Duration" ->
                    new Sample("1m30s", actual -> assertThat(actual).isEqualTo(Duration.ofSeconds(90)));
                case "java.lang.String" -> same("https://127.0.0.1:9/" + option);
                default ->
                    new Sample("#bean:" + option, actual -> assertThat(actual).isNotNull());
            };
        }

        private static Sample same(String text) {
            return new Sample(text, actual -> assertThat(actual).isEqualTo(text));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({CamelAutoConfiguration.class, QwenTtsComponentAutoConfiguration.class})
    static class SpeakingRoute {

        @Bean
        LambdaRouteBuilder route() {
            return route -> route.from("direct:in").to("qwen-tts:synthesize");
        }
    }

    /** What the options that are objects refer to, each by the name of its option. */
    @Configuration(proxyBeanMethods = false)
    static class Objects {

        @Bean
        QwenTtsConfiguration configuration() {
            return new QwenTtsConfiguration();
        }

        @Bean
        SSLContextParameters sslContextParameters() {
            return new SSLContextParameters();
        }

        @Bean
        SpeechCache cache() {
            return new DirectorySpeechCache(Path.of("target", "cache"), 1_000_000);
        }

        @Bean
        Map<String, Object> fields() {
            return Map.of("temperature", 0.7);
        }

        @Bean
        IdempotentRepository idempotentRepository() {
            return MemoryIdempotentRepository.memoryIdempotentRepository();
        }

        @Bean
        SpeechClient speechClient() {
            return requests -> null;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Bean
        ComponentCustomizer last() {
            return changeVoice("dylan", 20);
        }

        @Bean
        ComponentCustomizer first() {
            return changeVoice("serena", 10);
        }

        private ComponentCustomizer changeVoice(String voice, int order) {
            return new ComponentCustomizer() {
                @Override
                public void configure(String name, Component target) {
                    QwenTtsConfiguration options = ((QwenTtsComponent) target).getConfiguration();
                    seen.add(options.getVoice());
                    options.setVoice(voice);
                }

                @Override
                public boolean isEnabled(String name, Component target) {
                    return target instanceof QwenTtsComponent;
                }

                @Override
                public int getOrder() {
                    return order;
                }
            };
        }
    }
}
