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

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.camelqwentts.speech.SpeechCache;
import io.github.camelqwentts.speech.SpeechClient;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/**
 * All options, of the component and of its endpoints. Options of the API are null unless they are set. Then they are
 * not sent, and the default of the API applies, which their metadata reports.
 *
 * @since 1.0
 */
@UriParams
public class QwenTtsConfiguration implements Cloneable {

    @UriParam(
            label = "producer",
            defaultValue = "alibaba:qwen@3-tts-1.7b-customvoice",
            enums =
                    "alibaba:qwen@3-tts-1.7b-customvoice,alibaba:qwen@3-tts-1.7b-voicedesign,alibaba:qwen@3-tts-1.7b-base")
    private @Nullable String model;

    @UriParam(
            label = "producer",
            defaultValue = "auto",
            enums = "auto,vivian,serena,uncle_fu,dylan,eric,ryan,aiden,ono_anna,sohee,design,clone")
    private @Nullable String voice;

    @UriParam(
            label = "producer",
            defaultValue = "Auto",
            enums = "Auto,Chinese,English,Japanese,Korean,German,French,Russian,Portuguese,Spanish,Italian")
    private @Nullable String language;

    @UriParam(label = "producer", defaultValue = "1")
    private @Nullable Double speed;

    @UriParam(label = "producer")
    private @Nullable String positivePrompt;

    @UriParam(label = "producer", defaultValue = "2048")
    private @Nullable Integer maxNewTokens;

    @UriParam(label = "producer", defaultValue = "URL", enums = "URL,base64Data,dataURI")
    private @Nullable String outputType;

    @UriParam(label = "producer", defaultValue = "MP3", enums = "MP3,WAV,FLAC,OGG,PCM,OPUS")
    private @Nullable String outputFormat;

    @UriParam(label = "producer")
    private @Nullable Integer audioSampleRate;

    @UriParam(label = "producer")
    private @Nullable Integer audioBitrate;

    @UriParam(label = "producer")
    private @Nullable Integer audioChannels;

    @UriParam(label = "producer", defaultValue = "1")
    private @Nullable Integer numberResults;

    @UriParam(label = "producer")
    private @Nullable Integer ttl;

    @UriParam(label = "producer", defaultValue = "false")
    private @Nullable Boolean includeCost;

    @UriParam(label = "producer", secret = true)
    private @Nullable String uploadEndpoint;

    @UriParam(label = "producer", secret = true)
    private @Nullable String webhookUrl;

    @UriParam(label = "producer", defaultValue = "sync", enums = "sync,async")
    private @Nullable String deliveryMethod;

    @UriParam(label = "producer")
    private @Nullable String referenceAudio;

    @UriParam(label = "producer")
    private @Nullable String transcript;

    @UriParam(label = "producer")
    private @Nullable Boolean xVectorOnly;

    static final String FIELD_PREFIX = "field.";

    @UriParam(defaultValue = "runware", enums = "runware,openai")
    private String backend = "runware";

    @UriParam(label = "producer,openai", defaultValue = "vllm-omni", enums = "vllm-omni,openai")
    private String dialect = "vllm-omni";

    @UriParam(label = "producer,openai", prefix = FIELD_PREFIX, multiValue = true)
    private @Nullable Map<String, Object> fields;

    @UriParam(label = "producer,openai", defaultValue = "instructions")
    private String instructionsField = "instructions";

    @UriParam(label = "producer,openai", defaultValue = "false")
    private boolean retryUncertain = false;

    @UriParam(label = "security", secret = true)
    private @Nullable String apiKey;

    @UriParam
    private @Nullable String baseUrl;

    @UriParam(defaultValue = "5m", javaType = "java.time.Duration")
    private Duration callTimeout = Duration.ofMinutes(5);

    @UriParam(label = "advanced", javaType = "java.time.Duration")
    private @Nullable Duration connectTimeout;

