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
package io.github.camelqwentts.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;

import io.github.camelqwentts.speech.MemoryAudio;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JCacheSpeechCacheTest {

    private static final String KEY = "a".repeat(64);
    private static final byte[] AUDIO = {1, 2, 3};

    private CacheManager manager;
    private Cache<String, byte[]> values;
    private JCacheSpeechCache cache;

    @BeforeEach
    void createCache() {
        manager = Caching.getCachingProvider().getCacheManager();
        values = manager.createCache(
                "speech", new MutableConfiguration<String, byte[]>().setTypes(String.class, byte[].class));
        cache = new JCacheSpeechCache(values);
    }

    @AfterEach
    void closeManager() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource
    void keepsAudioWithItsDescription(OutputFormat format) throws Exception {
        cache.put(KEY, spoken(format).duration(1234L).truncated(true).build());

        Spoken found = cache.get(KEY);

        assertThat(found.format()).isEqualTo(format);
        assertThat(found.duration()).isEqualTo(1234);
        assertThat(found.truncated()).isTrue();
        assertThat(found.taskUUID()).isNull();
        assertThat(found.audio().size()).isEqualTo(AUDIO.length);
        assertThat(found.audio().bytes()).isEqualTo(AUDIO);
        assertThat(found.audio().bytes()).isEqualTo(AUDIO);
        assertThat(cache.get("b".repeat(64))).isNull();
    }

    @Test
    void returnsTheLastPutWithoutItsUnknownDuration() throws Exception {
        cache.put(KEY, spoken(OutputFormat.MP3).duration(5L).build());
        cache.put(
                KEY,
                spoken(OutputFormat.WAV).audio(new MemoryAudio(new byte[0])).build());

        assertThat(cache.get(KEY).audio().bytes()).isEmpty();
        assertThat(cache.get(KEY).duration()).isNull();
        assertThat(cache.get(KEY).truncated()).isFalse();
    }

    @Test
    void rejectsValuesOfWhichAnyByteWasChangedOrLost() throws Exception {
        cache.put(KEY, spoken(OutputFormat.MP3).duration(1234L).build());
        byte[] sound = values.get(KEY);

        for (int i = 5; i < sound.length; i++) {
            byte[] changed = sound.clone();
            changed[i] ^= 1;
            assertCorrupt(changed);
            assertCorrupt(Arrays.copyOf(sound, i));
        }
        assertCorrupt(Arrays.copyOf(sound, sound.length + 1));
    }

    private void assertCorrupt(byte[] value) {
        values.put(KEY, value);
        assertThatThrownBy(() -> cache.get(KEY))
                .isInstanceOf(IOException.class)
                .hasMessage("The value of " + KEY + " in the cache speech is corrupt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Q", "QTTS\2 of a later version", "something else altogether"})
    void ignoresValuesOfOthersAndReplacesThem(String value) throws Exception {
        values.put(KEY, value.getBytes(StandardCharsets.UTF_8));
        assertThat(cache.get(KEY)).isNull();

        cache.put(KEY, spoken(OutputFormat.MP3).build());
        assertThat(cache.get(KEY).audio().bytes()).isEqualTo(AUDIO);
    }

    @Test
    void keepsNothingOfAudioThatCannotBeRead() {
        MemoryAudio broken = new MemoryAudio(AUDIO) {
            @Override
            public InputStream open() {
                return InputStream.nullInputStream();
            }
        };

        assertThatThrownBy(() ->
                        cache.put(KEY, spoken(OutputFormat.MP3).audio(broken).build()))
                .isInstanceOf(IOException.class);
        assertThat(values.containsKey(KEY)).isFalse();
    }

    @Test
    void ignoresAudioThatNoArrayCanHave() throws Exception {
        MemoryAudio huge = new MemoryAudio(AUDIO) {
            @Override
            public long size() {
                return Integer.MAX_VALUE;
            }
        };
        cache.put(KEY, spoken(OutputFormat.MP3).audio(huge).build());
        cache.put(KEY, spoken(OutputFormat.MP3).audio(null).build());

        assertThat(values.containsKey(KEY)).isFalse();
    }

    private static Spoken.Builder spoken(OutputFormat format) {
        return Spoken.builder("task", format).audio(new MemoryAudio(AUDIO));
    }
}
