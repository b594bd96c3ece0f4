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
package io.github.camelqwentts.audio;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelqwentts.speech.SpeechAudio;

/** One owner's share of audio, which is released when the last owner has closed its share. */
public final class SharedAudio implements SpeechAudio {

    private final SpeechAudio audio;
    private final AtomicInteger owners;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SharedAudio(SpeechAudio audio, AtomicInteger owners) {
        this.audio = audio;
        this.owners = owners;
    }

    /** Returns a share for each owner. */
    public static List<SpeechAudio> among(int owners, SpeechAudio audio) {
        AtomicInteger left = new AtomicInteger(owners);
        List<SpeechAudio> shares = new ArrayList<>(owners);
        for (int i = 0; i < owners; i++) {
            shares.add(new SharedAudio(audio, left));
        }
        return shares;
    }

    @Override
    public InputStream open() throws IOException {
        return audio.open();
    }

    @Override
    public long size() {
        return audio.size();
    }

    @Override
    public boolean inMemory() {
        return audio.inMemory();
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true) && owners.decrementAndGet() == 0) {
            audio.close();
        }
    }

    @Override
    public String toString() {
        return audio.toString();
    }
}
