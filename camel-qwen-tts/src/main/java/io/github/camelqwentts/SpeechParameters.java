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
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.camelqwentts.ParameterValues.Reader;
import io.github.camelqwentts.speech.AudioSettings;
import io.github.camelqwentts.speech.DeliveryMethod;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.OutputType;
import io.github.camelqwentts.speech.ReferenceAudio;
import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechRequest.Builder;
import io.github.camelqwentts.speech.Voice;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/** Converts options and headers to the parameters of a request by one table. A header wins over the option. */
@SuppressWarnings("BadImport") // a row of the table should be one line
final class SpeechParameters {

    private static final List<Parameter<?>> TABLE = List.of(
            row("model", QwenTtsConfiguration::getModel, SpeechRequest::model, ParameterValues::text, Builder::model),
            row(
                    "voice",
                    QwenTtsConfiguration::getVoice,
                    SpeechRequest::voice,
                    ParameterValues.named(Voice.class, Voice::of),
                    Builder::voice),
            row(
                    "language",
                    QwenTtsConfiguration::getLanguage,
                    SpeechRequest::language,
                    ParameterValues::language,
                    (request, language) -> request.language(language)),
            row(
                    "speed",
                    QwenTtsConfiguration::getSpeed,
                    SpeechRequest::speed,
                    ParameterValues::decimal,
                    Builder::speed),
            row(
                    "positivePrompt",
                    QwenTtsConfiguration::getPositivePrompt,
                    SpeechRequest::positivePrompt,
                    ParameterValues::textOrNone,
                    Builder::positivePrompt),
            row(
                    "maxNewTokens",
                    QwenTtsConfiguration::getMaxNewTokens,
                    SpeechRequest::maxNewTokens,
                    ParameterValues::whole,
                    Builder::maxNewTokens),
            row(
                    "outputType",
                    QwenTtsConfiguration::getOutputType,
                    SpeechRequest::outputType,
                    ParameterValues.named(OutputType.class, OutputType::of),
                    Builder::outputType),
            row(
                    "outputFormat",
                    QwenTtsConfiguration::getOutputFormat,
                    SpeechRequest::outputFormat,
                    ParameterValues.named(OutputFormat.class, OutputFormat::of),
                    Builder::outputFormat),
            row(
                    "audioSampleRate",
                    QwenTtsConfiguration::getAudioSampleRate,
                    setting(AudioSettings::sampleRate),
                    ParameterValues::whole,
                    Builder::audioSampleRate),
            row(
                    "audioBitrate",
                    QwenTtsConfiguration::getAudioBitrate,
                    setting(AudioSettings::bitrate),
                    ParameterValues::whole,
                    Builder::audioBitrate),
            row(
                    "audioChannels",
                    QwenTtsConfiguration::getAudioChannels,
                    setting(AudioSettings::channels),
                    ParameterValues::whole,
                    Builder::audioChannels),
            row(
                    "numberResults",
                    QwenTtsConfiguration::getNumberResults,
                    SpeechRequest::numberResults,
                    ParameterValues::whole,
                    Builder::numberResults),
            row("ttl", QwenTtsConfiguration::getTtl, SpeechRequest::ttl, ParameterValues::whole, Builder::ttl),
            row(
                    "includeCost",
                    QwenTtsConfiguration::getIncludeCost,
                    SpeechRequest::includeCost,
                    ParameterValues::flag,
                    Builder::includeCost),
            row(
                    "uploadEndpoint",
                    QwenTtsConfiguration::getUploadEndpoint,
                    SpeechRequest::uploadEndpoint,
                    ParameterValues::text,
                    Builder::uploadEndpoint),
            row(
                    "webhookUrl",
                    QwenTtsConfiguration::getWebhookUrl,
                    SpeechRequest::webhookURL,
                    ParameterValues::text,
                    Builder::webhookURL),
            row(
                    "deliveryMethod",
                    QwenTtsConfiguration::getDeliveryMethod,
                    SpeechRequest::deliveryMethod,
                    ParameterValues.named(DeliveryMethod.class, DeliveryMethod::of),
                    Builder::deliveryMethod),
            new Parameter<>(
                    "referenceAudio",
                    QwenTtsConfiguration::getReferenceAudio,
                    SpeechRequest::referenceAudio,
                    SpeechParameters::referenceInOption,
                    SpeechParameters::referenceInHeader,
                    Builder::referenceAudio),
            row(
                    "transcript",
                    QwenTtsConfiguration::getTranscript,
                    SpeechRequest::transcript,
                    ParameterValues::textOrNone,
                    Builder::transcript),
            row(
                    "xVectorOnly",
                    QwenTtsConfiguration::getXVectorOnly,
                    SpeechRequest::xVectorOnly,
                    ParameterValues::flag,
                    Builder::xVectorOnly));

