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
package io.github.camelqwentts.runware.wire;

import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TaskUuidsTest {

    @ParameterizedTest
    @CsvSource({
        "conflictTaskUUID, taskUUID, true",
        "conflictTaskUUID, , true",
        "CONFLICTTASKUUID, , true",
        "duplicateTaskUUID, taskUUID, true",
        "duplicateTask, , true",
        "conflict, , true",
        "conflict, taskUUID, true",
        "conflictValue, 'taskUUID, taskType', true",
        "conflictTtl, ttl, false",
        "conflictAudioSettings, , false",
        "duplicateParameter, speed, false",
        "invalidTaskUUID, taskUUID, false",
        ", taskUUID, false"
    })
    void recognizesTheCodesOfAnIdInUse(String code, String parameter, boolean inUse) {
        SpeechError error = new SpeechError(Kind.VALIDATION, code, "No", parameter, null, null, 400);

        assertThat(TaskUuids.saysInUse(error)).isEqualTo(inUse);
    }

    @ParameterizedTest
    @CsvSource({
        "{7A687894-17DB-4452-A7C4-87929A5F31A7}, 7a687894-17db-4452-a7c4-87929a5f31a7",
        "7a687894-17db-4452-a7c4-87929a5f31a7, 7a687894-17db-4452-a7c4-87929a5f31a7",
        "'{}', '{}'",
        ", "
    })
    void normalizesCaseAndBraces(String written, String normalized) {
        assertThat(TaskUuids.normalized(written)).isEqualTo(normalized);
    }
}