    @UriParam(label = "advanced", defaultValue = "256")
    private int maxConnections = 256;

    @UriParam(defaultValue = "3")
    private int maxRetries = 3;

    @UriParam(defaultValue = "1s", javaType = "java.time.Duration")
    private Duration retryDelay = Duration.ofSeconds(1);

    @UriParam(defaultValue = "20s", javaType = "java.time.Duration")
    private Duration maxRetryDelay = Duration.ofSeconds(20);

    @UriParam(defaultValue = "5s", javaType = "java.time.Duration")
    private Duration resendDelay = Duration.ofSeconds(5);

    @UriParam(defaultValue = "true")
    private @Nullable Boolean download;

    @UriParam(label = "advanced", defaultValue = "536870912")
    private long maxAudioSize = 512L * 1024 * 1024;

    @UriParam(label = "advanced", defaultValue = "1048576")
    private int spoolThreshold = 1024 * 1024;

    @UriParam(defaultValue = "20")
    private int batchSize = 20;

    @UriParam(defaultValue = "false")
    private boolean continueOnError = false;

    @UriParam(defaultValue = "false")
    private boolean stream = false;

    @UriParam(label = "producer,longText", defaultValue = "split", enums = "split,reject")
    private @Nullable String longText;

    @UriParam(label = "producer,longText")
    private @Nullable Integer maxPieceLength;

    @UriParam(label = "producer,longText", defaultValue = "4")
    private int parallelPieces = 4;

    @UriParam(label = "producer,longText", defaultValue = "200ms", javaType = "java.time.Duration")
    private Duration pieceGap = Duration.ofMillis(200);

    @UriParam(label = "producer,longText", defaultValue = "600ms", javaType = "java.time.Duration")
    private Duration paragraphGap = Duration.ofMillis(600);

    @UriParam(label = "producer,longText", defaultValue = "false")
    private boolean joinResults = false;

    @UriParam(label = "producer,longText", enums = "SRT,VTT")
    private @Nullable String subtitles;

    @UriParam(label = "producer,cache")
    private @Nullable SpeechCache cache;

    @UriParam(label = "producer,task", defaultValue = "1s", javaType = "java.time.Duration")
    private Duration pollInitialDelay = Duration.ofSeconds(1);

    @UriParam(label = "producer,task", defaultValue = "500ms", javaType = "java.time.Duration")
    private Duration pollInterval = Duration.ofMillis(500);

    @UriParam(label = "producer,task", defaultValue = "1.5")
    private double pollBackoffMultiplier = 1.5;

    @UriParam(label = "producer,task", defaultValue = "10s", javaType = "java.time.Duration")
    private Duration pollMaxInterval = Duration.ofSeconds(10);

    @UriParam(label = "producer,task", defaultValue = "false")
    private boolean pollUntilDone = false;

    @UriParam(label = "producer,task", defaultValue = "false")
    private boolean includeDetails = false;

    @UriParam(label = "consumer", defaultValue = "/qwen-tts")
    private String webhookPath = "/qwen-tts";

    @UriParam(label = "consumer,security", secret = true)
    private @Nullable String webhookToken;

    @UriParam(label = "consumer", defaultValue = "67108864")
    private long webhookMaxPayloadSize = 64L * 1024 * 1024;

    @UriParam(label = "consumer,advanced")
    private @Nullable IdempotentRepository idempotentRepository;

    @UriParam(label = "security")
    private @Nullable SSLContextParameters sslContextParameters;

    @UriParam(label = "advanced")
    private @Nullable SpeechClient speechClient;

