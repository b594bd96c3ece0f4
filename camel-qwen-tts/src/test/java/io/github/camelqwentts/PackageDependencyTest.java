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

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Imports run one way: Camel's face → backends, narration, cache and monitor → transport → speech. Audio formats are for all
 * but transport and know speech alone.
 */
class PackageDependencyTest {

    private static final String FACE = "io.github.camelqwentts";
    private static final String RUNWARE = "io.github.camelqwentts.runware..";
    private static final String RUNWARE_ORCHESTRATION = "io.github.camelqwentts.runware";
    private static final String RUNWARE_WIRE = "io.github.camelqwentts.runware.wire..";
    private static final String OPENAI = "io.github.camelqwentts.openai..";
    private static final String NARRATION = "io.github.camelqwentts.narration..";
    private static final String CACHE = "io.github.camelqwentts.cache..";
    private static final String JCACHE_CLASS = "io.github.camelqwentts.cache.JCacheSpeechCache";
    private static final String MONITOR = "io.github.camelqwentts.monitor..";
    private static final String TRANSPORT = "io.github.camelqwentts.transport..";
    private static final String AUDIO = "io.github.camelqwentts.audio..";
    private static final String SPEECH = "io.github.camelqwentts.speech..";
    private static final String CAMEL = "org.apache.camel..";
    private static final String HTTP = "org.apache.hc..";
    private static final String JSON = "com.fasterxml.jackson..";

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(FACE);
        assertThat(classes).isNotEmpty();
    }

    /** Annotations are no dependency: the JVM ignores those whose classes are not there. */
    @Test
    void theDomainIsPlainJava() {
        noClasses()
                .that()
                .resideInAPackage(SPEECH)
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(SPEECH, "java..", "com.fasterxml.jackson.annotation..", "org.jspecify..")
                .check(classes);
    }

    @Test
    void audioFormatsKnowTheDomainAlone() {
        mustNotUse(AUDIO, FACE, RUNWARE, OPENAI, NARRATION, CACHE, MONITOR, TRANSPORT, HTTP, JSON);
    }

    @Test
    void transportServesAnyBackend() {
        mustNotUse(TRANSPORT, FACE, RUNWARE, OPENAI, NARRATION, CACHE, MONITOR, AUDIO, JSON);
    }

    @Test
    void narrationKnowsNoBackendAndNoTransport() {
        mustNotUse(NARRATION, FACE, RUNWARE, OPENAI, CACHE, MONITOR, TRANSPORT, HTTP, JSON);
    }

    @Test
    void theCacheKnowsNoBackendAndNoTransport() {
        mustNotUse(CACHE, FACE, RUNWARE, OPENAI, NARRATION, MONITOR, TRANSPORT, HTTP, JSON);
    }

    /** Without JCache on the class path all other classes can be loaded. */
    @Test
    void jcacheIsOptional() {
        noClasses()
                .that()
                .haveNameNotMatching(Pattern.quote(JCACHE_CLASS) + ".*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("javax.cache..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName(JCACHE_CLASS)
                .check(classes);
    }

    @Test
    void backendsKnowNeitherEachOtherNorTheirUsers() {
        mustNotUse(RUNWARE, FACE, OPENAI, NARRATION, CACHE, MONITOR);
        mustNotUse(OPENAI, FACE, RUNWARE, NARRATION, CACHE, MONITOR);
    }

    @Test
    void runwaresJsonDoesNotKnowTheOrchestration() {
        mustNotUse(RUNWARE_WIRE, RUNWARE_ORCHESTRATION, HTTP);
    }

    @Test
    void theMonitorKnowsNothingOfWhatItWatches() {
        mustNotUse(MONITOR, FACE, RUNWARE, OPENAI, NARRATION, CACHE, TRANSPORT, AUDIO, HTTP, JSON);
    }

    @Test
    void theFaceSpeaksNeitherHttpNorJson() {
        mustNotUse(FACE, HTTP, JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {SPEECH, AUDIO, TRANSPORT, RUNWARE, OPENAI, NARRATION, CACHE})
    void onlyTheFaceAndTheMonitorKnowCamel(String room) {
        mustNotUse(room, CAMEL);
    }

    /** On a small machine the common pool has one thread for the whole application: what waits there stops all other work. */
    @Test
    void nothingRunsOnTheCommonPool() {
        assertThat(new ClassFileImporter()
                        .importPackages(FACE).stream()
                                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                                .filter(call -> call.getTargetOwner().isAssignableTo(CompletionStage.class)
                                        && call.getName().endsWith("Async")
                                        && call.getTarget().getRawParameterTypes().stream()
                                                .noneMatch(type -> type.isEquivalentTo(Executor.class))))
                .isEmpty();
    }

    /** A package that is not there yet keeps every rule. */
    private static void mustNotUse(String room, String... others) {
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .allowEmptyShould(true)
                .check(classes);
    }

    @ParameterizedTest
    @CsvSource({"RunwareBackend," + RUNWARE, "OpenAiBackend," + OPENAI})
    void theFaceKnowsAServiceByItsBackendAlone(String backend, String room) {
        noClasses()
                .that()
                .resideInAPackage(FACE)
                .and()
                .doNotHaveFullyQualifiedName(FACE + "." + backend)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(room)
                .check(classes);
    }
}
