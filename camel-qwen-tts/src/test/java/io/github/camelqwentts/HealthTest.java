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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

import io.github.camelqwentts.emulator.Fault;
import io.github.camelqwentts.emulator.RunwareEmulator;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.main.Main;
import org.apache.camel.util.FileUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

class HealthTest extends SpeakingTestSupport {

    private static final String ACCEPTED_KEY = KEY;
    private static final String REFUSED_KEY = "rw-secret-refused-77b0";
    private static final Duration SHORT = Duration.ofMillis(50);

    @Override
    protected RunwareEmulator.Builder configure(RunwareEmulator.Builder settings) {
        return settings.apiKey(ACCEPTED_KEY);
    }

    @Override
    protected void prepare(CamelContext made) {
        addProducerChecks(made);
    }

    @Test
    void anEndpointWhoseKeyTheApiTakesIsUpWithoutCosts() throws Exception {
        switchProducerChecksOn();
        routeTo("qwen-tts:synthesize");

        HealthCheck.Result result = awaitState(State.UP);

        assertThat(result.getDetails()).containsEntry("host", "127.0.0.1").doesNotContainKey("error.kind");
        assertThat(emulator().tasksCarriedOut()).isZero();
    }

    @Test
    void anEndpointWhoseKeyTheApiRefusesIsDownAndTellsTheKindAndNotTheKey() throws Exception {
        switchProducerChecksOn();
        routeTo("qwen-tts:synthesize?apiKey=" + REFUSED_KEY);

        HealthCheck.Result result = awaitState(State.DOWN);

        assertThat(result.getDetails())
                .containsEntry("host", "127.0.0.1")
                .containsEntry("error.kind", "auth")
                .allSatisfy((name, value) -> assertThat(String.valueOf(value)).doesNotContain(REFUSED_KEY));
        assertThat(result.getMessage())
                .hasValueSatisfying(message -> assertThat(message).doesNotContain(REFUSED_KEY));
        assertThat(result.getError()).isEmpty();
        assertThat(result.getCheck().getId()).doesNotContain(REFUSED_KEY);
    }

    @Test
    void anEndpointThatReachesNobodyIsDown() throws Exception {
        switchProducerChecksOn();
        int nobody = LocalHttpServer.freePort();
        routeTo("qwen-tts:submit?baseUrl=http://127.0.0.1:" + nobody + "/v1");

        assertThat(awaitState(State.DOWN).getDetails()).containsEntry("error.kind", "connection");
    }

    @Test
    void endpointsWithTheSameKeyShareOneQuestionInAnInterval() throws Exception {
        component().setHealthCheckInterval(Duration.ofHours(1));
        switchProducerChecksOn();
        for (String voice : List.of("vivian", "ryan", "eric")) {
            routes(route -> route.from("direct:" + voice).to("qwen-tts:synthesize?voice=" + voice));
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(readiness())
                        .hasSize(3)
                        .extracting(HealthCheck.Result::getState)
                        .containsOnly(State.UP));

        for (int i = 0; i < 50; i++) {
            readiness();
        }

        assertThat(emulator().requests()).hasSize(1);
        assertThat(tasks("getTaskDetails")).hasSize(1);
    }

    @Test
    void anEndpointComesUpAgainAtTheNextQuestion() throws Exception {
        component().setHealthCheckInterval(SHORT);
        emulator().inject(new Fault.Status(503));
        switchProducerChecksOn();
        routeTo("qwen-tts:synthesize");

        awaitState(State.UP);

        assertThat(tasks("getTaskDetails")).hasSizeGreaterThan(1);
    }

    @Test
    void comesUpWithASuccessfulCall() throws Exception {
        component().setHealthCheckInterval(Duration.ofHours(1));
        emulator().inject(new Fault.Status(503));
        switchProducerChecksOn();
        routeTo("qwen-tts:synthesize");
        awaitState(State.DOWN);

        template.requestBody("direct:in", "Hello");

        assertThat(readiness()).extracting(HealthCheck.Result::getState).containsExactly(State.UP);
    }

