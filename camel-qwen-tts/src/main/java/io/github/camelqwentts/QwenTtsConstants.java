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

import org.apache.camel.spi.Metadata;

/**
 * Names of the headers. Headers of the first kind override an option for one message; headers of the second kind
 * describe the result.
 *
 * @since 1.0
 */
public final class QwenTtsConstants {

    /** Prefix of header names. It is followed by the name of the option with a capital letter. */
    public static final String HEADER_PREFIX = "CamelQwenTts";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option model. Model by its short name or ID: customvoice speaks with preset voices, voicedesign with a voice that positivePrompt describes, base with a voice cloned from referenceAudio.",
            javaType = "String")
    public static final String MODEL = "CamelQwenTtsModel";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option voice. Voice to speak with. The model voicedesign accepts only design, the model base only clone; each is the default of its model.",
            javaType = "String")
    public static final String VOICE = "CamelQwenTtsVoice";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option language. Language to speak: a name, an ISO 639 code or a BCP 47 tag such as en-US. The header also accepts a Locale.",
            javaType = "String")
    public static final String LANGUAGE = "CamelQwenTtsLanguage";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option speed. Speaking rate, from 0.25 to 4 in steps of 0.01. 1 is the normal rate.",
            javaType = "Double")
    public static final String SPEED = "CamelQwenTtsSpeed";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option positivePrompt. Style or emotion in words, such as: Speak with great enthusiasm. Required by the model voicedesign as the description of the voice. Not supported by the model base.",
            javaType = "String")
    public static final String POSITIVE_PROMPT = "CamelQwenTtsPositivePrompt";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option maxNewTokens. Maximum number of audio tokens, at least 1. A second takes 12.5 tokens, so the default ends speech after some 164 seconds. Higher values allow longer audio but risk hangs.",
            javaType = "Integer")
    public static final String MAX_NEW_TOKENS = "CamelQwenTtsMaxNewTokens";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option outputType. Form in which the API returns the audio. The body of the message is the audio in each case.",
            javaType = "String")
    public static final String OUTPUT_TYPE = "CamelQwenTtsOutputType";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option outputFormat. Format of the audio. PCM (samples without a header) and OPUS require the backend openai, OGG the backend runware.",
            javaType = "String")
    public static final String OUTPUT_FORMAT = "CamelQwenTtsOutputFormat";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option audioSampleRate. Sample rate in Hz, with outputFormat MP3 or OGG only. MP3 supports 8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100 and 48000.",
            javaType = "Integer")
    public static final String AUDIO_SAMPLE_RATE = "CamelQwenTtsAudioSampleRate";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option audioBitrate. Bitrate in kbps, with outputFormat MP3 or OGG only. MP3 supports 8 to 64 up to 12000 Hz, 8 to 160 up to 24000 Hz, and 32 to 320 above.",
            javaType = "Integer")
    public static final String AUDIO_BITRATE = "CamelQwenTtsAudioBitrate";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option audioChannels. Number of channels, 1 or 2, with outputFormat MP3 or OGG only.",
            javaType = "Integer")
    public static final String AUDIO_CHANNELS = "CamelQwenTtsAudioChannels";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option numberResults. Number of results for one text, from 1 to 20, each with another seed. If it is greater than 1, the body becomes a list of SpeechResult.",
            javaType = "Integer")
    public static final String NUMBER_RESULTS = "CamelQwenTtsNumberResults";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option ttl. Time in seconds for which the API keeps the audio. Must be at least 60, and requires outputType=URL.",
            javaType = "Integer")
    public static final String TTL = "CamelQwenTtsTtl";

    @Metadata(
            label = "producer",
            description = "Overrides the option includeCost. Whether results report their cost in USD.",
            javaType = "Boolean")
    public static final String INCLUDE_COST = "CamelQwenTtsIncludeCost";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option uploadEndpoint. HTTP or HTTPS URL to which the API uploads the audio by HTTP PUT. Treated as a secret, because it may contain a signature.",
            javaType = "String")
    public static final String UPLOAD_ENDPOINT = "CamelQwenTtsUploadEndpoint";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option webhookUrl. HTTP or HTTPS URL to which the API posts each finished result. Treated as a secret, because it may contain a token.",
            javaType = "String")
    public static final String WEBHOOK_URL = "CamelQwenTtsWebhookUrl";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option deliveryMethod. Whether the API responds with the result (sync), or is polled until the result is available (async). The body of the message is the audio in both cases. The operation submit is always asynchronous.",
            javaType = "String")
    public static final String DELIVERY_METHOD = "CamelQwenTtsDeliveryMethod";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option referenceAudio. Sample of the voice to clone, at least 3 seconds long, with the model base only: a URL, base64, a data URI, or a resource that starts with file: or classpath:. The header also accepts bytes, a file or a stream, but no resource.",
            javaType = "Object")
    public static final String REFERENCE_AUDIO = "CamelQwenTtsReferenceAudio";

    @Metadata(
            label = "producer",
            description = "Overrides the option transcript. Words of the reference audio, with the model base only.",
            javaType = "String")
    public static final String TRANSCRIPT = "CamelQwenTtsTranscript";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option xVectorOnly. Whether to clone only the timbre, which requires no transcript, with the model base only.",
            javaType = "Boolean")
    public static final String X_VECTOR_ONLY = "CamelQwenTtsXVectorOnly";

    @Metadata(
            label = "producer",
            description =
                    "Idempotency key of the message, such as a JMS message ID or an order number: any object with a stable text. The same key with the same text and settings finds the earlier task, in any process at any time, instead of buying it again. With other content it is another task. The task is looked up before it is sent, which takes one more request.",
            javaType = "Object")
    public static final String IDEMPOTENCY_KEY = "CamelQwenTtsIdempotencyKey";

    @Metadata(
            description =
                    "ID of the task. As input of getResponse and getTaskDetails, the task to fetch, or a collection of IDs. Ignored by synthesize and submit.",
            javaType = "String")
    public static final String TASK_UUID = "CamelQwenTtsTaskUuid";

    @Metadata(description = "Status of the task: processing, success or error.", javaType = "String")
    public static final String TASK_STATUS = "CamelQwenTtsTaskStatus";

    @Metadata(description = "ID of the audio.", javaType = "String")
    public static final String AUDIO_UUID = "CamelQwenTtsAudioUuid";

    @Metadata(description = "URL at which the API serves the audio, with outputType=URL.", javaType = "String")
    public static final String AUDIO_URL = "CamelQwenTtsAudioUrl";

    @Metadata(
            description =
                    "Cost in USD as charged by the API, with includeCost=true. The sum if there are several results.",
            javaType = "java.math.BigDecimal")
    public static final String COST = "CamelQwenTtsCost";

    @Metadata(description = "Seed of the result, if the API reports one.", javaType = "Long")
    public static final String SEED = "CamelQwenTtsSeed";

    @Metadata(
            description = "Format of the audio: MP3, WAV, FLAC or OGG. Set if the message has one result.",
            javaType = "String")
    public static final String AUDIO_FORMAT = "CamelQwenTtsAudioFormat";

    @Metadata(
            description =
                    "Duration of the audio in milliseconds, as its own headers report it. Set if the message has one result with audio. In a list, each SpeechResult has its duration.",
            javaType = "Long")
    public static final String DURATION = "CamelQwenTtsDuration";

    @Metadata(
            description =
                    "Set to true if the audio ended because the token budget maxNewTokens was used up, so the end of the text may be missing. Otherwise not set.",
            javaType = "Boolean")
    public static final String TRUNCATED = "CamelQwenTtsTruncated";

    @Metadata(
            description =
                    "Set to true if the audio is from the cache, so that nothing was bought. Otherwise not set. A long text has it if all of its pieces are from the cache.",
            javaType = "Boolean")
    public static final String CACHE_HIT = "CamelQwenTtsCacheHit";

    @Metadata(
            description =
                    "Number of pieces that the audio was joined from. Set for a long text, for joined texts and with subtitles. Audio of several pieces has no task ID, URL and seed of its own.",
            javaType = "Integer")
    public static final String PIECES = "CamelQwenTtsPieces";

    @Metadata(
            description =
                    "Subtitles of the audio in the format that the option subtitles names, as the content of a file. Set if the option is set.",
            javaType = "String")
    public static final String SUBTITLES = "CamelQwenTtsSubtitles";

    @Metadata(
            description =
                    "Media type of the body: an audio type such as audio/mpeg, or text/plain if the body is a URL or a task ID. Not set for a list.",
            javaType = "String")
    public static final String CONTENT_TYPE = "Content-Type";

    private QwenTtsConstants() {}
}
