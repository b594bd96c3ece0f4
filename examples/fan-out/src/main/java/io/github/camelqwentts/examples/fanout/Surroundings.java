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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import io.github.camelqwentts.emulator.RunwareEmulator;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.impl.DefaultCamelContext;
import org.h2.tools.Server;

/**
 * What workers need around them, for a first run without an installation: a broker, a database, the emulator, and a
 * gateway in front of the workers that passes a result to one that lives. In earnest these are servers of your own.
 */
final class Surroundings implements AutoCloseable {

    /** The queue of texts that could not be delivered. */
    static final String DEAD_LETTERS = "dead.letters";

    /** A killed worker costs each text that it holds one attempt, so the broker's default of 10 is too few. */
    private static final int DELIVERY_ATTEMPTS = 100;

    private static final Duration REDELIVERY_PAUSE = Duration.ofMillis(200);
    private static final Duration MOST_REDELIVERY_PAUSE = Duration.ofSeconds(10);

    private static final int WEBHOOK_ATTEMPTS = 200;
    private static final Duration WEBHOOK_PAUSE = Duration.ofMillis(250);

    private final List<Integer> workerPorts;
    private final String brokerUrl = "tcp://127.0.0.1:" + freePort();
    private final int gatewayPort = freePort();
    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final CamelContext gateway = new DefaultCamelContext();
    private final RunwareEmulator emulator;
    private Server database;
    private String databaseUrl;

    /**
     * @param acknowledgment how long the API takes for each answer
     * @param work how long it takes for a text
     */
    Surroundings(int workers, Duration acknowledgment, Duration work) {
        workerPorts = IntStream.range(0, workers).mapToObj(i -> freePort()).toList();
        Duration[] pauses = new Duration[WEBHOOK_ATTEMPTS];
        Arrays.fill(pauses, WEBHOOK_PAUSE);
        emulator = RunwareEmulator.builder()
                .latency(acknowledgment)
                .asyncWork(work)
                .webhookRetries(pauses)
                .build();
    }

    void start() throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .addAcceptorConfiguration("tcp", brokerUrl)
                .addAddressSetting(
                        "#",
                        new AddressSettings()
                                .setMaxDeliveryAttempts(DELIVERY_ATTEMPTS)
                                .setRedeliveryDelay(REDELIVERY_PAUSE.toMillis())
                                .setRedeliveryMultiplier(2)
                                .setMaxRedeliveryDelay(MOST_REDELIVERY_PAUSE.toMillis())
                                .setDeadLetterAddress(SimpleString.of(DEAD_LETTERS))
                                .setExpiryAddress(SimpleString.of(DEAD_LETTERS)))
                .addQueueConfiguration(QueueConfiguration.of(DEAD_LETTERS).setRoutingType(RoutingType.ANYCAST));
        broker.setConfiguration(configuration);
        broker.start();
        startDatabase();
        emulator.start();
        startGateway();
    }

    String brokerUrl() {
        return brokerUrl;
    }

    /** A queue of the broker; null if it was not used yet. */
    Queue queue(String name) {
        return broker.getActiveMQServer().locateQueue(name);
    }

    RunwareEmulator emulator() {
        return emulator;
    }

    int workerPort(int worker) {
        return workerPorts.get(worker);
    }

    /** The system properties of a worker. */
    List<String> workerProperties(int worker) {
        return List.of(
                "-Dbroker=" + brokerUrl,
                "-Ddatabase=" + databaseUrl,
                "-Dport=" + workerPorts.get(worker),
                "-Dpublic=http://127.0.0.1:" + gatewayPort,
                "-Dtoken=secret-of-the-example",
                "-Dapi=" + emulator.url());
    }

    @Override
    public void close() throws Exception {
        gateway.close();
        emulator.close();
        if (database != null) {
            executeInDatabase("SHUTDOWN");
            database.stop();
        }
        broker.stop();
    }

    private void startDatabase() throws SQLException {
        database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        databaseUrl =
                "jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        // Workers that start together would each find it missing and make it.
        executeInDatabase("CREATE TABLE CAMEL_MESSAGEPROCESSED (processorName VARCHAR(255),"
                + " messageId VARCHAR(100), createdAt TIMESTAMP, PRIMARY KEY (processorName, messageId))");
    }

    private void executeInDatabase(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void startGateway() throws Exception {
        MainHttpServer server = new MainHttpServer();
        server.setCamelContext(gateway);
        server.setHost("127.0.0.1");
        server.setPort(gatewayPort);
        gateway.addService(server);
        gateway.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                String[] workers = workerPorts.stream()
                        .map(port -> "http://127.0.0.1:" + port + "?bridgeEndpoint=true&connectTimeout=2000")
                        .toArray(String[]::new);
                errorHandler(noErrorHandler());
                from("platform-http:/results?httpMethodRestrict=POST")
                        .loadBalance()
                        .failover(workers.length - 1, false, true)
                        .to(workers);
            }
        });
        gateway.start();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