    @Test
    void namesTheEndpointInItsId() throws Exception {
        switchProducerChecksOn();
        routeTo("qwen-tts:synthesize?voice=vivian&apiKey=" + REFUSED_KEY);
        context.getEndpoint("qwen-tts:synthesize?voice=vivian&apiKey=another").start();

        assertThat(readiness())
                .extracting(result -> result.getCheck().getId())
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id)
                        .startsWith("producer:qwen-tts:synthesize?")
                        .contains("voice=vivian")
                        .doesNotContain(REFUSED_KEY, "another"));
    }

    @Test
    void nothingIsAskedUnlessCamelChecksProducers() throws Exception {
        component().setHealthCheckInterval(SHORT);
        routeTo("qwen-tts:synthesize");

        assertThat(readiness()).isEmpty();
        assertNothingMoreIsAsked();
    }

    @Test
    void nothingIsAskedWhereTheComponentsChecksAreOff() throws Exception {
        component().setHealthCheckInterval(SHORT);
        component().setHealthCheckProducerEnabled(false);
        switchProducerChecksOn();
        routeTo("qwen-tts:synthesize");

        assertThat(readiness())
                .extracting(result -> result.getCheck().isEnabled())
                .containsExactly(false);
        assertNothingMoreIsAsked();
    }

    @Test
    void anEndpointThatIsStoppedIsNotAskedForAnyMore() throws Exception {
        component().setHealthCheckInterval(SHORT);
        switchProducerChecksOn();
        routeTo("qwen-tts:synthesize");
        awaitState(State.UP);

        context.getEndpoint("qwen-tts:synthesize").stop();

        assertThat(readiness()).isEmpty();
        assertNothingMoreIsAsked();
    }

    @Test
    void itIsNoMatterOfLiveness() throws Exception {
        switchProducerChecksOn();
        routeTo("qwen-tts:synthesize");

        assertThat(HealthCheckHelper.invokeLiveness(context, "full")).isEmpty();
        assertThat(readiness()).hasSize(1);
    }

    @Test
    void anIntervalOfNothingIsRefusedAtStart() {
        QwenTtsComponent component = new QwenTtsComponent(context);
        component.setHealthCheckInterval(Duration.ZERO);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> context.addComponent("other", component))
                .withMessageContaining("healthCheckInterval=PT0S");
    }

    @Test
    void camelMainHasTheCheckByOneProperty() throws Exception {
        RunwareEmulator easyGoing = RunwareEmulator.builder().build().start();
        Main main = new Main();
        // Camel Main writes the properties that it sets to the log at DEBUG, so this key is nobody's.
        main.addInitialProperty("camel.component.qwen-tts.api-key", "any");
        main.addInitialProperty("camel.component.qwen-tts.base-url", easyGoing.url());
        main.addInitialProperty("camel.health.producers-enabled", "true");
        main.configure().addLambdaRouteBuilder(route -> route.from("direct:in").to("qwen-tts:synthesize"));
        main.start();
        try {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(checks(HealthCheckHelper.invokeReadiness(main.getCamelContext(), "full")))
                                    .extracting(HealthCheck.Result::getState)
                                    .containsExactly(State.UP));
        } finally {
            main.stop();
            easyGoing.close();
        }
    }

    @Test
    void anEndpointWithACacheTellsHitsMissesAndWhetherItWorks(@TempDir Path folder) throws Exception {
        Path cache = folder.resolve("cache");
        component().setCacheDirectory(cache.toString());
        switchProducerChecksOn();
        routeTo("qwen-tts:synthesize");
        send("direct:in", "Hello");
        Exchange hit = send("direct:in", "Hello");
        long size = hit.getMessage().getBody(byte[].class).length;

        assertThat(awaitState(State.UP).getDetails())
                .containsEntry("cache.hits", 1L)
                .containsEntry("cache.misses", 1L)
                .containsEntry("cache.bytes", size)
                .containsEntry("cache.failing", false);

        FileUtil.removeDir(cache.toFile());
        Files.createFile(cache);
        send("direct:in", "Hello");

        assertThat(awaitState(State.UP).getDetails()).containsEntry("cache.failing", true);
    }

    @Test
    void anEndpointWithoutACacheTellsNothingOfIt() throws Exception {
        switchProducerChecksOn();
        routeTo("qwen-tts:synthesize");

        assertThat(awaitState(State.UP).getDetails()).doesNotContainKey("cache.hits");
    }

    private void switchProducerChecksOn() {
        HealthCheckHelper.getHealthCheckRepository(context, "producers").setEnabled(true);
    }

    private Collection<HealthCheck.Result> readiness() {
        return checks(HealthCheckHelper.invokeReadiness(context, "full"));
    }

    private static Collection<HealthCheck.Result> checks(Collection<HealthCheck.Result> results) {
        return results.stream()
                .filter(result -> result.getCheck().getId().startsWith("producer:qwen-tts:"))
                .toList();
    }

    private HealthCheck.Result awaitState(State state) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(readiness())
                        .extracting(HealthCheck.Result::getState)
                        .containsExactly(state));
        return readiness().iterator().next();
    }

    /** One question may have been under way before. */
    private void assertNothingMoreIsAsked() {
        int asked = emulator().requests().size();
        await().during(SHORT.multipliedBy(10))
                .atMost(Duration.ofSeconds(20))
                .until(() -> emulator().requests().size() <= asked + 1);
    }
}
