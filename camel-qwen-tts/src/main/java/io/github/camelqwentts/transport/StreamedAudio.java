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

import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.speech.GrowingAudio;
import org.jspecify.annotations.Nullable;

/**
 * Audio that is still arriving, in a {@link GrowingSpool}. The source of the bytes does not refer to it: when neither it nor
 * its streams is reachable, the spool is discarded.
 */
final class StreamedAudio implements GrowingAudio {

    private final GrowingSpool spool;
    private final @Nullable String taskUUID;

    private StreamedAudio(GrowingSpool spool, @Nullable String taskUUID) {
        this.spool = spool;
        this.taskUUID = taskUUID;
    }

    static StreamedAudio of(GrowingSpool spool, @Nullable String taskUUID) {
        StreamedAudio audio = new StreamedAudio(spool, taskUUID);
        SpoolFiles.CLEANER.register(audio, spool::discard);
        return audio;
    }

    /** The task that failures are reported for. */
    @Nullable
    String taskUUID() {
        return taskUUID;
    }

    @Override
    public InputStream open() {
        return new GrowingSpoolReader(spool, this);
    }

    @Override
    public long size() {
        return spool.finalSize();
    }

    @Override
    public long arrived() {
        return spool.arrived();
    }

    @Override
    public CompletableFuture<?> available(long number) {
        return spool.available(number);
    }

    @Override
    public boolean inMemory() {
        return spool.inMemory();
    }

    @Override
    public CompletableFuture<Extent> whole() {
        return spool.whole(taskUUID);
    }

    @Override
    public void close() {
        spool.discard();
    }

    @Override
    public String toString() {
        long size = size();
        return size < 0 ? arrived() + " bytes so far" : size + " bytes";
    }
}
