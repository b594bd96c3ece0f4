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

import java.util.List;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.camelqwentts.speech.Internal;
import io.github.camelqwentts.speech.SpeechClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every public type is a promise: a new one belongs into this list, or is marked as {@link Internal}. */
class PublicTypesTest {

    private static final List<String> PROMISED = List.of(
            "QwenTtsComponent",
            "QwenTtsConfiguration",
            "QwenTtsConstants",
            "QwenTtsEndpoint",
            "cache.DirectorySpeechCache",
            "cache.JCacheSpeechCache",
            "monitor.PieceEvent",
            "monitor.TaskEvent",
            "monitor.TaskEvent$Stage",
            "runware.PollSchedule",
            "runware.RunwareOptions",
            "runware.RunwareOptions$Builder",
            "runware.RunwareRules",
            "runware.RunwareSpeech",
            "speech.AudioSettings",
            "speech.DeliveryMethod",
            "speech.Internal",
            "speech.InvalidSpeechRequestException",
            "speech.Language",
            "speech.OutputFormat",
            "speech.OutputType",
            "speech.ReferenceAudio",
            "speech.ReferenceAudio$Content",
            "speech.SpeechAccessException",
            "speech.SpeechAudio",
            "speech.SpeechCache",
            "speech.SpeechClient",
            "speech.SpeechError",
            "speech.SpeechError$Kind",
            "speech.SpeechException",
            "speech.SpeechRejectedException",
            "speech.SpeechRequest",
            "speech.SpeechRequest$Builder",
            "speech.SpeechResult",
            "speech.SpeechResult$Failed",
            "speech.SpeechResult$Pending",
            "speech.SpeechResult$Spoken",
            "speech.SpeechResult$Spoken$Builder",
            "speech.SpeechStreamException",
            "speech.SpeechUnavailableException",
            "speech.TaskQuery",
            "speech.Voice");

    /** Written by Camel's package plugin, for Camel. */
    private static final String GENERATED = ".*(Configurer|UriFactory|ConverterLoader)";

    @Test
    void everyPublicTypeIsPromisedOrInternal() {
        JavaClasses classes = new ClassFileImporter()
                .importUrl(
                        SpeechClient.class.getProtectionDomain().getCodeSource().getLocation());

        assertThat(classes.stream()
                        .filter(PublicTypesTest::isPublic)
                        .filter(type -> !isInternal(type))
                        .filter(type -> !type.getName().matches(GENERATED))
                        .map(type -> type.getName().substring("io.github.camelqwentts.".length())))
                .containsExactlyInAnyOrderElementsOf(PROMISED);
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(PublicTypesTest::isPublic).orElse(true);
    }

    private static boolean isInternal(JavaClass type) {
        return type.isAnnotatedWith(Internal.class)
                || type.getPackage().isAnnotatedWith(Internal.class)
                || type.getEnclosingClass().map(PublicTypesTest::isInternal).orElse(false);
    }
}
