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

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.WrappedFile;

/** Reads the texts of messages. */
final class MessageText {

    private final CamelContext context;

    MessageText(CamelContext context) {
        this.context = context;
    }

    String read(Object content, String where, Exchange exchange) {
        if (content == null) {
            throw new IllegalArgumentException("There is nothing to speak: " + where + " is null");
        }
        // Camel's last resort is toString(), and nobody wants to hear the name of a class and a number.
        boolean speakable = content instanceof CharSequence
                || content instanceof WrappedFile
                || context.getTypeConverterRegistry().lookup(String.class, content.getClass()) != null;
        try {
            if (speakable) {
                return context.getTypeConverter().mandatoryConvertTo(String.class, exchange, content);
            }
        } catch (TypeConversionException | NoTypeConversionAvailableException e) {
            throw new IllegalArgumentException(notText(content, where), e);
        }
        throw new IllegalArgumentException(notText(content, where));
    }

    private static String notText(Object content, String where) {
        return "There is nothing to speak: " + where + " is of type "
                + content.getClass().getName() + ", which cannot become text";
    }
}
