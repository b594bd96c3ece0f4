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
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

import io.github.camelqwentts.speech.SpeechAudio;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

/** Audio as the body of a message: read as a stream, and again from the beginning after {@link #reset()}. */
final class SpeechStreamCache extends InputStream implements StreamCache {

    private final SpeechAudio audio;
    private final ExchangeAudio owned;
    private InputStream current;

    SpeechStreamCache(SpeechAudio audio, ExchangeAudio owned) {
        this.audio = audio;
        this.owned = owned;
    }

    @Override
    public int read() throws IOException {
        return stream().read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return stream().read(bytes, offset, length);
    }

    @Override
    public long skip(long bytes) throws IOException {
        return stream().skip(bytes);
    }

    @Override
    public int available() throws IOException {
        return stream().available();
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
        }
    }

    @Override
    public void reset() {
        try {
            close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        current = null;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        stream().transferTo(out);
    }

    @Override
    public StreamCache copy(Exchange exchange) {
        owned.keepFor(exchange);
        return new SpeechStreamCache(audio, owned);
    }

    @Override
    public boolean inMemory() {
        return audio.inMemory();
    }

    @Override
    public long length() {
        return audio.size();
    }

    @Override
    public long position() {
        return -1;
    }

    private InputStream stream() throws IOException {
        if (current == null) {
            current = audio.open();
        }
        return current;
    }
}
