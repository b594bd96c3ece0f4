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

/**
 * Headers that described the text of a message. They are wrong for its audio: a client would unpack audio that says
 * Content-Encoding, and a file consumer's name would put it into a .txt.
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

    /** What storage consumers tell of an object, and their producers store with the next one, such as CamelAwsS3ContentMD5. */
    private static final Pattern STORED =
            Pattern.compile("camel\\w*content(type|length|encoding|md5|language|disposition)");

    /** Not of a number as in "Chapter 1.2", which is no extension. */
    private static final Pattern EXTENSION = Pattern.compile("(?<=[^/\\\\])\\.\\p{Alpha}\\w{0,9}$");

    private TextHeaders() {}

    /** Removes what described the text, be it by a header or a property. */
    static void remove(Exchange exchange) {
        Message message = exchange.getMessage();
        if (message.hasHeaders()) {
            List.copyOf(message.getHeaders().keySet()).stream()
                    .filter(name -> describesText(name, message.getHeader(name)))
                    .forEach(message::removeHeader);
        }
        exchange.removeProperty(ExchangePropertyKey.CHARSET_NAME);
    }

    private static boolean describesText(String header, Object value) {
        String name = header.toLowerCase(Locale.ROOT);
        // Whoever says audio before it is there means it.
        return REPRESENTATION.contains(name)
                || STORED.matcher(name).matches()
                        && !String.valueOf(value).toLowerCase(Locale.ROOT).startsWith("audio/");
    }

    /** Gives the file name of a message the extension of a format, as data formats such as zip do; none stays none. */
    static void renameFile(Message message, OutputFormat format) {
        if (message.getHeader(Exchange.FILE_NAME) instanceof CharSequence name && !name.isEmpty()) {
            message.setHeader(
                    Exchange.FILE_NAME, EXTENSION.matcher(name).replaceFirst("") + "." + format.fileExtension());
        }
    }
}
