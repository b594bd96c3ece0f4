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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.camelqwentts.emulator.AnswerBody.Ending;
import io.github.camelqwentts.emulator.AnswerBody.Piece;
import io.vertx.core.buffer.Buffer;

/** Makes the audio of an order, in whole frames and in the pieces in which it is sent. */
record SpeechComposer(SpeechEngine engine, ChunkPace pace) {

    private static final int FRAME_BYTES = 3840;
    private static final int FRAME_SAMPLES = FRAME_BYTES / 2;
    private static final double TONE_HERTZ = 440;

    private static final int RIFF_SIZE_OFFSET = 4;
    private static final int DATA_SIZE_OFFSET = 40;

    /**
     * Returns the audio of an order. This is slow, so it must not run on an event loop.
     *
     * @param runaway whether the model does not stop
     * @param firstChunkOnly whether the audio ends after the first chunk
     */
    Speech compose(SpeechOrder order, SseStyle sse, boolean runaway, boolean firstChunkOnly) throws IOException {
        byte[] said = runaway
                ? tone(order.maxFrames())
                : engine.speak(order.utterance()).samples();
        int wanted = (said.length + FRAME_BYTES - 1) / FRAME_BYTES;
        int frames = Math.min(wanted, order.maxFrames());
        boolean complete = wanted == frames && !runaway;
        if (firstChunkOnly) {
            frames = Math.min(frames, pace.firstFrames());
        }
        Pcm speech = new Pcm(Arrays.copyOf(said, frames * FRAME_BYTES), SpeechEngine.SAMPLE_RATE, 1)
                .convertTo(order.sampleRate(), 1);
        List<Piece> pieces = order.delivery() == Delivery.WHOLE
                ? List.of(new Piece(
                        Buffer.buffer(order.encoder().encode(speech, AudioEncoder.DEFAULT_BITRATE)),
                        pace.wholeDelayMillis(frames)))
                : streamed(order, sse, speech, frames);
        return new Speech(new AnswerBody(pieces, Ending.COMPLETE), frames, complete);
    }

    private List<Piece> streamed(SpeechOrder order, SseStyle sse, Pcm speech, int frames) throws IOException {
        List<Piece> chunks = new ArrayList<>();
        byte[] bytes;
        if (order.encoder() == AudioEncoder.WAV) {
            bytes = speech.samples();
            chunks.add(new Piece(Buffer.buffer(endlessWaveHeader(order.sampleRate())), 0));
        } else {
            bytes = order.encoder().encode(speech, AudioEncoder.DEFAULT_BITRATE);
        }
        int from = 0;
        for (ChunkPace.Chunk chunk : pace.chunks(frames)) {
            int to = chunk.endFrame() == frames ? bytes.length : border(bytes.length, chunk.endFrame(), frames);
            chunks.add(new Piece(Buffer.buffer(Arrays.copyOfRange(bytes, from, to)), chunk.delayMillis()));
            from = to;
        }
        if (order.delivery() == Delivery.RAW) {
            return chunks;
        }
        List<Piece> events = new ArrayList<>();
        for (Piece chunk : chunks) {
            events.add(new Piece(sse.delta(chunk.bytes().getBytes(), order.format()), chunk.delayMillis()));
        }
        events.add(new Piece(sse.done(order.inputTokens(), frames), 0));
        return events;
    }

    /** Where a frame ends, between two samples. */
    private static int border(int length, int frame, int frames) {
        return (int) ((long) length * frame / frames) & ~1;
    }

    /** A header whose sizes are not known. */
    private static byte[] endlessWaveHeader(int sampleRate) throws IOException {
        byte[] header = AudioEncoder.WAV.encode(new Pcm(new byte[0], sampleRate, 1), AudioEncoder.DEFAULT_BITRATE);
        ByteBuffer.wrap(header).putInt(RIFF_SIZE_OFFSET, -1).putInt(DATA_SIZE_OFFSET, -1);
        return header;
    }

    private static byte[] tone(int frames) {
        ByteBuffer samples = ByteBuffer.allocate(frames * FRAME_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < frames * FRAME_SAMPLES; i++) {
            samples.putShort((short) (8000 * Math.sin(2 * Math.PI * TONE_HERTZ * i / SpeechEngine.SAMPLE_RATE)));
        }
        return samples.array();
    }

    /**
     * The speech of an order.
     *
     * @param complete whether it ended by itself, and not at the order's maximum
     */
    record Speech(AnswerBody body, int frames, boolean complete) {}
}
