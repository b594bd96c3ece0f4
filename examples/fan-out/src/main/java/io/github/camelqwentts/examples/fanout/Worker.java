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
package io.github.camelqwentts.examples.fanout;

import io.github.camelqwentts.speech.SpeechRequest;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.main.Main;
import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jms.connection.CachingConnectionFactory;

/**
 * One of several identical processes: takes texts from a queue and hands them in, and takes results from the webhook
 * and puts them into another queue. All it keeps is in the broker, in the database and at the API, so it may be killed
 * at any time.
 *
 * <p>System properties: {@code broker} and {@code database} are URLs, {@code port} is that of the webhook, {@code
 * public} the address at which the API reaches the workers, {@code token} their secret. {@code RUNWARE_API_KEY} is
 * taken from the environment; {@code api} leads to another API than Runware's.
 */
public final class Worker extends RouteBuilder {

    static final String TEXTS = "texts";
    static final String SPOKEN = "spoken";
    static final int CONSUMERS = 4;

    private Worker() {}

    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.main.name", "worker-" + System.getProperty("port"));
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "127.0.0.1");
        main.addInitialProperty("camel.server.port", System.getProperty("port"));
        main.addInitialProperty("camel.component.qwen-tts.webhook-external-url", System.getProperty("public"));
        if (System.getProperty("api") != null) {
            main.addInitialProperty("camel.component.qwen-tts.base-url", System.getProperty("api"));
        }
        main.configure().addRoutesBuilder(new Worker());
        main.run();
    }

    @Override
    public void configure() {
        connect(getContext());

        // The sender's id is the task's. If the worker dies before the message is acknowledged, the next one finds the
        // task by it and buys nothing.
        from("jms:" + TEXTS + "?transacted=true&lazyCreateTransactionManager=false&concurrentConsumers=" + CONSUMERS)
                .routeId("submit")
                .process(Worker::nameTask)
                .to("qwen-tts:submit?voice=vivian&outputFormat=MP3");

        // The broker drops what was put into the queue before, which the repository cannot know if a worker died
        // between
        // the two. It is Artemis that looks at this header.
        from("qwen-tts:webhook?webhookPath=/results&webhookToken={{token}}&idempotentRepository=#results")
                .routeId("results")
                .setHeader("JMSCorrelationID", header("CamelQwenTtsTaskUuid"))
                .setHeader("_AMQ_DUPL_ID", header("CamelQwenTtsAudioUuid"))
                .convertBodyTo(byte[].class)
                .to("jms:" + SPOKEN + "?jmsMessageType=Bytes");
    }

    private static void nameTask(Exchange exchange) {
        Message message = exchange.getMessage();
        message.setBody(SpeechRequest.builder()
                .text(message.getBody(String.class))
                .taskUUID(message.getHeader("JMSCorrelationID", String.class))
                .build());
    }

    private static void connect(CamelContext context) {
        ActiveMQConnectionFactory broker = new ActiveMQConnectionFactory(System.getProperty("broker"));
        // Each consumer takes one text at a time. Every text that a killed worker holds loses a delivery attempt, so
        // with prefetch a backlog would become dead letters.
        broker.setConsumerWindowSize(0);
        context.addComponent("jms", JmsComponent.jmsComponent(new CachingConnectionFactory(broker)));
        context.getRegistry()
                .bind(
                        "results",
                        new JdbcMessageIdRepository(
                                new DriverManagerDataSource(System.getProperty("database")), "results"));
    }
}
