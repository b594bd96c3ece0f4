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
package io.github.camelqwentts.transport;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** An exchange may be cancelled at any moment, and its answer leaves nothing then. */
class SpoolingConsumerTest {

    @TempDir
    private Path directory;

    private SpoolingConsumer consumer;

    @BeforeEach
    void beginAnswer() throws IOException {
        consumer = new SpoolingConsumer(new SpoolSettings(1, directory::toFile), 1_000, 1_000);
        consumer.consumeResponse(
                new BasicHttpResponse(200), new BasicEntityDetails(20, ContentType.APPLICATION_JSON), null, nobody());
        consumer.consume(ByteBuffer.wrap(new byte[10]));
        assertThat(files()).hasSize(1);
    }

    @Test
    void whatComesAfterTheCancelIsRefused() {
        consumer.abandon();

        assertThatIOException().isThrownBy(() -> consumer.consume(ByteBuffer.wrap(new byte[10])));
        assertThatIOException().isThrownBy(() -> consumer.streamEnd(List.of()));
        assertThat(files()).isEmpty();
    }

    @Test
    void anAnswerThatWasWholeAtTheCancelIsThrownAway() throws IOException {
        consumer.streamEnd(List.of());
        consumer.releaseResources();
        assertThat(files()).as("what whoever waits may still take").hasSize(1);

        consumer.abandon();

        assertThat(files()).isEmpty();
    }

    /** As a client whose exchange was cancelled: it hands the answer on to nobody. */
    private static FutureCallback<SpooledResponse> nobody() {
        return new FutureCallback<>() {
            @Override
            public void completed(SpooledResponse answer) {}

            @Override
            public void failed(Exception cause) {}

            @Override
            public void cancelled() {}
        };
    }

    private File[] files() {
        return directory.toFile().listFiles(file -> file.getName().endsWith(".spool"));
    }
}
