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

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** Imports run one way: Camel's face, the API client and the monitor, which do not know each other, the domain. */
class PackageDependencyTest {

    private static final String FACE = "io.github.camelqwentts";
    private static final String RUNWARE = "io.github.camelqwentts.runware..";
    private static final String MONITOR = "io.github.camelqwentts.monitor..";
    private static final String SPEECH = "io.github.camelqwentts.speech..";

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(FACE);
    }

    /** Annotations are no dependency: the JVM ignores those whose classes are not there. */
    @Test
    void theDomainIsPlainJava() {
        noClasses()
                .that()
                .resideInAPackage(SPEECH)
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(SPEECH, "java..", "com.fasterxml.jackson.annotation..")
                .check(classes);
    }

    @Test
    void theClientKnowsNothingOfCamelsRouting() {
        noClasses()
                .that()
                .resideInAPackage(RUNWARE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        FACE, MONITOR, "org.apache.camel", "org.apache.camel.spi..", "org.apache.camel.support..")
                .check(classes);
    }

    @Test
    void theMonitorKnowsNothingOfWhatItWatches() {
        noClasses()
                .that()
                .resideInAPackage(MONITOR)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FACE, RUNWARE, "org.apache.hc..", "com.fasterxml.jackson..")
                .check(classes);
    }

    @Test
    void theFaceSpeaksNeitherHttpNorJson() {
        noClasses()
                .that()
                .resideInAPackage(FACE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.hc..", "com.fasterxml.jackson..")
                .check(classes);
    }

    @Test
    void theFaceKnowsRunwareByItsBackendAlone() {
        noClasses()
                .that()
                .resideInAPackage(FACE)
                .and()
                .doNotHaveFullyQualifiedName(FACE + ".RunwareBackend")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(RUNWARE)
                .check(classes);
    }
}
