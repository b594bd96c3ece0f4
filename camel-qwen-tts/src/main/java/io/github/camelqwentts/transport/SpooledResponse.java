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

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import org.jspecify.annotations.Nullable;

/**
 * A response that has arrived whole.
 *
 * @param headers the first value of each header, whatever the case of its name
 * @param body the body as received, empty if there was none; the receiver of the response closes it
 */
public record SpooledResponse(int status, Map<String, String> headers, Spool body) {

    private static final int SHORT = 16 * 1024;

    /** The value of a header; null if it is missing. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** The delay that the server requested before a retry; null if it requested none. */
    public @Nullable Duration delay(InstantSource clock) {
        return RetryAfter.parse(header("Retry-After"), clock);
    }

    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /** Whether the body can be read in no time, by any thread. */
    public boolean isShort() {
        return body.inMemory() && body.size() <= SHORT && header("Content-Encoding") == null;
    }

    /**
     * Returns the body without its compression. A compressed body is closed, also on failure.
     *
     * @param limit maximum number of decompressed bytes
     */
    public Spool decodedBody(SpoolSettings settings, long limit) throws IOException {
        String contentEncoding = header("Content-Encoding");
        if (!"gzip".equalsIgnoreCase(contentEncoding) && !"x-gzip".equalsIgnoreCase(contentEncoding)) {
            return body;
        }
        SpoolWriter decoded = new SpoolWriter(settings, limit, -1);
        try (InputStream in = new GZIPInputStream(body.open())) {
            in.transferTo(decoded);
        } catch (IOException | RuntimeException e) {
            decoded.discard();
            throw e;
        } finally {
            body.close();
        }
        return decoded.toSpool();
    }
}
