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

import io.vertx.core.buffer.Buffer;

/** A body in the pieces in which it is sent, and how it ends. */
record AnswerBody(List<Piece> pieces, Ending ending) {

    private static final long SPLIT_MILLIS = 20;

    AnswerBody {
        pieces = List.copyOf(pieces);
    }

    /**
     * A part that is sent at once.
     *
     * @param delayMillis how long the part before it has been sent
     */
    record Piece(Buffer bytes, long delayMillis) {}

    /** How the body ends. */
    enum Ending {
        COMPLETE,
        DISCONNECT,
        HANG
    }

    int length() {
        return pieces.stream().mapToInt(piece -> piece.bytes().length()).sum();
    }

    AnswerBody spoilt(SpeechFault fault, SseStyle sse) {
        if (fault instanceof SpeechFault.EmptyBody) {
            return new AnswerBody(List.of(), ending);
        }
        if (fault instanceof SpeechFault.BreakAfter broken) {
            return cut(broken.bytes(), Ending.DISCONNECT);
        }
        if (fault instanceof SpeechFault.HangAfter hanging) {
            return cut(hanging.bytes(), Ending.HANG);
        }
        if (fault instanceof SpeechFault.SplitAt split) {
            return split(split.offset());
        }
        if (fault instanceof SpeechFault.OddByte) {
            return with(new Piece(Buffer.buffer(new byte[] {1}), 0));
        }
        if (fault instanceof SpeechFault.SseWithoutEnd) {
            return firstPieces(pieces.size() - 1);
        }
        if (fault instanceof SpeechFault.SseErrorAfter failing) {
            int deltas = Math.min(failing.deltas(), pieces.size() - 1);
            return firstPieces(deltas).with(new Piece(sse.error("The engine failed", deltas > 0), 0));
        }
        return this;
    }

    private AnswerBody firstPieces(int count) {
        return new AnswerBody(pieces.subList(0, count), ending);
    }

    private AnswerBody with(Piece last) {
        List<Piece> more = new ArrayList<>(pieces);
        more.add(last);
        return new AnswerBody(more, ending);
    }

    /** The first bytes, and never all of them. */
    private AnswerBody cut(int bytes, Ending newEnding) {
        int left = Math.min(bytes, Math.max(0, length() - 1));
        List<Piece> kept = new ArrayList<>();
        for (Piece piece : pieces) {
            int length = Math.min(left, piece.bytes().length());
            if (length > 0) {
                kept.add(new Piece(piece.bytes().slice(0, length), piece.delayMillis()));
            }
            left -= length;
        }
        return new AnswerBody(kept, newEnding);
    }

    private AnswerBody split(int offset) {
        List<Piece> parts = new ArrayList<>();
        int before = 0;
        for (Piece piece : pieces) {
            int length = piece.bytes().length();
            int border = offset - before;
            if (border > 0 && border < length) {
                parts.add(new Piece(piece.bytes().slice(0, border), piece.delayMillis()));
                parts.add(new Piece(piece.bytes().slice(border, length), SPLIT_MILLIS));
            } else {
                parts.add(piece);
            }
            before += length;
        }
        return new AnswerBody(parts, ending);
    }
}