    private static final Map<String, String> HEADERS = TABLE.stream()
            .map(Parameter::option)
            .collect(Collectors.toUnmodifiableMap(option -> option, SpeechParameters::headerOf));

    private final SpeechSettings settings;
    private final MessageText texts;

    SpeechParameters(SpeechSettings settings, MessageText texts) {
        this.settings = settings;
        this.texts = texts;
    }

    /**
     * Reads the options, and the headers of a message.
     *
     * @param message null for the options alone
     * @throws InvalidSpeechRequestException if a value breaks a rule of its own
     */
    SpeechRequest read(@Nullable Message message) {
        Builder request = SpeechRequest.builder();
        try {
            TABLE.forEach(parameter -> read(parameter, message, request));
            return request.build();
        } catch (InvalidSpeechRequestException e) {
            throw locate(e, message);
        }
    }

    private <T> void read(Parameter<T> parameter, @Nullable Message message, Builder request) {
        Object header = header(parameter.option, message);
        Object option = parameter.getter.apply(settings.configuration());
        if (header != null) {
            parameter.setter.accept(request, parameter.fromHeader.read(texts, parameter.option, header));
        } else if (option != null) {
            parameter.setter.accept(request, parameter.fromOption.read(texts, parameter.option, option));
        }
    }

    /** Returns the mistake with the header or option that set its value. */
    InvalidSpeechRequestException locate(InvalidSpeechRequestException mistake, @Nullable Message message) {
        for (Parameter<?> parameter : TABLE) {
            if (parameter.option.equals(mistake.getOption())) {
                return mistake.withSource(sourceOf(parameter, message));
            }
        }
        return mistake;
    }

    private @Nullable String sourceOf(Parameter<?> parameter, @Nullable Message message) {
        Object option = parameter.getter.apply(settings.configuration());
        if (header(parameter.option, message) != null) {
            return "header " + headerOf(parameter.option);
        } else if (option == null) {
            return null;
        }
        return Objects.equals(option, parameter.getter.apply(settings.component())) ? "component" : "endpoint URI";
    }

    /** Whether a request has a value of its own for an option. */
    static boolean isSet(String option, SpeechRequest request) {
        return TABLE.stream()
                .anyMatch(parameter -> parameter.option.equals(option) && parameter.field.apply(request) != null);
    }

    /**
     * Only options name resources: headers may come from outside, which must not choose the files that are read here.
     */
    private static ReferenceAudio referenceInOption(MessageText texts, String option, Object value) {
        String text = value.toString().strip();
        CamelContext context = texts.context();
        return text.startsWith("file:") || text.startsWith("classpath:")
                ? ReferenceAudio.ofContent(() -> ResourceHelper.resolveMandatoryResourceAsInputStream(context, text))
                : ReferenceAudio.ofText(text);
    }

    private static ReferenceAudio referenceInHeader(MessageText texts, String option, Object value) {
        Object content = value instanceof WrappedFile<?> wrapped ? wrapped.getFile() : value;
        if (content instanceof ReferenceAudio audio) {
            return audio;
        } else if (content instanceof SpeechStreamCache body) {
            return ReferenceAudio.ofContent(body::open);
        } else if (content instanceof SpeechAudio audio) {
            return ReferenceAudio.ofContent(audio::open);
        } else if (content instanceof byte[] bytes) {
            return ReferenceAudio.ofBytes(bytes);
        } else if (content instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
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
        throw InvalidSpeechRequestException.of(
                option,
                null,
                "is of type " + value.getClass().getName()
                        + ", must be a URL, base64 or data URI as text, or bytes, a file or a stream");
    }

    private static @Nullable Object header(String option, @Nullable Message message) {
        return message == null ? null : message.getHeader(Objects.requireNonNull(HEADERS.get(option)));
    }

    private static String headerOf(String option) {
        return QwenTtsConstants.HEADER_PREFIX + option.substring(0, 1).toUpperCase(Locale.ROOT) + option.substring(1);
    }

    private static Function<SpeechRequest, Object> setting(Function<AudioSettings, Object> getter) {
        return request -> request.audioSettings() == null ? null : getter.apply(request.audioSettings());
    }

    private static <T> Parameter<T> row(
            String option,
            Function<QwenTtsConfiguration, ?> getter,
            Function<SpeechRequest, ?> field,
            Reader<T> reader,
            BiConsumer<Builder, T> setter) {
        return new Parameter<>(option, getter, field, reader, reader, setter);
    }

    /**
     * @param getter the option's value; null if it is not set
     * @param field the value in a request; null if it is not set
     */
    private record Parameter<T>(
            String option,
            Function<QwenTtsConfiguration, ?> getter,
            Function<SpeechRequest, ?> field,
            Reader<T> fromOption,
            Reader<T> fromHeader,
            BiConsumer<Builder, T> setter) {}
}
