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
package io.github.camelqwentts.manual;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelqwentts.QwenTtsComponent;
import io.github.camelqwentts.emulator.RecordedTask;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import io.github.camelqwentts.manual.ManualRoutesTest.Dsl;
import jakarta.jms.ConnectionFactory;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsHeaderFilterStrategy;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the manual says about JMS holds with a real broker. */
@Timeout(120)
class JmsRoutesTest {

    private static final long PATIENCE = Duration.ofSeconds(30).toMillis();

    @TempDir
    private static Path directory;

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension();

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private CamelContext context;
    private ProducerTemplate template;
    private ConsumerTemplate consumer;
    private JmsComponent jms;

    @BeforeEach
    void startBroker() throws Exception {
        broker.setConfiguration(new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .addAcceptorConfiguration("vm", "vm://0"));
        broker.start();
        ConnectionFactory connections = new ActiveMQConnectionFactory("vm://0");
        jms = JmsComponent.jmsComponent(connections);
        context = new DefaultCamelContext();
        context.addComponent("jms", jms);
        QwenTtsComponent speech = context.getComponent("qwen-tts", QwenTtsComponent.class);
        speech.getConfiguration().setApiKey("any");
        speech.getConfiguration().setBaseUrl(runware.emulator().url());
        context.start();
        template = context.createProducerTemplate();
        consumer = context.createConsumerTemplate();
    }

    @AfterEach
    void stopBroker() throws Exception {
        context.stop();
        broker.stop();
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatIsRolledBackAndRedeliveredIsBoughtOnce(Dsl dsl) throws Exception {
        AtomicInteger failures = new AtomicInteger();
        dsl.load(context, "queue");
        beforeAudioIsSent(exchange -> {
            boolean first = !exchange.getMessage().getHeader("JMSRedelivered", Boolean.class);
            if (first && exchange.getProperty(Exchange.SPLIT_INDEX, Integer.class) == 1) {
                failures.incrementAndGet();
                throw new IllegalStateException("The step after the second line fails");
            }
        });
        template.sendBody("jms:queue:announcements", "One.\nTwo.\nThree.");

        // Two of the first delivery, and three of the second.
        for (int i = 0; i < 5; i++) {
            assertThat(consumer.receiveBody("jms:queue:audio", PATIENCE, byte[].class))
                    .hasSizeGreaterThan(1_000);
        }
        assertThat(failures).hasValue(1);
        assertThat(runware.emulator().tasksCarriedOut()).isEqualTo(3);
    }

    @Test
    void anotherMessageWithTheSameTextIsBought() throws Exception {
        Dsl.JAVA.load(context, "queue");
        template.sendBody("jms:queue:announcements", "One.");
        template.sendBody("jms:queue:announcements", "One.");

        assertThat(consumer.receiveBody("jms:queue:audio", PATIENCE)).isNotNull();
        assertThat(consumer.receiveBody("jms:queue:audio", PATIENCE)).isNotNull();
        assertThat(runware.emulator().tasksCarriedOut()).isEqualTo(2);
    }

    @Test
    void headersOfTheComponentDoNotTravelButOtherPropertiesDo() throws Exception {
        template.sendBodyAndHeaders(
                "jms:queue:plain",
                "One.",
                Map.of("CamelQwenTtsIdempotencyKey", "order-17", "CamelQwenTtsVoice", "ryan", "orderId", "17"));

        Exchange received = consumer.receive("jms:queue:plain", PATIENCE);
        assertThat(received.getMessage().getHeaders())
                .containsEntry("orderId", "17")
                .doesNotContainKeys("CamelQwenTtsIdempotencyKey", "CamelQwenTtsVoice");
    }

    /** Camel ignores the case of header names. Its JMS filter does so only if configured, or in newer versions. */
    @Test
    void aPropertyInCapitalsDoesNotPassAFilterThatIgnoresCase() throws Exception {
        JmsHeaderFilterStrategy strict = new JmsHeaderFilterStrategy();
        strict.setLowerCase(true);
        jms.setHeaderFilterStrategy(strict);
        assertThat(voiceOf("jms:queue:strict")).isEqualTo("auto");
    }

    @Test
    void theUntrustedRouteRemovesHeadersInAnyCase() throws Exception {
        Dsl.JAVA.load(context, "untrusted");
        template.sendBodyAndHeader("direct:outside", "Hello.", "CAMELQWENTTSVOICE", "sohee");

        assertThat(task().at("speech", "voice")).isEqualTo("ryan");
    }

    private Object voiceOf(String queue) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(queue).to("qwen-tts:synthesize").to("jms:queue:audio");
            }
        });
        template.sendBodyAndHeader(queue, "Hello.", "CAMELQWENTTSVOICE", "sohee");
        assertThat(consumer.receiveBody("jms:queue:audio", PATIENCE)).isNotNull();
        return task().at("speech", "voice");
    }

    /** The last speech task that arrived. */
    private RecordedTask task() {
        List<RecordedTask> tasks = runware.emulator().requests().stream()
                .flatMap(request -> request.tasks().stream())
                .filter(task -> "audioInference".equals(task.taskType()))
                .toList();
        return tasks.get(tasks.size() - 1);
    }

    private void beforeAudioIsSent(Processor step) throws Exception {
        String route = context.getRoutes().get(0).getRouteId();
        AdviceWith.adviceWith(
                context,
                route,
                advice -> advice.weaveByToUri("jms:queue:audio").before().process(step));
    }
}
