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

import java.io.File;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.github.camelqwentts.speech.DeliveryMethod;
import io.github.camelqwentts.speech.Language;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.OutputType;
import io.github.camelqwentts.speech.ReferenceAudio;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechRequest.Builder;
import io.github.camelqwentts.speech.Voice;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.ResourceHelper;

/** The one table that leads from options and headers to the parameters of a request. A header wins over the option. */
final class SpeechParameters {

    private static final List<Parameter<?>> TABLE = List.of(
            text("model", QwenTtsConfiguration::getModel, text -> text, Builder::model),
            text("voice", QwenTtsConfiguration::getVoice, Voice::of, Builder::voice),
            text("language", QwenTtsConfiguration::getLanguage, Language::of, Builder::language),
            value("speed", Double.class, QwenTtsConfiguration::getSpeed, Builder::speed),
            text("positivePrompt", QwenTtsConfiguration::getPositivePrompt, text -> text, Builder::positivePrompt),
            value("maxNewTokens", Integer.class, QwenTtsConfiguration::getMaxNewTokens, Builder::maxNewTokens),
            text("outputType", QwenTtsConfiguration::getOutputType, OutputType::of, Builder::outputType),
            text("outputFormat", QwenTtsConfiguration::getOutputFormat, OutputFormat::of, Builder::outputFormat),
            value("audioSampleRate", Integer.class, QwenTtsConfiguration::getAudioSampleRate, Builder::audioSampleRate),
            value("audioBitrate", Integer.class, QwenTtsConfiguration::getAudioBitrate, Builder::audioBitrate),
            value("audioChannels", Integer.class, QwenTtsConfiguration::getAudioChannels, Builder::audioChannels),
            value("numberResults", Integer.class, QwenTtsConfiguration::getNumberResults, Builder::numberResults),
            value("ttl", Integer.class, QwenTtsConfiguration::getTtl, Builder::ttl),
            value("includeCost", Boolean.class, QwenTtsConfiguration::getIncludeCost, Builder::includeCost),
            text("uploadEndpoint", QwenTtsConfiguration::getUploadEndpoint, text -> text, Builder::uploadEndpoint),
            text("webhookUrl", QwenTtsConfiguration::getWebhookUrl, text -> text, Builder::webhookURL),
            text(
                    "deliveryMethod",
                    QwenTtsConfiguration::getDeliveryMethod,
                    DeliveryMethod::of,
                    Builder::deliveryMethod),
            new Parameter<>(
                    "referenceAudio",
                    QwenTtsConfiguration::getReferenceAudio,
                    SpeechParameters::referenceInOption,
                    SpeechParameters::referenceInHeader,
                    Builder::referenceAudio),
            text("transcript", QwenTtsConfiguration::getTranscript, text -> text, Builder::transcript),
            value("xVectorOnly", Boolean.class, QwenTtsConfiguration::getXVectorOnly, Builder::xVectorOnly));

    private SpeechParameters() {}

    /**
     * What the options and a message's headers say of a request.
     *
     * @param message null where there is none yet
     * @throws IllegalArgumentException if a value breaks a rule of its own
     */
    static SpeechRequest read(CamelContext context, QwenTtsConfiguration configuration, Message message) {
        Builder request = SpeechRequest.builder();
        TABLE.forEach(parameter -> parameter.read(context, configuration, message, request));
        return request.build();
    }

    private static <T> Parameter<T> text(
            String option,
            Function<QwenTtsConfiguration, String> getter,
            Function<String, T> parse,
            BiConsumer<Builder, T> setter) {
        return new Parameter<>(
                option,
                getter,
                (context, value) -> parse.apply(value.toString()),
                (context, value) -> parse.apply(convert(context, String.class, option, value)),
                setter);
    }

    private static <T> Parameter<T> value(
            String option, Class<T> type, Function<QwenTtsConfiguration, T> getter, BiConsumer<Builder, T> setter) {
        return new Parameter<>(
                option,
                getter,
                (context, value) -> type.cast(value),
                (context, value) -> convert(context, type, option, value),
                setter);
    }

    private static <T> T convert(CamelContext context, Class<T> type, String option, Object value) {
        try {
            return context.getTypeConverter().mandatoryConvertTo(type, value);
        } catch (TypeConversionException | NoTypeConversionAvailableException e) {
            throw new IllegalArgumentException(
                    "Header " + headerOf(option) + "=" + value + " is not valid: it must be of type "
                            + type.getSimpleName(),
                    e);
        }
    }

    /** Only an option names a resource: a header may come from outside, which must not choose what is read here. */
    private static ReferenceAudio referenceInOption(CamelContext context, Object value) {
        String text = value.toString();
        return text.startsWith("file:") || text.startsWith("classpath:")
                ? ReferenceAudio.ofContent(() -> ResourceHelper.resolveMandatoryResourceAsInputStream(context, text))
                : ReferenceAudio.ofText(text);
    }

    private static ReferenceAudio referenceInHeader(CamelContext context, Object value) {
        Object content = value instanceof WrappedFile<?> wrapped ? wrapped.getFile() : value;
        if (content instanceof ReferenceAudio audio) {
            return audio;
        } else if (content instanceof byte[] bytes) {
            return ReferenceAudio.ofBytes(bytes);
        } else if (content instanceof File file) {
            return ReferenceAudio.ofFile(file.toPath());
        } else if (content instanceof Path path) {
            return ReferenceAudio.ofFile(path);
        } else if (content instanceof InputStream stream) {
            return ReferenceAudio.ofStream(stream);
        } else if (content instanceof CharSequence text) {
            return ReferenceAudio.ofText(text.toString());
        }
        throw new IllegalArgumentException("Header " + headerOf("referenceAudio") + " of type "
                + content.getClass().getName() + " is not valid: it must be a URL, base64 or data URI as text,"
                + " or bytes, a file or a stream");
    }

    private static String headerOf(String option) {
        return QwenTtsConstants.HEADER_PREFIX + option.substring(0, 1).toUpperCase(Locale.ROOT) + option.substring(1);
    }

    private record Parameter<T>(
            String option,
            Function<QwenTtsConfiguration, ?> getter,
            BiFunction<CamelContext, Object, T> fromOption,
            BiFunction<CamelContext, Object, T> fromHeader,
            BiConsumer<Builder, T> setter) {

        void read(CamelContext context, QwenTtsConfiguration configuration, Message message, Builder request) {
            Object header = message == null ? null : message.getHeader(headerOf(option));
            Object value = header != null ? header : getter.apply(configuration);
            if (value != null) {
                setter.accept(
                        request, header != null ? fromHeader.apply(context, header) : fromOption.apply(context, value));
            }
        }
    }
}
