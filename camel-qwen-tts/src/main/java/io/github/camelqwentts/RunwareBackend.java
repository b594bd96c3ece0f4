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

import java.util.EnumSet;

import io.github.camelqwentts.BackendCapabilities.Feature;
import io.github.camelqwentts.runware.PollSchedule;
import io.github.camelqwentts.runware.RunwareClient;
import io.github.camelqwentts.runware.RunwareOptions;
import io.github.camelqwentts.runware.RunwareRules;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechClient;
import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.Voice;
import org.apache.camel.util.ObjectHelper;

/** Runware's task API. The only class of this package that knows the package of its client. */
record RunwareBackend(QwenTtsConfiguration options) implements SpeechBackend {

    static final String NAME = "runware";

    private static final String API_KEY_VARIABLE = "RUNWARE_API_KEY";

    private static final BackendCapabilities CAPABILITIES = new BackendCapabilities(
            NAME,
            EnumSet.complementOf(EnumSet.of(Feature.STREAMING, Feature.VOICE_LIST)),
            RunwareRules.MAX_TEXT_LENGTH,
            RunwareRules.MAX_RESULTS,
            Voice.PRESETS,
            EnumSet.complementOf(EnumSet.of(OutputFormat.PCM, OutputFormat.OPUS)));

    @Override
    public BackendCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public SpeechRequest checkOptions(SpeechRequest parameters) {
        OpenAiBackend.refuseOwnOptions(options, NAME);
        return RunwareRules.checkOptions(parameters);
    }

    @Override
    public SpeechRequest check(SpeechRequest request) {
        return RunwareRules.check(request);
    }

    @Override
    public String baseUrl() {
        return options.getBaseUrl() == null ? RunwareOptions.DEFAULT_BASE_URL : options.getBaseUrl();
    }

    @Override
    public Object access() {
        return baseUrl() + " " + apiKey();
    }

    @Override
    public SpeechClient createClient(Connections connections) throws Exception {
        RunwareOptions checked = CallOptions.apply(options, RunwareOptions.builder())
                .apiKey(apiKey())
                .baseUrl(baseUrl())
                .resendDelay(options.getResendDelay())
                .download(options.getDownload())
                .batchSize(options.getBatchSize())
                .pollSchedule(new PollSchedule(
                        options.getPollInitialDelay(),
                        options.getPollInterval(),
                        options.getPollBackoffMultiplier(),
                        options.getPollMaxInterval()))
                .build();
        return new RunwareClient(connections.open(baseUrl()), checked).withoutChecks();
    }

    private String apiKey() {
        String key =
                ObjectHelper.isNotEmpty(options.getApiKey()) ? options.getApiKey() : System.getenv(API_KEY_VARIABLE);
        if (key == null || key.isEmpty()) {
            throw InvalidSpeechRequestException.missing(
                    "apiKey", "give the option apiKey or the environment variable " + API_KEY_VARIABLE);
        }
        return key;
    }
}
