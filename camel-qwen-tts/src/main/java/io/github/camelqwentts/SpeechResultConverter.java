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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

import io.github.camelqwentts.speech.Internal;
import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Pending;
import org.apache.camel.Converter;

/**
 * Converts audio, as a message's body or in a {@link SpeechResult}, to streams and bytes. Each conversion gives the whole
 * audio, however often it was read before.
 *
 * @hidden
 */
@Converter(generateLoader = true)
@Internal
public final class SpeechResultConverter {

    private SpeechResultConverter() {}

    /**
     * The audio as a stream, which the caller closes.
     *
     * @throws io.github.camelqwentts.speech.SpeechException if the result is a failure
     * @throws IOException if there is no audio, or if it cannot be read
     */
    @Converter
    public static InputStream toInputStream(SpeechResult result) throws IOException {
        if (result instanceof Pending) {
            throw new IOException("The result of task " + result.taskUUID() + " has no audio: it is in progress");
        }
        SpeechAudio audio = result.orThrow().audio();
        if (audio == null) {
            throw new IOException("The result of task " + result.taskUUID() + " has no audio: it was not downloaded");
        }
        return audio.open();
    }

    /** The audio as bytes; see {@link #toInputStream(SpeechResult)}. */
    @Converter
    public static byte[] toByteArray(SpeechResult result) throws IOException {
        try (InputStream in = toInputStream(result)) {
            return in.readAllBytes();
        }
    }

    /** The audio as bytes; see {@link #toInputStream(SpeechResult)}. */
    @Converter
    public static ByteBuffer toByteBuffer(SpeechResult result) throws IOException {
        return ByteBuffer.wrap(toByteArray(result));
    }

    /** The audio of a result as a stream, which the caller closes. */
    @Converter
    public static InputStream toInputStream(SpeechAudio audio) throws IOException {
        return audio.open();
    }

    /** The audio of a result as bytes. */
    @Converter
    public static byte[] toByteArray(SpeechAudio audio) throws IOException {
        return audio.bytes();
    }

    /** The audio of a result as bytes. */
    @Converter
    public static ByteBuffer toByteBuffer(SpeechAudio audio) throws IOException {
        return ByteBuffer.wrap(toByteArray(audio));
    }

    /** A body as a stream of its own, which the caller closes. */
    @Converter
    static InputStream toInputStream(SpeechStreamCache body) throws IOException {
        return body.open();
    }

    /** A body as bytes. */
    @Converter
    static byte[] toByteArray(SpeechStreamCache body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) Math.max(0, body.length()));
        body.writeTo(bytes);
        return bytes.toByteArray();
    }

    /**
     * A body as bytes.
     *
     * @return null if it is still arriving: components that prefer buffers to streams then read a stream
     */
    @Converter(allowNull = true)
    @SuppressWarnings("NullAway") // Camel's package plugin cannot read an annotated type
    static ByteBuffer toByteBuffer(SpeechStreamCache body) throws IOException {
        return body.isGrowing() ? null : ByteBuffer.wrap(toByteArray(body));
    }
}
