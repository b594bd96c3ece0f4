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

import io.github.camelqwentts.audio.SizedAudio;
import io.github.camelqwentts.openai.SpeechOrder.Form;
import io.github.camelqwentts.speech.OutputFormat;
import io.github.camelqwentts.transport.CallScope;
import io.github.camelqwentts.transport.GrowingSpool;
import io.github.camelqwentts.transport.StreamedResponse;

/** Turns the body of a response into audio while it arrives, whatever its form. */
final class StreamedBody {

    private static final int BYTES_PER_SAMPLE = 2;

    private StreamedBody() {}

    /** Returns the audio. It fails if it is far too long or too short for its text; cancelling it ends the response. */
    static GrowingSpool decode(
            StreamedResponse response, MediaType type, SpeechOrder order, OpenAiApi api, CallScope call) {
        GrowingSpool audio = api.transport().growingSpool(api.options().calls().maxAudioSize(), call);
        int rate = new AudioReview(order).sampleRate(response::header, type);
        StreamLength length = new StreamLength(order, rate);
        GrowingSpool body = response.body();
        audio.checkAtEnd(length::requireEnough);
        audio.setBytesPerSecond(BYTES_PER_SAMPLE * rate);
        // Without listeners, the connection is closed, which ends the work at the server.
        audio.whole().whenComplete((whole, failure) -> {
            if (failure != null) {
                body.discard();
            }
        });
        boolean isWav = order.request().effectiveOutputFormat() == OutputFormat.WAV;
        if (isWav && (order.form() == Form.STREAMED_SAMPLES || type.isSamples())) {
            appendHeader(audio, rate);
        }
        if (type.isEvents()) {
            body.forward(new EventReceiver(audio, length, order.taskUUID(), api::redact));
        } else {
            body.forwardAtOnce(new RawReceiver(audio, length), audio);
        }
        return audio;
    }

    /** Appends the header that the server does not send. */
    private static void appendHeader(GrowingSpool audio, int rate) {
        byte[] header = SizedAudio.headerOfUnknownSize(rate);
        try {
            audio.append(header, 0, header.length);
        } catch (IOException e) {
            audio.fail(e);
        }
    }
}
