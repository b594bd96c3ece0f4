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

import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;

import io.github.camelqwentts.BackendCapabilities.Feature;
import io.github.camelqwentts.openai.Dialect;
import io.github.camelqwentts.openai.OpenAiClient;
import io.github.camelqwentts.openai.OpenAiOptions;
import io.github.camelqwentts.openai.OpenAiRules;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.Voice;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * Servers with OpenAI's API for speech, self-hosted or rented. The only class of this package that knows the package of
 * their client.
 */
record OpenAiBackend(QwenTtsConfiguration options) implements SpeechBackend {

    static final String NAME = "openai";

    @Override
    public BackendCapabilities capabilities() {
        return new BackendCapabilities(
                NAME,
                EnumSet.of(Feature.STREAMING, Feature.VOICE_LIST),
                dialect().maxTextLength(),
                OpenAiRules.MAX_RESULTS,
                Voice.PRESETS,
                EnumSet.complementOf(EnumSet.of(OutputFormat.OGG)));
    }

    @Override
    public SpeechRequest checkOptions(SpeechRequest parameters) {
        if (Boolean.FALSE.equals(options.getDownload())) {
            throw InvalidSpeechRequestException.of("download", false, "is not supported by backend=" + NAME);
        }
        return new OpenAiRules(dialect()).checkOptions(parameters);
    }

    @Override
    public SpeechRequest check(SpeechRequest request) {
        return new OpenAiRules(dialect()).check(request);
    }

    @Override
    public @Nullable String baseUrl() {
        return ObjectHelper.isEmpty(options.getBaseUrl())
                ? null
                : OpenAiOptions.baseUrls(options.getBaseUrl()).get(0).toString();
    }

    /** Further fields may change the sound. The order of the servers does not matter. */
    @Override
    public String origin() {
        List<String> servers = OpenAiOptions.baseUrls(options.getBaseUrl()).stream()
                .map(URI::toString)
                .sorted()
                .toList();
        return NAME + " " + servers + " " + dialect().optionName() + " " + options.getInstructionsField() + " "
                + new TreeMap<>(options.furtherFields());
    }

    @Override
    public Object access() {
        return NAME + " " + options.getBaseUrl() + " " + options.getApiKey();
    }

    @Override
    public SpeechClient createClient(Connections connections) throws Exception {
        OpenAiOptions checked = CallOptions.apply(options, OpenAiOptions.builder())
                .baseUrl(options.getBaseUrl())
                .apiKey(options.getApiKey())
                .dialect(dialect())
                .instructionsField(options.getInstructionsField())
                .fields(options.furtherFields())
                .retryUncertain(options.isRetryUncertain())
                .build();
        return new OpenAiClient(connections.open(mainUrl()), checked);
    }

    /** Rejects options that only this backend has. */
    static void refuseOwnOptions(QwenTtsConfiguration options, String backend) {
        QwenTtsConfiguration unset = new QwenTtsConfiguration();
        refuse("dialect", !options.getDialect().equals(unset.getDialect()), backend);
        refuse("instructionsField", !options.getInstructionsField().equals(unset.getInstructionsField()), backend);
        refuse("retryUncertain", options.isRetryUncertain(), backend);
        options.furtherFields().keySet().forEach(field -> refuse("field." + field, true, backend));
    }

    private static void refuse(String option, boolean isSet, String backend) {
        if (isSet) {
            throw InvalidSpeechRequestException.of(option, null, "is not supported by backend=" + backend);
        }
    }

    /** Address whose proxy and TLS settings apply to all servers. */
    private String mainUrl() {
        List<URI> all = OpenAiOptions.baseUrls(options.getBaseUrl());
        return all.stream()
                .filter(url -> "https".equalsIgnoreCase(url.getScheme()))
                .findFirst()
                .orElse(all.get(0))
                .toString();
    }

    private Dialect dialect() {
        return Dialect.of(options.getDialect());
    }
}
