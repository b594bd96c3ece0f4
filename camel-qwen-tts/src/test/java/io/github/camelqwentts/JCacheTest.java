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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;

import io.github.camelqwentts.cache.JCacheSpeechCache;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Texts that are in a cache of JCache are not bought again. */
class JCacheTest extends CacheTestSupport {

    private static final String URI = "qwen-tts:synthesize?outputFormat=WAV&outputType=base64Data&cache=#prompts";

    private CacheManager manager;
    private Cache<String, byte[]> values;

    @Override
    protected void prepare(CamelContext made) {
        manager = Caching.getCachingProvider().getCacheManager();
        values = manager.createCache(
                "prompts", new MutableConfiguration<String, byte[]>().setTypes(String.class, byte[].class));
        made.getRegistry().bind("prompts", new JCacheSpeechCache(values));
    }

    @AfterEach
    void closeManager() {
        manager.close();
    }

    @Test
    void buysEqualTextsOnce() {
        Exchange first = send(URI, TEXT);
        Exchange second = send(URI, TEXT);
        Exchange inFile = send(URI + "&spoolThreshold=100", TEXT);

        assertThat(emulator().tasksCarriedOut()).isOne();
        assertThat(first.getMessage().getHeaders()).doesNotContainKey("CamelQwenTtsCacheHit");
        for (Exchange hit : List.of(second, inFile)) {
            assertThat(hit.getMessage().getHeaders())
                    .containsEntry("CamelQwenTtsCacheHit", true)
                    .containsEntry("CamelQwenTtsDuration", first.getMessage().getHeader("CamelQwenTtsDuration"));
            assertThat(hit.getMessage().getBody(byte[].class))
                    .isEqualTo(first.getMessage().getBody(byte[].class));
        }
    }

    @Test
    void sharesPurchasesAmongConcurrentMessages() throws Exception {
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 100)
                .mapToObj(i -> template.asyncSend(
                        URI, exchange -> exchange.getMessage().setBody("Text number " + i % 10 + ".")))
                .toList();

        for (CompletableFuture<Exchange> exchange : sent) {
            assertThat(exchange.get(60, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(emulator().tasksCarriedOut()).isEqualTo(10);
    }

    @Test
    void buysCorruptAudioAgainAndReplacesIt() {
        byte[] audio = send(URI, TEXT).getMessage().getBody(byte[].class);
        values.forEach(entry -> {
            byte[] value = entry.getValue();
            value[value.length - 1] ^= 1;
            values.put(entry.getKey(), value);
        });

        assertBoughtAgainAndReplaced(URI, audio);
    }

    @Test
    void succeedsWithACacheThatIsClosed() {
        values.close();

        assertThat(send(URI, TEXT).getException()).isNull();
        assertThat(send(URI, TEXT).getException()).isNull();
        assertThat(emulator().tasksCarriedOut()).isEqualTo(2);
    }

    @Test
    void keepsNothingOfTheText() {
        send(URI, TEXT);

        values.forEach(entry -> {
            assertThat(entry.getKey()).matches("[0-9a-f]{64}");
            assertThat(new String(entry.getValue(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("business");
        });
    }
}
