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

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.camelqwentts.speech.OutputFormat;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Headers that described the text of a message. They are wrong for its audio: a client would try to unpack it because
 * of Content-Encoding, and the name from a file consumer would end in .txt.
 */
final class TextHeaders {

    private static final Set<String> REPRESENTATION = Set.of(
            "content-type",
            "content-encoding",
            "content-length",
            "content-md5",
            "content-language",
            "content-disposition",
            "content-location",
            "content-range",
            "content-digest",
            "content-transfer-encoding",
            "repr-digest",
            "digest",
            "transfer-encoding",
            "accept-ranges",
            "etag",
            "last-modified",
            Exchange.CHARSET_NAME.toLowerCase(Locale.ROOT),
            Exchange.HTTP_CHARACTER_ENCODING.toLowerCase(Locale.ROOT));

    /**
     * Headers that storage consumers set for an object, and their producers apply to the next, such as
     * CamelAwsS3ContentMD5.
     */
    private static final Pattern STORED =
            Pattern.compile("camel\\w*content(type|length|encoding|md5|language|disposition)");

    /** Not the end of "Chapter 1.2", which is not an extension. */
    private static final Pattern EXTENSION = Pattern.compile("(?<=[^/\\\\])\\.\\p{Alpha}\\w{0,9}$");

    private TextHeaders() {}

    /** Removes the headers and properties that described the text. */
    static void remove(Exchange exchange) {
        Message message = exchange.getMessage();
        if (message.hasHeaders()) {
            List.copyOf(message.getHeaders().keySet()).stream()
                    .filter(name -> describesText(name, message.getHeader(name)))
                    .forEach(message::removeHeader);
        }
        exchange.removeProperty(ExchangePropertyKey.CHARSET_NAME);
    }

    private static boolean describesText(String header, @Nullable Object value) {
        String name = header.toLowerCase(Locale.ROOT);
        // An audio type before there is audio was set on purpose.
        return REPRESENTATION.contains(name)
                || (STORED.matcher(name).matches()
                        && !String.valueOf(value).toLowerCase(Locale.ROOT).startsWith("audio/"));
    }

    /**
     * Gives the file name of a message the extension of a format, as data formats such as zip do, if the message has a
     * file name.
     */
    static void renameFile(Message message, OutputFormat format) {
        if (message.getHeader(Exchange.FILE_NAME) instanceof CharSequence name && !name.isEmpty()) {
            message.setHeader(
                    Exchange.FILE_NAME, EXTENSION.matcher(name).replaceFirst("") + "." + format.fileExtension());
        }
    }
}
