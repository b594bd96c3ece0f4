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
package io.github.camelqwentts.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Differences between kinds of speech servers. The initial values are those of the newest vLLM-Omni. */
final class ProfileTraits {

    private static final List<String> PRESETS =
            List.of("aiden", "dylan", "eric", "ono_anna", "ryan", "serena", "sohee", "uncle_fu", "vivian");

    private Delivery plain = Delivery.WHOLE;
    private Delivery stream = Delivery.SSE;
    private Delivery streamAudio = Delivery.RAW;
    private Delivery streamSse = Delivery.SSE;
    private boolean formatAlone = true;
    private boolean wholeWhereNotStreamable;
    private boolean onlyClonesStream;
    private Set<String> streamed = Set.of("pcm", "wav");
    private SseStyle sse = SseStyle.NAMED;
    private Set<String> formats = Set.of("wav", "pcm", "flac", "mp3", "opus");
    private String defaultFormat = "wav";
    private @Nullable String contentType;
    private Set<String> required = Set.of("input");
    private @Nullable Set<String> onlyFields;
    private int maxInput = Integer.MAX_VALUE;
    private int maxInstructions = 500;
    private boolean onlySpeedOne;
    private boolean unknownVoiceFalls;
    private int invalidStatus = 400;
    private ErrorShape errors = ErrorShape.VLLM;
    private ErrorShape keyErrors = ErrorShape.ERROR_STRING;
    private boolean keyRequired;
    private List<String> models = List.of("Qwen/Qwen3-TTS-12Hz-1.7B-CustomVoice");
    private List<String> voices = PRESETS;
    private String defaultVoice = "vivian";
    private VoiceList voiceList = VoiceList.NAMES;
    private HealthStyle health = HealthStyle.STATUS;
    private boolean tokenHeaders = true;
    private boolean rateHeaders;
    private boolean rateInContentType;
    private boolean listsDefaultVoice;

    /** The form of {@code GET /v1/audio/voices}. */
    enum VoiceList {
        NAMES,
        OBJECTS,
        NONE
    }

    /** The form of {@code GET /health}. */
    enum HealthStyle {
        STATUS,
        EMPTY,
        MODEL_LOADED,
        ALIVE
    }

    /**
     * Sets the delivery for requests without a streaming field, with {@code stream}, with {@code stream} and
     * {@code stream_format=audio}, and with {@code stream} and {@code stream_format=sse}.
     */
    ProfileTraits streaming(Delivery plain, Delivery stream, Delivery streamAudio, Delivery streamSse) {
        this.plain = plain;
        this.stream = stream;
        this.streamAudio = streamAudio;
        this.streamSse = streamSse;
        return this;
    }

    /** {@code stream_format} has no effect without {@code stream}. */
    ProfileTraits formatNeedsStream() {
        formatAlone = false;
        return this;
    }

    /** Audio that cannot be streamed is sent whole, and the request is not refused. */
    ProfileTraits wholeWhereNotStreamable() {
        wholeWhereNotStreamable = true;
        return this;
    }

    ProfileTraits onlyClonesStream() {
        onlyClonesStream = true;
        return this;
    }

    ProfileTraits streamed(String... formats) {
        streamed = Set.of(formats);
        return this;
    }

    ProfileTraits sse(SseStyle style) {
        sse = style;
        return this;
    }

    ProfileTraits formats(String defaultFormat, String... others) {
        this.defaultFormat = defaultFormat;
        List<String> all = new ArrayList<>(List.of(others));
        all.add(defaultFormat);
        formats = Set.copyOf(all);
        return this;
    }

    ProfileTraits contentType(String contentType) {
        this.contentType = contentType;
        return this;
    }

    ProfileTraits required(String... fields) {
        required = Set.of(fields);
        return this;
    }

    ProfileTraits onlyFields(String... fields) {
        onlyFields = Set.of(fields);
        return this;
    }

    ProfileTraits limits(int maxInput, int maxInstructions) {
        this.maxInput = maxInput;
        this.maxInstructions = maxInstructions;
        return this;
    }

