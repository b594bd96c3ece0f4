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
import java.util.ArrayList;
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

/** A response is passed on when it is whole, and leaves nothing if its exchange is cancelled before. */
class SpoolingConsumerTest {

    @TempDir
    private Path directory;

    private final List<SpooledResponse> received = new ArrayList<>();
    private boolean sent = true;
    private SpoolingConsumer consumer;

    @BeforeEach
    void beginAnswer() throws IOException {
        consumer =
                new SpoolingConsumer(new SpoolSettings(1, directory::toFile), 1_000, 1_000, () -> sent, received::add);
        consumer.consumeResponse(
                new BasicHttpResponse(200), new BasicEntityDetails(20, ContentType.APPLICATION_JSON), null, nobody());
        consumer.consume(ByteBuffer.wrap(new byte[10]));
        assertThat(files()).hasSize(1);
    }

    @Test
    void whatComesAfterTheCancelIsRefused() {
        consumer.releaseResources();

        assertThatIOException().isThrownBy(() -> consumer.consume(ByteBuffer.wrap(new byte[10])));
        assertThatIOException().isThrownBy(() -> consumer.streamEnd(List.of()));
        assertThat(files()).isEmpty();
        assertThat(received).isEmpty();
    }

    @Test
    void aWholeResponseIsPassedOnOnceWhenItsConnectionIsFree() throws IOException {
        consumer.streamEnd(List.of());
        assertThat(received).isEmpty();

        consumer.releaseResources();
        consumer.releaseResources();

        assertThat(received).hasSize(1);
        assertThat(files()).as("what the receiver closes").hasSize(1);
    }

    @Test
    void aResponseThatIsWholeBeforeItsRequestIsPassedOnAtOnce() throws IOException {
        sent = false;

        consumer.streamEnd(List.of());
        assertThat(received).hasSize(1);

        consumer.releaseResources();
        assertThat(received).hasSize(1);
    }

    @Test
    void anErrorThatIsLongEnoughIsPassedOnThoughItsRestDoesNotCome() throws IOException {
        SpoolingConsumer errors =
                new SpoolingConsumer(new SpoolSettings(1, directory::toFile), 1_000, 5, () -> sent, received::add);
        errors.consumeResponse(
                new BasicHttpResponse(500), new BasicEntityDetails(20, ContentType.APPLICATION_JSON), null, nobody());

        errors.consume(ByteBuffer.wrap(new byte[10]));

        assertThat(received)
                .singleElement()
                .satisfies(error -> assertThat(error.body().size()).isEqualTo(5));
    }

    @Test
    void aWholeResponseIsPassedOnThoughTheExchangeFailsAfterwards() throws IOException {
        consumer.streamEnd(List.of());

        consumer.failed(new IOException("The connection was closed"));

        assertThat(received).hasSize(1);
    }

    /** The client's own callback. */
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
