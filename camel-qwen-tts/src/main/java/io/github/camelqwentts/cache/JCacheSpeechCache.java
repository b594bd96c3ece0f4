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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

import javax.cache.Cache;

import io.github.camelqwentts.speech.MemoryAudio;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechCache;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache in a cache of JCache, such as one of Ehcache, Hazelcast or Infinispan. It needs {@code javax.cache:cache-api} and
 * the provider on the class path. The provider decides how much is kept, for how long, and whether other processes see it.
 * The cache is not closed.
 *
 * <p>A value contains the audio, its format and duration, and a SHA-256 of these, which is checked when the value is read.
 *
 * @since 1.0
 */
public final class JCacheSpeechCache implements SpeechCache {

    private static final Logger LOG = LoggerFactory.getLogger(JCacheSpeechCache.class);

    /** Begins each value, and changes with the layout. Other values count as absent. */
    private static final byte[] LAYOUT = {'Q', 'T', 'T', 'S', 1};

    private static final int HASHED_FROM = LAYOUT.length + 32;

    private final Cache<String, byte[]> cache;

    /** Keeps audio in a cache, which the caller still owns. */
    public JCacheSpeechCache(Cache<String, byte[]> cache) {
        this.cache = Objects.requireNonNull(cache, "cache");
    }

    @Override
    public @Nullable Spoken get(String key) throws IOException {
        byte[] value = cache.get(key);
        if (value == null || !Arrays.equals(LAYOUT, Arrays.copyOf(value, LAYOUT.length))) {
            return null;
        }
        if (value.length < HASHED_FROM
                || !MessageDigest.isEqual(hashOf(value), Arrays.copyOfRange(value, LAYOUT.length, HASHED_FROM))) {
            throw new IOException("The value of " + key + " in the cache " + cache.getName() + " is corrupt");
        }
        ByteArrayInputStream rest = new ByteArrayInputStream(value, HASHED_FROM, value.length - HASHED_FROM);
        DataInputStream in = new DataInputStream(rest);
        OutputFormat format = OutputFormat.of(in.readUTF());
        long duration = in.readLong();
        boolean truncated = in.readBoolean();
        return Spoken.builder(null, format)
                .audio(new MemoryAudio(value, value.length - rest.available()))
                .duration(duration < 0 ? null : duration)
                .truncated(truncated)
                .build();
    }

    @Override
    public void put(String key, Spoken spoken) throws IOException {
        SpeechAudio audio = spoken.audio();
        if (audio == null) {
            return;
        }
        byte[] description = describe(spoken);
        int begin = HASHED_FROM + description.length;
        if (audio.size() > Integer.MAX_VALUE - 8 - begin) {
            LOG.debug("{} is too large for the cache {}", audio, cache.getName());
            return;
        }
        int size = (int) audio.size();
        byte[] value = new byte[begin + size];
        System.arraycopy(LAYOUT, 0, value, 0, LAYOUT.length);
        System.arraycopy(description, 0, value, HASHED_FROM, description.length);
        try (InputStream in = audio.open()) {
            if (in.readNBytes(value, begin, size) < size) {
                throw new EOFException("The audio has fewer than " + size + " bytes");
            }
        }
        System.arraycopy(hashOf(value), 0, value, LAYOUT.length, HASHED_FROM - LAYOUT.length);
        cache.put(key, value);
    }

    private static byte[] describe(Spoken spoken) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(spoken.format().wireName());
        out.writeLong(spoken.duration() == null ? -1 : spoken.duration());
        out.writeBoolean(spoken.truncated());
        return bytes.toByteArray();
    }

    private static byte[] hashOf(byte[] value) {
        MessageDigest digest = CachedFile.digest();
        digest.update(value, HASHED_FROM, value.length - HASHED_FROM);
        return digest.digest();
    }

    @Override
    public String toString() {
        return "JCacheSpeechCache[" + cache.getName() + "]";
    }
}