    ProfileTraits onlySpeedOne() {
        onlySpeedOne = true;
        return this;
    }

    ProfileTraits unknownVoiceFallsBack() {
        unknownVoiceFalls = true;
        return this;
    }

    ProfileTraits errors(ErrorShape shape, int invalidStatus) {
        this.errors = shape;
        this.keyErrors = shape;
        this.invalidStatus = invalidStatus;
        return this;
    }

    ProfileTraits keyRequired() {
        keyRequired = true;
        return this;
    }

    ProfileTraits models(String... models) {
        this.models = List.of(models);
        return this;
    }

    ProfileTraits voices(VoiceList list, String... voices) {
        this.voiceList = list;
        this.voices = List.of(voices);
        this.defaultVoice = this.voices.get(0);
        return this;
    }

    ProfileTraits presets(VoiceList list, String defaultVoice) {
        this.voiceList = list;
        this.defaultVoice = defaultVoice;
        return this;
    }

    ProfileTraits health(HealthStyle style) {
        health = style;
        return this;
    }

    ProfileTraits noTokenHeaders() {
        tokenHeaders = false;
        return this;
    }

    ProfileTraits rateHeaders() {
        rateHeaders = true;
        return noTokenHeaders();
    }

    ProfileTraits rateInContentType() {
        rateInContentType = true;
        return this;
    }

    ProfileTraits listsDefaultVoice() {
        listsDefaultVoice = true;
        return this;
    }

    /** The delivery for a request with these fields, whatever its format. */
    Delivery delivery(boolean streamWanted, @Nullable String streamFormat) {
        boolean refused = "sse".equals(streamFormat) && streamSse == Delivery.REFUSED;
        if (streamFormat == null || (!streamWanted && !formatAlone && !refused)) {
            return streamWanted ? stream : plain;
        }
        return "sse".equals(streamFormat) ? streamSse : streamAudio;
    }

    boolean answersWholeWhereNotStreamable() {
        return wholeWhereNotStreamable;
    }

    boolean streamsClonesOnly() {
        return onlyClonesStream;
    }

    Set<String> streamedFormats() {
        return streamed;
    }

    SseStyle sseStyle() {
        return sse;
    }

    Set<String> formats() {
        return formats;
    }

    String defaultFormat() {
        return defaultFormat;
    }

    /** The content type of all audio, or null if it follows from the format. */
    @Nullable
    String contentType() {
        return contentType;
    }

    Set<String> requiredFields() {
        return required;
    }

    /** The fields that are accepted, or null if unknown ones are ignored. */
    @Nullable
    Set<String> acceptedFields() {
        return onlyFields;
    }

    int maxInput() {
        return maxInput;
    }

    int maxInstructions() {
        return maxInstructions;
    }

    boolean acceptsSpeedOneOnly() {
        return onlySpeedOne;
    }

    boolean ignoresUnknownVoice() {
        return unknownVoiceFalls;
    }

    /** The status of the response to a field that is not valid. */
    int invalidStatus() {
        return invalidStatus;
    }

    ErrorShape errorShape() {
        return errors;
    }

    ErrorShape keyErrorShape() {
        return keyErrors;
    }

    boolean requiresKey() {
        return keyRequired;
    }

    List<String> models() {
        return models;
    }

    List<String> voices() {
        return voices;
    }

    String defaultVoice() {
        return defaultVoice;
    }

    VoiceList voiceList() {
        return voiceList;
    }

    HealthStyle healthStyle() {
        return health;
    }

    /** Whether whole audio comes with vLLM-Omni's numbers of tokens. */
    boolean hasTokenHeaders() {
        return tokenHeaders;
    }

    /** Whether audio comes with SGLang-Omni's headers of rate and end. */
    boolean hasRateHeaders() {
        return rateHeaders;
    }

    /** Whether the name {@code default} is among the voices. */
    boolean hasDefaultVoiceInList() {
        return listsDefaultVoice;
    }

    /** Whether the content type of PCM has the rate. */
    boolean hasRateInContentType() {
        return rateInContentType;
    }
}
