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

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A route that reads a stream holds its thread as long as the model speaks, and must not keep other listeners waiting. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StreamedRouteThreadsTest {

    @TempDir
    private Path spool;

    /** Without delayed tasks, only messages continue that need not wait for a thread. */
    @Test
    void continuesEachStreamedMessageWithoutAWaitForOthers() throws Exception {
        int many = 30;
        CountDownLatch listening = new CountDownLatch(many);
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedVoice voice = new ScriptedVoice(spool);
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.getExecutorServiceManager().setThreadPoolFactory(new WithoutDelayedTasks());
            context.getRegistry().bind("voice", voice);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in")
                            .to("qwen-tts:synthesize?speechClient=#voice&stream=true&outputFormat=WAV")
                            .process(exchange -> {
                                listening.countDown();
                                over.await(1, TimeUnit.MINUTES);
                            });
                }
            });
            context.start();
            ProducerTemplate template = context.createProducerTemplate();

            for (int i = 0; i < many; i++) {
                template.asyncSendBody("direct:in", "Hello");
                voice.next().begin(1920);
            }

            assertThat(listening.await(30, TimeUnit.SECONDS)).isTrue();
            over.countDown();
        } finally {
            over.countDown();
        }
    }

    private static final class WithoutDelayedTasks extends DefaultThreadPoolFactory {

        @Override
        public ScheduledExecutorService newScheduledThreadPool(ThreadPoolProfile profile, ThreadFactory factory) {
            return new ScheduledThreadPoolExecutor(1, factory) {
                @Override
                public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                    return super.schedule(() -> {}, delay, unit);
                }
            };
        }
    }
}
