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
 * The headers. Those of the first kind override an option for one message; those of the second kind tell about the
 * result.
 *
 * @since 1.0
 */
public final class QwenTtsConstants {

    /** What the name of a header begins with; behind it comes the option's name with a capital. */
    public static final String HEADER_PREFIX = "CamelQwenTts";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option model. Model by its short name or ID: customvoice speaks with preset voices, voicedesign with a voice that positivePrompt describes, base with a voice cloned from referenceAudio.",
            javaType = "String")
    public static final String MODEL = "CamelQwenTtsModel";

    @Metadata(label = "producer", description = "Overrides the option voice. Who speaks.", javaType = "String")
    public static final String VOICE = "CamelQwenTtsVoice";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option language. Language to speak: a name, an ISO 639 code, a BCP 47 tag such as en-US, or a Locale.",
            javaType = "String")
    public static final String LANGUAGE = "CamelQwenTtsLanguage";

    @Metadata(
            label = "producer",
            description = "Overrides the option speed. The pace, from 0.25 to 4 in steps of 0.01.",
            javaType = "Double")
    public static final String SPEED = "CamelQwenTtsSpeed";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option positivePrompt. A style or emotion in words, such as: Speak with great enthusiasm.",
            javaType = "String")
    public static final String POSITIVE_PROMPT = "CamelQwenTtsPositivePrompt";

    @Metadata(
            label = "producer",
            description = "Overrides the option maxNewTokens. The most audio tokens to make, at least 1.",
            javaType = "Integer")
    public static final String MAX_NEW_TOKENS = "CamelQwenTtsMaxNewTokens";

    @Metadata(
            label = "producer",
            description = "Overrides the option outputType. How the audio comes back from the API.",
            javaType = "String")
    public static final String OUTPUT_TYPE = "CamelQwenTtsOutputType";

    @Metadata(
            label = "producer",
            description = "Overrides the option outputFormat. The format of the audio.",
            javaType = "String")
    public static final String OUTPUT_FORMAT = "CamelQwenTtsOutputFormat";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option audioSampleRate. The sample rate in Hz, with the formats MP3 and OGG only.",
            javaType = "Integer")
    public static final String AUDIO_SAMPLE_RATE = "CamelQwenTtsAudioSampleRate";

    @Metadata(
            label = "producer",
            description = "Overrides the option audioBitrate. The bitrate in kbps, with the formats MP3 and OGG only.",
            javaType = "Integer")
    public static final String AUDIO_BITRATE = "CamelQwenTtsAudioBitrate";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option audioChannels. The number of channels, 1 or 2, with the formats MP3 and OGG only.",
            javaType = "Integer")
    public static final String AUDIO_CHANNELS = "CamelQwenTtsAudioChannels";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option numberResults. How many results to make of one text, from 1 to 20, each with another seed.",
            javaType = "Integer")
    public static final String NUMBER_RESULTS = "CamelQwenTtsNumberResults";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option ttl. How long the API keeps the audio, in seconds, at least 60; with outputType=URL only.",
            javaType = "Integer")
    public static final String TTL = "CamelQwenTtsTtl";

    @Metadata(
            label = "producer",
            description = "Overrides the option includeCost. Whether results tell what they cost, in USD.",
            javaType = "Boolean")
    public static final String INCLUDE_COST = "CamelQwenTtsIncludeCost";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option uploadEndpoint. An http or https URL to which the API uploads the audio by HTTP PUT.",
            javaType = "String")
    public static final String UPLOAD_ENDPOINT = "CamelQwenTtsUploadEndpoint";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option webhookUrl. An http or https URL to which the API posts each finished result.",
            javaType = "String")
    public static final String WEBHOOK_URL = "CamelQwenTtsWebhookUrl";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option deliveryMethod. Whether the API answers with the result (sync), or is asked for it until it is there (async).",
            javaType = "String")
    public static final String DELIVERY_METHOD = "CamelQwenTtsDeliveryMethod";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option referenceAudio: a URL, base64 or data URI as text, or bytes, a file or a stream.",
            javaType = "Object")
    public static final String REFERENCE_AUDIO = "CamelQwenTtsReferenceAudio";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option transcript. The words of the reference audio, with the model base only.",
            javaType = "String")
    public static final String TRANSCRIPT = "CamelQwenTtsTranscript";

    @Metadata(
            label = "producer",
            description =
                    "Overrides the option xVectorOnly. Whether to clone the timbre alone, which needs no transcript; with the model base only.",
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

    @Metadata(description = "How the task stands: processing, success or error.", javaType = "String")
    public static final String TASK_STATUS = "CamelQwenTtsTaskStatus";

    @Metadata(description = "The id of the audio.", javaType = "String")
    public static final String AUDIO_UUID = "CamelQwenTtsAudioUuid";

    @Metadata(description = "Where the API serves the audio, with outputType=URL.", javaType = "String")
    public static final String AUDIO_URL = "CamelQwenTtsAudioUrl";

    @Metadata(
            description = "What the API charged, in USD, with includeCost=true; with several results their sum.",
            javaType = "java.math.BigDecimal")
    public static final String COST = "CamelQwenTtsCost";

    @Metadata(description = "The seed of the result, where the API names one.", javaType = "Long")
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