    /** A copy with the same values. */
    public QwenTtsConfiguration copy() {
        try {
            return (QwenTtsConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public @Nullable String getModel() {
        return model;
    }

    /**
     * Model by its short name or ID: customvoice speaks with preset voices, voicedesign with a voice that
     * positivePrompt describes, base with a voice cloned from referenceAudio.
     */
    public void setModel(@Nullable String model) {
        this.model = model;
    }

    public @Nullable String getVoice() {
        return voice;
    }

    /**
     * Voice to speak with. The model voicedesign accepts only design, the model base only clone; each is the default
     * of its model.
     */
    public void setVoice(@Nullable String voice) {
        this.voice = voice;
    }

    public @Nullable String getLanguage() {
        return language;
    }

    /**
     * Language to speak: a name, an ISO 639 code or a BCP 47 tag such as en-US. The header also accepts a Locale.
     */
    public void setLanguage(@Nullable String language) {
        this.language = language;
    }

    public @Nullable Double getSpeed() {
        return speed;
    }

    /**
     * Speaking rate, from 0.25 to 4 in steps of 0.01. 1 is the normal rate.
     */
    public void setSpeed(@Nullable Double speed) {
        this.speed = speed;
    }

    public @Nullable String getPositivePrompt() {
        return positivePrompt;
    }

    /**
     * Style or emotion in words, such as: Speak with great enthusiasm. Required by the model voicedesign as the
     * description of the voice. Not supported by the model base.
     */
    public void setPositivePrompt(@Nullable String positivePrompt) {
        this.positivePrompt = positivePrompt;
    }

    public @Nullable Integer getMaxNewTokens() {
        return maxNewTokens;
    }

    /**
     * Maximum number of audio tokens, at least 1. A second takes 12.5 tokens, so the default ends speech after some 164
     * seconds. Higher values allow longer audio but risk hangs.
     */
    public void setMaxNewTokens(@Nullable Integer maxNewTokens) {
        this.maxNewTokens = maxNewTokens;
    }

    public @Nullable String getOutputType() {
        return outputType;
    }

    /**
     * Form in which the API returns the audio. The body of the message is the audio in each case.
     */
    public void setOutputType(@Nullable String outputType) {
        this.outputType = outputType;
    }

    public @Nullable String getOutputFormat() {
        return outputFormat;
    }

    /**
     * Format of the audio. PCM (samples without a header) and OPUS require the backend openai, OGG the backend runware.
     */
    public void setOutputFormat(@Nullable String outputFormat) {
        this.outputFormat = outputFormat;
    }

    public @Nullable Integer getAudioSampleRate() {
        return audioSampleRate;
    }

    /**
     * Sample rate in Hz, with outputFormat MP3 or OGG only. MP3 supports 8000, 11025, 12000, 16000, 22050, 24000,
     * 32000, 44100 and 48000.
     */
    public void setAudioSampleRate(@Nullable Integer audioSampleRate) {
        this.audioSampleRate = audioSampleRate;
    }

    public @Nullable Integer getAudioBitrate() {
        return audioBitrate;
    }

    /**
     * Bitrate in kbps, with outputFormat MP3 or OGG only. MP3 supports 8 to 64 up to 12000 Hz, 8 to 160 up to 24000
     * Hz, and 32 to 320 above.
     */
    public void setAudioBitrate(@Nullable Integer audioBitrate) {
        this.audioBitrate = audioBitrate;
    }

    public @Nullable Integer getAudioChannels() {
        return audioChannels;
    }

    /**
     * Number of channels, 1 or 2, with outputFormat MP3 or OGG only.
     */
    public void setAudioChannels(@Nullable Integer audioChannels) {
        this.audioChannels = audioChannels;
    }

    public @Nullable Integer getNumberResults() {
        return numberResults;
    }

    /**
     * Number of results for one text, from 1 to 20, each with another seed. If it is greater than 1, the body becomes
     * a list of SpeechResult.
     */
    public void setNumberResults(@Nullable Integer numberResults) {
        this.numberResults = numberResults;
    }

    public @Nullable Integer getTtl() {
        return ttl;
    }

    /**
     * Time in seconds for which the API keeps the audio. Must be at least 60, and requires outputType=URL.
     */
    public void setTtl(@Nullable Integer ttl) {
        this.ttl = ttl;
    }

    public @Nullable Boolean getIncludeCost() {
        return includeCost;
    }

    /**
     * Whether results report their cost in USD.
     */
    public void setIncludeCost(@Nullable Boolean includeCost) {
        this.includeCost = includeCost;
    }

    public @Nullable String getUploadEndpoint() {
        return uploadEndpoint;
    }

    /**
     * HTTP or HTTPS URL to which the API uploads the audio by HTTP PUT. Treated as a secret, because it may contain a
     * signature.
     */
    public void setUploadEndpoint(@Nullable String uploadEndpoint) {
        this.uploadEndpoint = uploadEndpoint;
    }

    public @Nullable String getWebhookUrl() {
        return webhookUrl;
    }

    /**
     * HTTP or HTTPS URL to which the API posts each finished result. Treated as a secret, because it may contain a
     * token.
     */
    public void setWebhookUrl(@Nullable String webhookUrl) {
        this.webhookUrl = webhookUrl;
    }

    public @Nullable String getDeliveryMethod() {
        return deliveryMethod;
    }

    /**
     * Whether the API responds with the result (sync), or is polled until the result is available (async). The body of
     * the message is the audio in both cases. The operation submit is always asynchronous.
     */
    public void setDeliveryMethod(@Nullable String deliveryMethod) {
        this.deliveryMethod = deliveryMethod;
    }

    public @Nullable String getReferenceAudio() {
        return referenceAudio;
    }

    /**
     * Sample of the voice to clone, at least 3 seconds long, with the model base only: a URL, base64, a data URI, or a
     * resource that starts with file: or classpath:. The header also accepts bytes, a file or a stream, but no
     * resource.
     */
    public void setReferenceAudio(@Nullable String referenceAudio) {
        this.referenceAudio = referenceAudio;
    }

    public @Nullable String getTranscript() {
        return transcript;
    }

    /**
     * Words of the reference audio, with the model base only.
     */
    public void setTranscript(@Nullable String transcript) {
        this.transcript = transcript;
    }

    public @Nullable Boolean getXVectorOnly() {
        return xVectorOnly;
    }

    /**
     * Whether to clone only the timbre, which requires no transcript, with the model base only.
     */
    public void setXVectorOnly(@Nullable Boolean xVectorOnly) {
        this.xVectorOnly = xVectorOnly;
    }

    public String getBackend() {
        return backend;
    }

    /**
     * Service that speaks: runware, or openai for servers with OpenAI's contract for speech, such as vLLM-Omni. An
     * endpoint does not start if the service does not support one of its options or its operation.
     */
    public void setBackend(String backend) {
        this.backend = backend;
    }

    public String getDialect() {
        return dialect;
    }

    /**
     * Fields that the servers of the backend openai accept: those of vLLM-Omni and most servers of Qwen3-TTS, or those of OpenAI
     * only (openai). Options that need other fields fail the start of the route.
     */
    public void setDialect(String dialect) {
        this.dialect = dialect;
    }

    public @Nullable Map<String, Object> getFields() {
        return fields;
    }

    /**
     * Further fields of the request body of the backend openai, such as field.seed=7. Text that is JSON is sent as such, null leaves
     * a field out, and a field that an option sets is replaced.
     */
    public void setFields(@Nullable Map<String, Object> fields) {
        this.fields = fields;
    }

    /** The fields; empty if there are none. */
    Map<String, Object> furtherFields() {
        return fields == null ? Map.of() : fields;
    }

    /** Adds fields to those of the component. */
    void addFields(Map<String, Object> more) {
        if (!more.isEmpty()) {
            Map<String, Object> all = new LinkedHashMap<>(furtherFields());
            all.putAll(more);
            fields = all;
        }
    }

    public String getInstructionsField() {
        return instructionsField;
    }

    /**
     * Name of the field that positivePrompt is sent as by the backend openai. Some servers expect instruct.
     */
    public void setInstructionsField(String instructionsField) {
        this.instructionsField = instructionsField;
    }

    public boolean isRetryUncertain() {
        return retryUncertain;
    }

    /**
     * Whether the backend openai sends a request again that the server may have executed, because its connection broke or a gateway
     * timed out. Such a text may be spoken, and charged, twice.
     */
    public void setRetryUncertain(boolean retryUncertain) {
        this.retryUncertain = retryUncertain;
    }

    public @Nullable String getApiKey() {
        return apiKey;
    }

    /**
     * API key of the account. The backend runware defaults to the environment variable RUNWARE_API_KEY; the backend
     * openai sends no key if it is not set.
     */
    public void setApiKey(@Nullable String apiKey) {
        this.apiKey = apiKey;
    }

    public @Nullable String getBaseUrl() {
        return baseUrl;
    }

    /**
     * Address of the API. The backend runware uses https://api.runware.ai/v1 if it is not set. The backend openai requires it, with or
     * without the path /v1; several addresses, separated by commas, share the requests.
     */
    public void setBaseUrl(@Nullable String baseUrl) {
        this.baseUrl = baseUrl;
    }

    public Duration getCallTimeout() {
        return callTimeout;
    }

    /**
     * Maximum time of a whole call, with its retries and downloads. For a long text it bounds each piece, so that the call may
     * take that long for each parallelPieces of them.
     */
    public void setCallTimeout(Duration callTimeout) {
        this.callTimeout = callTimeout;
    }

    public @Nullable Duration getConnectTimeout() {
        return connectTimeout;
    }

    /**
     * Maximum time to establish a connection. Defaults to that of Camel's http or https component.
     */
    public void setConnectTimeout(@Nullable Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public int getMaxConnections() {
        return maxConnections;
    }

    /**
     * Maximum number of concurrent requests with new tasks, each until its audio is downloaded. Must be at least 1.
     * Further requests wait without a thread. Polls, recoveries and other downloads have as many connections of their own.
     */
    public void setMaxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    public int getMaxRetries() {
        return maxRetries;
    }

    /**
     * Maximum number of retries after a transient failure. 0 disables retries. A retried task keeps its ID and is
     * never charged twice.
     */
    public void setMaxRetries(int maxRetries) {
        this.maxRetries = maxRetries;
    }

    public Duration getRetryDelay() {
        return retryDelay;
    }

    /**
     * Delay before the first retry. It doubles with each further retry.
     */
    public void setRetryDelay(Duration retryDelay) {
        this.retryDelay = retryDelay;
    }

    public Duration getMaxRetryDelay() {
        return maxRetryDelay;
    }

    /**
     * Maximum delay before a retry, unless the API requests a longer one.
     */
    public void setMaxRetryDelay(Duration maxRetryDelay) {
        this.maxRetryDelay = maxRetryDelay;
    }

    public Duration getResendDelay() {
        return resendDelay;
    }

    /**
     * Minimum delay before a task is sent again after an unclear failure, such as a broken connection or a 503. Meanwhile
     * the task is looked up, because the API may not find a new task for some seconds. 0 sends it again as soon as the API
     * does not find it, so it may be charged twice.
     */
    public void setResendDelay(Duration resendDelay) {
        this.resendDelay = resendDelay;
    }

    public @Nullable Boolean getDownload() {
        return download;
    }

    /**
     * Whether audio that is returned as a URL is downloaded. If false, the body is the URL. If not set, audio that the
     * API sends to an uploadEndpoint is not downloaded.
     */
    public void setDownload(@Nullable Boolean download) {
        this.download = download;
    }

    public long getMaxAudioSize() {
        return maxAudioSize;
    }

    /**
     * Maximum size in bytes of the audio of one result, or of each piece of a long text. Must be at least 1. A larger
     * result fails; the other results of the message do not.
     */
    public void setMaxAudioSize(long maxAudioSize) {
        this.maxAudioSize = maxAudioSize;
    }

    public int getSpoolThreshold() {
        return spoolThreshold;
    }

    /**
     * Maximum size in bytes of audio kept in memory. Larger audio is spooled to a temporary file, which is deleted
     * when nothing refers to the audio any more.
     */
    public void setSpoolThreshold(int spoolThreshold) {
        this.spoolThreshold = spoolThreshold;
    }

    public int getBatchSize() {
        return batchSize;
    }

    /**
     * Maximum number of tasks in one request. Must be at least 1. A body with a longer list becomes several requests.
     */
    public void setBatchSize(int batchSize) {
        this.batchSize = batchSize;
    }

    public boolean isContinueOnError() {
        return continueOnError;
    }

    /**
     * Whether to return failed results together with successful ones, including those of invalid elements of a list. If
     * false, the first failure is thrown and its getResults() has all results.
     */
    public void setContinueOnError(boolean continueOnError) {
        this.continueOnError = continueOnError;
    }

    public boolean isStream() {
        return stream;
    }

    /**
     * Whether the operation synthesize continues the exchange when the first audio has arrived, with a body that is read
     * while the rest is spoken. Requires outputFormat WAV, PCM or MP3, and a body with one text.
     */
    public void setStream(boolean stream) {
        this.stream = stream;
    }

    public @Nullable String getLongText() {
        return longText;
    }

    /**
     * Whether the operation synthesize cuts a text that one task cannot speak into pieces and joins their audio (split), or
     * rejects it. A text is too long if the service does not accept it, or if its speech probably exceeds maxNewTokens.
     * With the value split in its URI, an endpoint whose other options prevent this does not start.
     */
    public void setLongText(@Nullable String longText) {
        this.longText = longText;
    }

    public @Nullable Integer getMaxPieceLength() {
        return maxPieceLength;
    }

    /**
     * Maximum length of a piece in characters, at least 20; a Chinese, Japanese or Korean character counts as three. If
     * set, all longer texts are cut. Unset, a text is cut only if one task cannot speak it, into pieces of at most 600.
     */
    public void setMaxPieceLength(@Nullable Integer maxPieceLength) {
        this.maxPieceLength = maxPieceLength;
    }

    public int getParallelPieces() {
        return parallelPieces;
    }

    /**
     * Maximum number of pieces of a message that are spoken at a time. Must be at least 1. Each has callTimeout.
     */
    public void setParallelPieces(int parallelPieces) {
        this.parallelPieces = parallelPieces;
    }

    public Duration getPieceGap() {
        return pieceGap;
    }

    /**
     * Silence between two pieces of a paragraph, except between the parts of a sentence that had to be cut.
     */
    public void setPieceGap(Duration pieceGap) {
        this.pieceGap = pieceGap;
    }

    public Duration getParagraphGap() {
        return paragraphGap;
    }

    /**
     * Silence between two pieces at the end of a paragraph, and between texts that joinResults joins.
     */
    public void setParagraphGap(Duration paragraphGap) {
        this.paragraphGap = paragraphGap;
    }

    public boolean isJoinResults() {
        return joinResults;
    }

    /**
     * Whether a body with a list of texts or SpeechRequests, such as a dialogue, becomes one audio instead of a list of
     * results.
     */
    public void setJoinResults(boolean joinResults) {
        this.joinResults = joinResults;
    }

    public @Nullable String getSubtitles() {
        return subtitles;
    }

    /**
     * Format of the subtitles in the header CamelQwenTtsSubtitles, for a body with one text or with joinResults=true.
     * If not set, there are no subtitles.
     */
    public void setSubtitles(@Nullable String subtitles) {
        this.subtitles = subtitles;
    }

    public @Nullable SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    /**
     * To configure security using SSLContextParameters. Defaults to those of Camel's http or https component.
     */
    public void setSslContextParameters(@Nullable SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public @Nullable SpeechClient getSpeechClient() {
        return speechClient;
    }

    /**
     * Client from the registry that is used instead of one created by the component. The options of the client have no
     * effect then, and the component does not close it.
     */
    public void setSpeechClient(@Nullable SpeechClient speechClient) {
        this.speechClient = speechClient;
    }

    public @Nullable SpeechCache getCache() {
        return cache;
    }

    /**
     * Cache from the registry. The operation synthesize looks texts up in it, and buys only those that it does not have.
     * Cannot be combined with several results, uploads, webhooks and audio that is not downloaded.
     */
    public void setCache(@Nullable SpeechCache cache) {
        this.cache = cache;
    }

    public Duration getPollInitialDelay() {
        return pollInitialDelay;
    }

    /**
     * Delay between the acknowledgment of an asynchronous task and the first poll for its result.
     */
    public void setPollInitialDelay(Duration pollInitialDelay) {
        this.pollInitialDelay = pollInitialDelay;
    }

    public Duration getPollInterval() {
        return pollInterval;
    }

    /**
     * Delay between the first poll for a result and the second, and minimum delay between two polls of an endpoint,
     * which requests the results of all its tasks together.
     */
    public void setPollInterval(Duration pollInterval) {
        this.pollInterval = pollInterval;
    }

    public double getPollBackoffMultiplier() {
        return pollBackoffMultiplier;
    }

    /**
     * Multiplier applied to the poll interval after each poll. Must be at least 1.
     */
    public void setPollBackoffMultiplier(double pollBackoffMultiplier) {
        this.pollBackoffMultiplier = pollBackoffMultiplier;
    }

    public Duration getPollMaxInterval() {
        return pollMaxInterval;
    }

    /**
     * Maximum delay between two polls for the result of an asynchronous task.
     */
    public void setPollMaxInterval(Duration pollMaxInterval) {
        this.pollMaxInterval = pollMaxInterval;
    }

    public boolean isPollUntilDone() {
        return pollUntilDone;
    }

    /**
     * Whether the operation getResponse waits for all results, for at most callTimeout. If false, the body is empty
     * while a result is missing, and the header CamelQwenTtsTaskStatus is processing.
     */
    public void setPollUntilDone(boolean pollUntilDone) {
        this.pollUntilDone = pollUntilDone;
    }

    public boolean isIncludeDetails() {
        return includeDetails;
    }

    /**
     * Whether the operation getTaskDetails returns the original request and response as JSON, without secrets and
     * audio. If false, it returns the audio.
     */
    public void setIncludeDetails(boolean includeDetails) {
        this.includeDetails = includeDetails;
    }

    public String getWebhookPath() {
        return webhookPath;
    }

    /**
     * Path at which the webhook is served.
     */
    public void setWebhookPath(String webhookPath) {
        this.webhookPath = webhookPath;
    }

    public @Nullable String getWebhookToken() {
        return webhookToken;
    }

    /**
     * Value that the query parameter token of a webhook request must have. The value none accepts requests without a token.
     */
    public void setWebhookToken(@Nullable String webhookToken) {
        this.webhookToken = webhookToken;
    }

    public long getWebhookMaxPayloadSize() {
        return webhookMaxPayloadSize;
    }

    /**
     * Maximum size in bytes of a webhook request, which may contain audio as base64. The HTTP server may have a lower
     * limit of its own.
     */
    public void setWebhookMaxPayloadSize(long webhookMaxPayloadSize) {
        this.webhookMaxPayloadSize = webhookMaxPayloadSize;
    }

    public @Nullable IdempotentRepository getIdempotentRepository() {
        return idempotentRepository;
    }

    /**
     * Idempotent repository used to skip results that were already processed. Defaults to the last 10000 in memory.
     * Use a shared repository when several nodes serve the webhook.
     */
    public void setIdempotentRepository(@Nullable IdempotentRepository idempotentRepository) {
        this.idempotentRepository = idempotentRepository;
    }
}
