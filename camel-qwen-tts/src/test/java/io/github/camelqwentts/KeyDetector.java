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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;

/**
 * Looks for the tests' key in all that our loggers and Camel's write at TRACE while the suite runs, and leaves what it
 * saw to {@link KeyInLogCheck}.
 */
public final class KeyDetector extends AppenderBase<ILoggingEvent> {

    static final Path DIRECTORY = Path.of("target", "key-in-log");
    static final String FOUND = "found-";
    static final String EVENTS = "events-";

    /** The suite runs in several processes. */
    private static final String PROCESS = ProcessHandle.current().pid() + ".txt";

    private final AtomicLong events = new AtomicLong();

    @Override
    public void start() {
        try {
            Files.createDirectories(DIRECTORY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> write(DIRECTORY.resolve(EVENTS + PROCESS), events.toString())));
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        events.incrementAndGet();
        boolean camelsOwnTrace =
                event.getLevel() == Level.TRACE && event.getLoggerName().startsWith("org.apache.camel.");
        look(event, event.getThreadName(), camelsOwnTrace);
        look(event, event.getFormattedMessage(), camelsOwnTrace);
        if (event.getThrowableProxy() != null) {
            look(event, ThrowableProxyUtil.asString(event.getThrowableProxy()), camelsOwnTrace);
        }
    }

    private static void look(ILoggingEvent event, String text, boolean camelsOwnTrace) {
        if (text.contains(SpeakingTestSupport.KEY)
                || (!camelsOwnTrace
                        && (text.contains(SecretsTest.KEY_IN_URI) || text.contains(SpeakingTestSupport.TOKEN)))) {
            write(DIRECTORY.resolve(FOUND + PROCESS), event.getLoggerName() + ": " + text);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
