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

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.GZIPInputStream;

import javax.xml.transform.Source;

import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.WrappedFile;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Node;

/**
 * Reads texts of messages. Bytes are decoded strictly, by their byte order mark, the charset that the message declares,
 * or UTF-8: Camel's own conversion would turn a picture into text, which would be charged.
 */
final class MessageText {

    /** Far more than any text that can be spoken; a stream may have no end. */
    static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final String MUST_BE_TEXT = "must be text, or bytes, a stream or a file with text";

    private static final List<Class<?>> SIMPLE =
            List.of(CharSequence.class, Character.class, Number.class, Boolean.class, UUID.class);

    private final CamelContext context;

    MessageText(CamelContext context) {
        this.context = context;
    }

    CamelContext context() {
        return context;
    }

    /**
     * Reads a text.
     *
     * @param option the option that the text is for
     * @param content the source of the text; a stream is read and closed
     * @param exchange its message may declare a charset or compression of the content; null if no message does
     * @throws InvalidSpeechRequestException if the content is null, or is not text
     */
    String read(String option, @Nullable Object content, @Nullable Exchange exchange) {
        if (content == null) {
            throw InvalidSpeechRequestException.missing(option, MUST_BE_TEXT);
        }
        try {
            return new Content(option, exchange).read(content);
        } catch (IOException e) {
            throw InvalidSpeechRequestException.of(option, null, "must be readable", e);
        }
    }

    private final class Content {

        private final String option;
        private final @Nullable Exchange exchange;

        Content(String option, @Nullable Exchange exchange) {
            this.option = option;
            this.exchange = exchange;
        }

        String read(Object content) throws IOException {
            if (SIMPLE.stream().anyMatch(type -> type.isInstance(content))) {
                return content.toString();
            } else if (content instanceof WrappedFile<?> file) {
                Object body = file.getBody();
                return read(
                        body == null || body instanceof WrappedFile ? Objects.requireNonNull(file.getFile()) : body);
            } else if (content instanceof byte[] bytes) {
                return decode(bytes);
            } else if (content instanceof ByteBuffer buffer) {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.duplicate().get(bytes);
                return decode(bytes);
            } else if (content instanceof InputStream stream) {
                return decode(readAll(stream));
            } else if (content instanceof File file) {
                return decode(readAll(Files.newInputStream(file.toPath())));
            } else if (content instanceof Path path) {
                return decode(readAll(Files.newInputStream(path)));
            } else if (content instanceof Reader reader) {
                return readAll(reader);
            }
            return convert(content);
        }

        /**
         * Uses converters made for the type only: Camel's fallback is toString(), which often is a class name and a
         * number.
         */
        private String convert(Object content) throws IOException {
            TypeConverterRegistry converters = context.getTypeConverterRegistry();
            if (converters.lookup(String.class, content.getClass()) == null) {
                throw notText(content, null);
            }
            boolean xml = content instanceof Node || content instanceof Source;
            boolean binary = !xml && converters.lookup(byte[].class, content.getClass()) != null;
            try {
                return binary
                        ? decode(context.getTypeConverter().mandatoryConvertTo(byte[].class, exchange, content))
                        : context.getTypeConverter().mandatoryConvertTo(String.class, exchange, content);
            } catch (TypeConversionException | NoTypeConversionAvailableException e) {
                throw notText(content, e);
            }
        }

        private InvalidSpeechRequestException notText(Object content, @Nullable Exception cause) {
            return InvalidSpeechRequestException.of(
                    option, null, "is of type " + content.getClass().getName() + ", " + MUST_BE_TEXT, cause);
        }

        private byte[] readAll(InputStream stream) throws IOException {
            try (stream) {
                byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw tooLarge();
                }
                return bytes;
            }
        }

        private String readAll(Reader reader) throws IOException {
            try (reader) {
                StringBuilder text = new StringBuilder();
                char[] buffer = new char[8192];
                for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                    text.append(buffer, 0, read);
                    if (text.length() > MAX_BYTES) {
                        throw tooLarge();
                    }
                }
                return text.toString();
            }
        }

        private InvalidSpeechRequestException tooLarge() {
            return InvalidSpeechRequestException.of(option, null, "must have at most " + MAX_BYTES + " bytes");
        }

        private String decode(byte[] received) throws IOException {
            byte[] bytes = decompress(received);
            Charset charset = charsetOf(bytes);
            String text;
            try {
                // A decoder of Charset.newDecoder() reports malformed bytes; new String() would replace them.
                text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            } catch (CharacterCodingException e) {
                throw notText(charset, e);
            }
            if (text.indexOf('\0') >= 0) {
                throw notText(charset, null);
            }
            return text;
        }

        private InvalidSpeechRequestException notText(Charset charset, @Nullable Exception cause) {
            return InvalidSpeechRequestException.of(
                    option,
                    null,
                    "is not text in " + charset.name() + ", must be text in that charset or in the one that the header "
                            + Exchange.CHARSET_NAME + " or Content-Type declares",
                    cause);
        }

        private byte[] decompress(byte[] bytes) throws IOException {
            if (bytes.length < 2 || bytes[0] != (byte) 0x1F || bytes[1] != (byte) 0x8B) {
                return bytes;
            }
            String encoding = header(Exchange.CONTENT_ENCODING);
            if (encoding == null || !encoding.strip().toLowerCase(Locale.ROOT).endsWith("gzip")) {
                throw InvalidSpeechRequestException.of(
                        option, null, "is compressed, must be declared by the header Content-Encoding: gzip");
            }
            return readAll(new GZIPInputStream(new ByteArrayInputStream(bytes)));
        }

        /** A byte order mark is more reliable than a declaration of the message. */
        private Charset charsetOf(byte[] bytes) {
            if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
                return StandardCharsets.UTF_8;
            } else if (startsWith(bytes, 0xFF, 0xFE, 0, 0) || startsWith(bytes, 0, 0, 0xFE, 0xFF)) {
                return Charset.forName("UTF-32");
            } else if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
                return StandardCharsets.UTF_16;
            }
            String declared = declaredCharset();
            try {
                return declared == null ? StandardCharsets.UTF_8 : Charset.forName(declared);
            } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                boolean inType = ExchangeHelper.getCharsetName(exchange, false) == null;
                throw InvalidSpeechRequestException.of("charset", declared, "must be a charset that Java supports", e)
                        .withSource(inType ? "header " + Exchange.CONTENT_TYPE : Exchange.CHARSET_NAME);
            }
        }

        private @Nullable String declaredCharset() {
            if (exchange == null) {
                return null;
            }
            String named = ExchangeHelper.getCharsetName(exchange, false);
            String type = header(Exchange.CONTENT_TYPE);
            if (named != null || type == null || !type.toLowerCase(Locale.ROOT).contains("charset")) {
                return named;
            }
            return IOHelper.getCharsetNameFromContentType(type);
        }

        private @Nullable String header(String name) {
            return exchange == null ? null : exchange.getMessage().getHeader(name, String.class);
        }
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
