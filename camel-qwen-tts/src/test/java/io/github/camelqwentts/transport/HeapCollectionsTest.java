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

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Collections cost at most one fiftieth of the time. */
class HeapCollectionsTest {

    private final AtomicLong now = new AtomicLong();
    private Duration pause = Duration.ZERO;
    private final HeapCollections collections =
            new HeapCollections(() -> now.addAndGet(pause.toNanos()), Runnable::run, now::get);

    @Test
    void cheapCollectionsAreGrantedWheneverTheyAreRequested() {
        pause = Duration.ofMillis(15);

        for (int i = 0; i < 30; i++) {
            assertThat(request()).isTrue();
        }
    }

    @Test
    void delaysTheNextCollectionAfterASlowOne() {
        pause = Duration.ofSeconds(3);
        assertThat(request()).isTrue();

        now.addAndGet(Duration.ofSeconds(40).toNanos());
        assertThat(request()).isFalse();
        now.addAndGet(Duration.ofSeconds(20).toNanos());

        assertThat(request()).isTrue();
    }

    @Test
    void noMoreThanTwoSecondsAreSavedUp() {
        now.addAndGet(Duration.ofDays(10).toNanos());
        pause = Duration.ofMillis(1200);

        assertThat(request()).isTrue();
        assertThat(request()).isTrue();
        assertThat(request()).isFalse();
    }

    /** @return whether it was granted */
    private boolean request() {
        AtomicBoolean granted = new AtomicBoolean();
        collections.request(() -> granted.set(true));
        return granted.get();
    }
}
