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
package io.github.camelqwentts.runware;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.github.camelqwentts.audio.AudioCheck;
import io.github.camelqwentts.emulator.RunwareEmulatorExtension;
import io.github.camelqwentts.speech.DeliveryMethod;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.OutputType;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Reading audio takes its time and a download runs code of others, so neither may happen while a lock is held. */
@Timeout(60)
class HeldLocksTest {

    @RegisterExtension
    private final RunwareEmulatorExtension runware = new RunwareEmulatorExtension();

    private final Queue<List<String>> heldLocks = new ConcurrentLinkedQueue<>();
    private final WatchedScheduler scheduler = new WatchedScheduler();
    private final WarningWatch warnings = new WarningWatch();

    @AutoClose
    private final TestTransport transport = new TestTransport(scheduler);

    @BeforeEach
    void watchWarnings() {
        warnings.start();
        ((Logger) LoggerFactory.getLogger(AudioCheck.class)).addAppender(warnings);
    }

    @AfterEach
    void stopWatching() {
        ((Logger) LoggerFactory.getLogger(AudioCheck.class)).detachAppender(warnings);
    }

    @ParameterizedTest
    @EnumSource(DeliveryMethod.class)
    void aDownloadBeginsWithoutLocks(DeliveryMethod delivery) {
        speak(request().outputType(OutputType.URL).deliveryMethod(delivery).build());

        assertThat(heldLocks).isNotEmpty().allSatisfy(held -> assertThat(held).isEmpty());
    }

    /** Audio that ends with its token budget is warned of by the very check. */
    @ParameterizedTest
    @EnumSource(DeliveryMethod.class)
    void audioIsCheckedWithoutLocks(DeliveryMethod delivery) {
        speak(request()
                .outputType(OutputType.BASE64_DATA)
                .deliveryMethod(delivery)
                .build());

        assertThat(heldLocks).isNotEmpty().allSatisfy(held -> assertThat(held).isEmpty());
    }

    @Test
    void aHeldLockIsNoticed() {
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        try {
            assertThat(locksOfThisThread()).hasSize(1);
        } finally {
            lock.unlock();
        }
    }

    private static SpeechRequest.Builder request() {
        return SpeechRequest.of(
                        "A sentence that is long enough to be cut off by a budget of two seconds, or nearly so.")
                .toBuilder()
                .outputFormat(OutputFormat.WAV)
                .maxNewTokens(24);
    }

    private void speak(SpeechRequest request) {
        RunwareClient client = new RunwareClient(
                transport.http(), TestTransport.options(runware.emulator()).build());
        assertThat(client.synthesize(List.of(request)))
                .succeedsWithin(Duration.ofSeconds(30))
                .satisfies(results -> {
                    assertThat(results).extracting(SpeechResult::failure).containsOnlyNulls();
                    results.get(0).orThrow().audio().close();
                });
    }

    private static List<String> locksOfThisThread() {
        ThreadInfo thread = ManagementFactory.getThreadMXBean()
                .getThreadInfo(new long[] {Thread.currentThread().getId()}, false, true)[0];
        return Stream.of(thread.getLockedSynchronizers())
                .map(LockInfo::getClassName)
                .filter(name -> name.startsWith(ReentrantLock.class.getName()))
                .toList();
    }

    /** A download schedules its deadline when it begins. */
    private final class WatchedScheduler extends ScheduledThreadPoolExecutor {

        WatchedScheduler() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            boolean isDownload = StackWalker.getInstance()
                    .walk(frames ->
                            frames.anyMatch(frame -> frame.getClassName().equals(AudioDownload.class.getName())));
            if (isDownload) {
                heldLocks.add(locksOfThisThread());
            }
            return super.schedule(task, delay, unit);
        }
    }

    private final class WarningWatch extends UnsynchronizedAppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            heldLocks.add(locksOfThisThread());
        }
    }
}
