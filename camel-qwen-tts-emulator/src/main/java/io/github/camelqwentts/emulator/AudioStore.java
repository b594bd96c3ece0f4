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
package io.github.camelqwentts.emulator;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The audio that the emulator serves by URL, until it expires. */
final class AudioStore {

    private final Map<String, Item> items;
    private final InstantSource clock;
    private final StateFile state;

    /** @param most maximum number of files */
    AudioStore(int most, InstantSource clock, StateFile state) {
        this.items = BoundedMap.atMost(most);
        this.clock = clock;
        this.state = state;
    }

    /**
     * Keeps audio.
     *
     * @param ttl its lifetime in seconds; null for no limit
     * @return the name to fetch it by
     */
    String put(String audioUUID, byte[] audio, AudioEncoder encoder, @Nullable Integer ttl, RecordedTask task) {
        String name = audioUUID + "." + encoder.extension();
        Instant expiry = ttl == null ? Instant.MAX : clock.instant().plusSeconds(ttl);
        Item item = new Item(audio, encoder.contentType(), expiry, task);
        state.audio(name, item);
        items.put(name, item);
        return name;
    }

    void restore(String name, Item item) {
        items.put(name, item);
    }

    /** The audio of that name; null if there is none, or if it has expired. */
    @Nullable
    Item get(String name) {
        Item item = items.get(name);
        return item == null || clock.instant().isAfter(item.expiry) ? null : item;
    }

    record Item(byte[] audio, String contentType, Instant expiry, RecordedTask task) {}
}
