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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

import io.github.camelqwentts.audio.AudioCheck;
import io.github.camelqwentts.audio.BadAudioException;
import io.github.camelqwentts.audio.SizedAudio;
import io.github.camelqwentts.openai.ErrorRules.Repeat;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.speech.SpeechAudio;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.transport.SpooledResponse;
import org.jspecify.annotations.Nullable;

/** Checks whether whole audio has the ordered format, and a plausible duration for its text. */
final class AudioReview {

    private static final int SNIFFED = 256;

    private final SpeechOrder order;

    AudioReview(SpeechOrder order) {
        this.order = order;
    }

    /**
     * Accepts audio, or reports its fault.
     *
     * @param body the audio, which belongs to the answer if that is spoken
     * @throws BadAudioException if it has another format than ordered, or is truncated
     */
    SpeechAnswer accept(SpooledResponse response, SpeechAudio body, MediaType type) throws IOException {
        OutputFormat format = order.request().effectiveOutputFormat();
        boolean isWav = startOf(body).startsWith("RIFF");
        if (format == OutputFormat.PCM && isWav) {
            throw new BadAudioException("Expected PCM audio but received WAV");
        }
        int rate = sampleRate(response::header, type);
        SpeechAudio audio = format == OutputFormat.WAV && type.isSamples() && !isWav
                ? SizedAudio.withHeader(body, rate)
                : SizedAudio.whole(body, format);
        Spoken result = check().accept(
                        Spoken.builder(order.taskUUID(), format)
                                .seed(order.seed())
                                .build(),
                        audio,
                        rate);
        boolean isCut = result.truncated() || "length".equals(response.header("X-Finish-Reason"));
        String fault = faultOf(result.duration(), isCut);
        return fault == null
                ? SpeechAnswer.of(result.toBuilder().truncated(isCut).build(), response.status())
                : SpeechAnswer.failed(Kind.PROVIDER, fault, order.taskUUID(), response.status(), Repeat.ONCE_CHANGED);
    }

    /** Whether a response without a specific Content-Type is text; samples without a header could be anything. */
    static boolean isText(SpeechAudio body) throws IOException {
        return isText(startOf(body));
    }

    static boolean isText(String beginning) {
        String start = beginning.stripLeading();
        return start.startsWith("{\"")
                || start.startsWith("{ \"")
                || start.startsWith("<!")
                || start.startsWith("<html");
    }

    /** @param isCut whether the audio ended because a token budget was used up */
    private @Nullable String faultOf(@Nullable Long millis, boolean isCut) {
        if (isCut && order.tokenLimit() != null) {
            return "The audio is far too long for the text: it used up " + order.tokenLimit() + " tokens";
        } else if (millis != null && order.expectedLength().isTooLong(millis)) {
            return "The audio is far too long for the text: " + millis + " ms";
        } else if (millis != null && !isCut && order.expectedLength().isTooShort(millis)) {
            return "The audio is far too short for the text: " + millis + " ms";
        }
        return null;
    }

    private AudioCheck check() {
        AudioCheck check = AudioCheck.of(order.request());
        return order.tokenLimit() == null ? check : new AudioCheck(check.format(), order.tokenLimit(), check.speed());
    }

    /**
     * The reason why samples without a header cannot be used, because a route would not know their rate; null if they
     * can.
     */
    @Nullable
    String faultOfRate(UnaryOperator<@Nullable String> headers, MediaType type) {
        int rate = sampleRate(headers, type);
        int ordered = AudioCheck.sampleRate(order.request());
        return order.request().effectiveOutputFormat() != OutputFormat.PCM || rate == ordered
                ? null
                : "The server responded with samples at " + rate + " Hz instead of " + ordered
                        + " Hz; use outputFormat=WAV, whose header has the rate";
    }

    /** The sample rate that the response reports; otherwise the one that was ordered. */
    int sampleRate(UnaryOperator<@Nullable String> headers, MediaType type) {
        if (type.rate() != null) {
            return type.rate();
        }
        for (String header : new String[] {"X-Sample-Rate", "X-InferHub-Audio-Sample-Rate"}) {
            Integer reported = MediaType.wholeNumber(headers.apply(header));
            if (reported != null) {
                return reported;
            }
        }
        return AudioCheck.sampleRate(order.request());
    }

    private static String startOf(SpeechAudio body) throws IOException {
        try (InputStream in = body.open()) {
            return new String(in.readNBytes(SNIFFED), StandardCharsets.ISO_8859_1);
        }
    }
}
