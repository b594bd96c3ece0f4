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
package io.github.camelqwentts.manual;

import java.util.concurrent.CountDownLatch;

import io.github.camelqwentts.QwenTtsComponent;
import io.github.camelqwentts.QwenTtsConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The manual's route that streams, in a context with an HTTP server to which a test adds handlers. */
abstract class StreamingTestSupport {

    /** Released when more than the first sentence may be spoken. */
    final CountDownLatch rest = new CountDownLatch(1);

    CamelContext context;
    int port;

    @BeforeEach
    void startContext() throws Exception {
        context = new DefaultCamelContext();
        port = LocalHttpServer.addTo(context);
        context.addRoutes(new ManualRoutes("stream"));
        QwenTtsConfiguration speech =
                context.getComponent("qwen-tts", QwenTtsComponent.class).getConfiguration();
        // The emulator speaks two texts at a time.
        speech.setParallelPieces(1);
        configure(speech);
        context.start();
    }

    /** Lets the component speak to the test's emulator. */
    abstract void configure(QwenTtsConfiguration speech);

    @AfterEach
    void stopContext() {
        rest.countDown();
        context.stop();
    }
}
