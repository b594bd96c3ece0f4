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
package io.github.camelqwentts.openai;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.camelqwentts.speech.ReferenceAudio;

/** Writes reference audio as a URL or data URI, because servers refuse bare base64. */
final class SampleUri {

    private static final int START = 16;

    /** A multiple of three, so that the base64 of a chunk has no padding. */
    private static final int CHUNK = 3 * 8 * 1024;

    private SampleUri() {}

    static void write(JsonGenerator json, ReferenceAudio audio) throws IOException {
        String text = audio.text();
        if (text == null) {
            try (InputStream in = new BufferedInputStream(audio.open())) {
                writeBytes(json, in);
            }
        } else if (text.contains(":")) {
            json.writeString(text);
        } else {
            // It may have line breaks, and the alphabet of URLs.
            byte[] encoded = text.replace('-', '+').replace('_', '/').getBytes(StandardCharsets.ISO_8859_1);
            try (InputStream in =
                    new BufferedInputStream(Base64.getMimeDecoder().wrap(new ByteArrayInputStream(encoded)))) {
                writeBytes(json, in);
            }
        }
    }

    private static void writeBytes(JsonGenerator json, InputStream in) throws IOException {
        in.mark(START);
        String type = typeOf(in.readNBytes(START));
        in.reset();
        json.writeRawValue("\"data:" + type + ";base64,");
        byte[] chunk = in.readNBytes(CHUNK);
        while (chunk.length > 0) {
            json.writeRaw(Base64.getEncoder().encodeToString(chunk));
            chunk = in.readNBytes(CHUNK);
        }
        json.writeRaw('"');
    }

    private static String typeOf(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (text.startsWith("fLaC")) {
            return "audio/flac";
        } else if (text.startsWith("OggS")) {
            return "audio/ogg";
        } else if (text.startsWith("ID3") || (text.length() > 1 && text.charAt(0) == 0xFF && text.charAt(1) >= 0xE0)) {
            return "audio/mpeg";
        } else if (text.startsWith("ftyp", 4)) {
            return "audio/mp4";
        } else if (text.startsWith("\u001aE\u00df\u00a3")) {
            return "audio/webm";
        }
        return "audio/wav";
    }
}
