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

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.camelqwentts.speech.Checks;
import io.github.camelqwentts.speech.Internal;
import io.github.camelqwentts.speech.InvalidSpeechRequestException;
import io.github.camelqwentts.transport.CallSettings;
import io.github.camelqwentts.transport.CallSettingsBuilder;
import io.github.camelqwentts.transport.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * Options of an {@link OpenAiClient}. Build them with {@link #builder()}.
 *
 * @since 1.0
 * @hidden
 */
@Internal
public final class OpenAiOptions {

    private static final String BASE_URL_RULE =
            "must be one or more http or https URLs of servers, separated by commas, without a query";

    private final List<URI> baseUrls;
    private final @Nullable String apiKey;
    private final Dialect dialect;
    private final String instructionsField;
    private final Map<String, Object> fields;
    private final CallSettings calls;
    private final boolean retryUncertain;

    private OpenAiOptions(CallSettings calls, Builder builder) {
        baseUrls = List.copyOf(builder.baseUrls);
        apiKey = builder.apiKey;
        dialect = builder.dialect;
        instructionsField = builder.instructionsField;
        fields = new LinkedHashMap<>(builder.fields);
        this.calls = calls;
        retryUncertain = builder.retryUncertain;
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads addresses of servers.
     *
     * @param baseUrl one or more, separated by commas, each with or without the path /v1
     * @return the addresses, each with the path /v1
     * @throws InvalidSpeechRequestException if one is not valid
     */
    public static List<URI> baseUrls(@Nullable String baseUrl) {
        if (baseUrl == null || baseUrl.isBlank()) {
            throw InvalidSpeechRequestException.missing(
                    "baseUrl", "must be the address of the server with backend=openai, such as http://localhost:8091");
        }
        List<URI> found = new ArrayList<>();
        for (String one : baseUrl.split(",", -1)) {
            found.add(withVersion(one.strip(), baseUrl));
        }
        return found;
    }

    private static URI withVersion(String one, String all) {
        URI uri;
        try {
            uri = new URI(one.replaceFirst("/+$", ""));
        } catch (URISyntaxException e) {
            throw InvalidSpeechRequestException.of("baseUrl", null, BASE_URL_RULE);
        }
        boolean isWeb = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        Checks.require(
                isWeb && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null,
                "baseUrl",
                Redaction.maskUrls(all),
                BASE_URL_RULE);
        return uri.getPath().matches(".*/v\\d+\\w*") ? uri : URI.create(uri + "/v1");
    }

    List<URI> baseUrls() {
        return baseUrls;
    }

    @Nullable
    String apiKey() {
        return apiKey;
    }

    Dialect dialect() {
        return dialect;
    }

    String instructionsField() {
        return instructionsField;
    }

    Map<String, Object> fields() {
        return fields;
    }

    CallSettings calls() {
        return calls;
    }

    boolean retryUncertain() {
        return retryUncertain;
    }

    /**
     * Collects the options; each setter documents its default.
     *
     * @since 1.0
     * @hidden
     */
    public static final class Builder extends CallSettingsBuilder<Builder> {

        private List<URI> baseUrls = List.of();
        private @Nullable String apiKey;
        private Dialect dialect = Dialect.VLLM_OMNI;
        private String instructionsField = "instructions";
        private Map<String, Object> fields = Map.of();
        private boolean retryUncertain;

        private Builder() {}

        /**
         * Address of the server, with or without the path /v1; required. Several addresses, separated by commas, share the
         * requests.
         */
        public Builder baseUrl(@Nullable String baseUrl) {
            this.baseUrls = baseUrls(baseUrl);
            return this;
        }

        /** Key of the server; not sent by default. */
        public Builder apiKey(@Nullable String apiKey) {
            this.apiKey = apiKey == null || apiKey.isEmpty() ? null : apiKey;
            return this;
        }

        /** Fields that the server accepts; the fields of vLLM-Omni by default. */
        public Builder dialect(Dialect dialect) {
            this.dialect = dialect;
            return this;
        }

        /** Name of the field for the style; {@code instructions} by default. */
        public Builder instructionsField(String instructionsField) {
            Checks.present(
                    !instructionsField.isBlank(), "instructionsField", "must be the name of a field, such as instruct");
            this.instructionsField = instructionsField.strip();
            return this;
        }

        /**
         * Further fields of the request body, and fields that replace those of options; none by default. Text that is JSON,
         * such as 0.5, true or an object, is sent as such, and null leaves the field out.
         */
        public Builder fields(Map<String, Object> fields) {
            this.fields = Map.copyOf(fields);
            return this;
        }

        /**
         * Whether a request is sent again that the server may have executed, because its connection broke or a gateway timed
         * out; false by default.
         */
        public Builder retryUncertain(boolean retryUncertain) {
            this.retryUncertain = retryUncertain;
            return this;
        }

        /**
         * Returns the options.
         *
         * @throws InvalidSpeechRequestException if there is no address
         */
        public OpenAiOptions build() {
            Checks.present(!baseUrls.isEmpty(), "baseUrl", "must be the address of the server");
            return new OpenAiOptions(callSettings(), this);
        }
    }
}
