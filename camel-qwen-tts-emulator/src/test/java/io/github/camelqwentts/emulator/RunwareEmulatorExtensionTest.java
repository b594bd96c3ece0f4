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
package io.github.camelqwentts.emulator;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Runs test classes within a test, as JUnit runs those of users. */
@Timeout(60)
class RunwareEmulatorExtensionTest {

    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();
    private static final CyclicBarrier ALL_AT_ONCE = new CyclicBarrier(3);

    @BeforeEach
    void forget() {
        SEEN.clear();
        ALL_AT_ONCE.reset();
    }

    @Test
    void aFieldOfTheInstanceGivesEachTestItsOwn() {
        assertServed(PerTest.class, false, 3, 3);
    }

    @Test
    void testsAtTheSameTimeHaveTheirOwn() {
        assertServed(PerTestAtTheSameTime.class, true, 3, 3);
    }

    @Test
    void testsOfOneInstanceHaveOneThatStartsAnewForEachTest() {
        assertServed(PerInstance.class, false, 3, 1);
    }

    @Test
    void aStaticFieldGivesTheClassOneThatStartsAnewForEachTest() {
        assertServed(ClassWide.class, false, 4, 1);
    }

    @Test
    void aStaticFieldServesTestsAtTheSameTime() {
        assertServed(ClassWideAtTheSameTime.class, true, 3, 1);
    }

    @Test
    void classesAtTheSameTimeThatShareAStaticFieldHaveTheirOwn() {
        assertServed(Sharing.class, true, 3, 3);
    }

    @Test
    void itServesBeforeTheOnlyInstanceIsMade() {
        assertServed(OneInstance.class, false, 2, 1);
    }

    @Test
    void itIsRegisteredByAnnotationToo() {
        assertServed(Annotated.class, false, 2, 1);
    }

    @Test
    void failsWithARemedyIfNoEmulatorIsRunning() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new RunwareEmulatorExtension().emulator())
                .withMessageContaining("Register the extension");
    }

    /**
     * Asserts that the tests of a class succeed, and that the emulators they have seen are closed.
     *
     * @param emulators how many emulators the tests have seen
     */
    private static void assertServed(Class<?> tests, boolean parallel, int count, int emulators) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(tests))
                .configurationParameters(Map.of(
                        "junit.jupiter.execution.parallel.enabled", String.valueOf(parallel),
                        "junit.jupiter.execution.parallel.mode.default", "concurrent",
                        "junit.jupiter.execution.parallel.config.strategy", "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "3"))
                .build();

        LauncherFactory.create().execute(request, listener);

        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getFailures())
                .extracting(failure -> failure.getTestIdentifier().getDisplayName() + ": " + failure.getException())
                .isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(count);
        assertThat(SEEN).hasSize(emulators);
        for (String url : SEEN) {
            assertThatIOException().isThrownBy(() -> EmulatorTestSupport.get(url));
        }
    }

    /** A test that would fail if another one used the same emulator. */
    private static void speakAlone(RunwareEmulator emulator) throws Exception {
        SEEN.add(emulator.url());
        assertThat(emulator.tasksCarriedOut()).isZero();
        assertThat(emulator.requests()).isEmpty();
        ping(emulator);
        assertThat(emulator.requests()).hasSize(1);
        emulator.inject(new Fault.Status(500));
    }

    private static void ping(RunwareEmulator emulator) throws Exception {
        assertThat(EmulatorTestSupport.post(emulator.url(), "[{\"taskType\":\"ping\"}]")
                        .statusCode())
                .isEqualTo(200);
    }

    private static void meet() throws Exception {
        ALL_AT_ONCE.await(20, TimeUnit.SECONDS);
    }

    static class PerTest {

        @RegisterExtension
        final RunwareEmulatorExtension runware = new RunwareEmulatorExtension();

        @RepeatedTest(2)
        void speaks() throws Exception {
            speakAlone(runware.emulator());
        }

        @Test
        void speaksThroughItsParameter(RunwareEmulator emulator) throws Exception {
            assertThat(emulator).isSameAs(runware.emulator());
            speakAlone(emulator);
        }
    }

    static class PerTestAtTheSameTime {

        @RegisterExtension
        final RunwareEmulatorExtension runware = new RunwareEmulatorExtension();

        @Test
        void one() throws Exception {
            meet();
            speakAlone(runware.emulator());
        }

        @Test
        void two() throws Exception {
            meet();
            speakAlone(runware.emulator());
        }

        @Test
        void three(RunwareEmulator emulator) throws Exception {
            meet();
            assertThat(emulator).isSameAs(runware.emulator());
            speakAlone(emulator);
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class PerInstance extends PerTest {}

    static class ClassWide {

        @RegisterExtension
        static final RunwareEmulatorExtension RUNWARE = new RunwareEmulatorExtension();

        @BeforeAll
        static void isThereBefore(RunwareEmulator emulator) throws Exception {
            assertThat(emulator).isSameAs(RUNWARE.emulator());
            ping(emulator);
        }

        @AfterAll
        static void isThereAfter() throws Exception {
            RUNWARE.emulator().clearFaults();
            ping(RUNWARE.emulator());
        }

        @Test
        void one() throws Exception {
            speakAlone(RUNWARE.emulator());
        }

        @Test
        void two(RunwareEmulator emulator) throws Exception {
            speakAlone(emulator);
        }

        @Nested
        class Within {

            @Test
            void three() throws Exception {
                speakAlone(RUNWARE.emulator());
            }

            @Test
            void four(RunwareEmulator emulator) throws Exception {
                speakAlone(emulator);
            }
        }
    }

    static class ClassWideAtTheSameTime {

        @RegisterExtension
        static final RunwareEmulatorExtension RUNWARE = new RunwareEmulatorExtension();

        @Test
        void one() throws Exception {
            speakTogether();
        }

        @Test
        void two() throws Exception {
            speakTogether();
        }

        @Test
        void three() throws Exception {
            speakTogether();
        }

        /** Changes made by another test are kept. */
        private static void speakTogether() throws Exception {
            RunwareEmulator emulator = RUNWARE.emulator();
            SEEN.add(emulator.url());
            ping(emulator);
            meet();
            assertThat(emulator.requests()).hasSize(3);
        }
    }

    static class Shared {

        @RegisterExtension
        static final RunwareEmulatorExtension RUNWARE = new RunwareEmulatorExtension();

        @Test
        void speaks() throws Exception {
            meet();
            speakAlone(RUNWARE.emulator());
        }
    }

    static class Sharing {

        @Nested
        class One extends Shared {}

        @Nested
        class Two extends Shared {}

        @Nested
        class Three extends Shared {}
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneInstance {

        @RegisterExtension
        static final RunwareEmulatorExtension RUNWARE = new RunwareEmulatorExtension();

        private final String url = RUNWARE.emulator().url();

        @RepeatedTest(2)
        void speaks() throws Exception {
            assertThat(RUNWARE.emulator().url()).isEqualTo(url);
            speakAlone(RUNWARE.emulator());
        }
    }

    @ExtendWith(RunwareEmulatorExtension.class)
    static class Annotated {

        @RepeatedTest(2)
        void speaks(RunwareEmulator emulator) throws Exception {
            speakAlone(emulator);
        }
    }
}
