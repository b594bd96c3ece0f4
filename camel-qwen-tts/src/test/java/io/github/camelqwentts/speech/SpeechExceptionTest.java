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
package io.github.camelqwentts.speech;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class SpeechExceptionTest {

    private static final String UUID = "5f6d7c1a-2f0b-4b57-9d5e-0123456789ab";

    @Test
    void keepsSuppressedReasonsAndStackTraceWithResults() {
        SpeechException failure = SpeechException.of(SpeechError.of(Kind.CONNECTION, "broken", UUID));
        failure.addSuppressed(new IOException("the recovery failed too"));

        SpeechException complete = failure.withResults(results(failure));

        assertThat(complete).hasSuppressedException(failure.getSuppressed()[0]);
        assertThat(complete.getStackTrace()).isEqualTo(failure.getStackTrace());
    }

    @Test
    void hasNoExceptionTwiceInItsCauseChain() {
        IOException cause = new IOException("reset");

        assertThat(withResults(SpeechException.of(SpeechError.of(Kind.CONNECTION, "broken", UUID))))
                .hasNoCause();
        assertThat(causes(withResults(SpeechException.of(SpeechError.of(Kind.CONNECTION, "broken", UUID), cause))))
                .containsExactly(cause);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void survivesSerializationWithErrorAndResults(Kind kind) throws Exception {
        SpeechError error = new SpeechError(kind, "code", "words", "speech.voice", UUID, "https://example.org", 503, 4);
        SpeechException failure = SpeechException.of(error, new IOException("reset"));
        SpeechException complete = failure.withResults(results(failure));

        SpeechException read = copy(complete);

        assertThat(read).isExactlyInstanceOf(complete.getClass()).hasMessage(complete.getMessage());
        assertThat(read.getError()).isEqualTo(error);
        assertThat(read.getResults()).hasSize(2);
        Spoken spoken = read.getResults().get(0).orThrow();
        assertThat(spoken.audioURL()).isEqualTo("https://example.org/a.mp3");
        assertThat(spoken.cost()).isEqualByComparingTo("0.0004");
        assertThat(spoken.audio()).isNull();
        assertThat(read.getResults().get(1).failure().getError()).isEqualTo(error);
    }

    @Test
    void reportsTheNumberOfAttempts() {
        SpeechError error = SpeechError.of(Kind.CONNECTION, "unknown host", UUID);

        assertThat(SpeechException.of(error.withAttempts(4))).hasMessageContaining("(connection, 4 attempts)");
        assertThat(SpeechException.of(error.withAttempts(1))).hasMessageContaining("(connection)");
    }

    private static SpeechException withResults(SpeechException failure) {
        return failure.withResults(results(failure));
    }

    private static List<SpeechResult> results(SpeechException failure) {
        Spoken spoken = Spoken.builder(UUID, OutputFormat.MP3)
                .audioUUID(UUID)
                .audioURL("https://example.org/a.mp3")
                .cost(new BigDecimal("0.0004"))
                .seed(7L)
                .audio(new Unserializable())
                .duration(1_500L)
                .build();
        return List.of(spoken, SpeechResult.failed(UUID, OutputFormat.MP3, failure));
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    private static SpeechException copy(SpeechException failure) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(failure);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (SpeechException) in.readObject();
        }
    }

    private static final class Unserializable implements SpeechAudio {

        @Override
        public InputStream open() {
            return InputStream.nullInputStream();
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public boolean inMemory() {
            return true;
        }

        @Override
        public void close() {}
    }
}
