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

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** The queues as whoever wants texts spoken sees them. For one thread. */
final class Queues implements AutoCloseable {

    private final ActiveMQConnectionFactory factory;
    private final Connection connection;
    private final Session session;
    private final MessageProducer texts;
    private final MessageConsumer spoken;

    Queues(String brokerUrl) throws JMSException {
        factory = new ActiveMQConnectionFactory(brokerUrl);
        connection = factory.createConnection();
        session = connection.createSession();
        texts = session.createProducer(session.createQueue(Worker.TEXTS));
        spoken = session.createConsumer(session.createQueue(Worker.SPOKEN));
        connection.start();
    }

    /** @param id a UUID of version 4, under which the audio comes back */
    void send(String id, String text) throws JMSException {
        TextMessage message = session.createTextMessage(text);
        message.setJMSCorrelationID(id);
        texts.send(message);
    }

    /** The next audio that was spoken; null where none comes in time. */
    Spoken receive(long millis) throws JMSException {
        Message message = spoken.receive(millis);
        return message == null ? null : new Spoken(message.getJMSCorrelationID(), message.getBody(byte[].class));
    }

    @Override
    public void close() throws JMSException {
        connection.close();
        factory.close();
    }

    /**
     * The audio of a text.
     *
     * @param id the ID of the text
     */
    record Spoken(String id, byte[] audio) {}
}
