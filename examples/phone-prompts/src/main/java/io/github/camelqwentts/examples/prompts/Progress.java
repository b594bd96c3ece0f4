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
package io.github.camelqwentts.examples.prompts;

import java.util.concurrent.TimeUnit;

import io.github.camelqwentts.monitor.TaskEvent;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;

/** Prints every few seconds how many prompts were bought. */
final class Progress extends SimpleEventNotifierSupport {

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(3);

    private int spoken;
    private long printed = System.nanoTime();

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof TaskEvent task && task.getStage() == TaskEvent.Stage.COMPLETED;
    }

    @Override
    public synchronized void notify(CamelEvent event) {
        spoken++;
        long now = System.nanoTime();
        if (now - printed >= INTERVAL) {
            printed = now;
            System.out.println("Spoken so far: " + spoken);
        }
    }
}
