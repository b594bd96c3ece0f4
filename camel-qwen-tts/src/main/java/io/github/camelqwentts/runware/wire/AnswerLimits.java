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
package io.github.camelqwentts.runware.wire;

/**
 * Bounds of a response, which follow from the request: anything beyond is refused before it fills memory or disk.
 *
 * @param items maximum number of results, notes and errors
 * @param audio maximum size in bytes of each audio
 * @param body maximum size in bytes of the whole response
 */
public record AnswerLimits(int items, long audio, long body) {

    /** For notes, errors and repeated results of any request. */
    private static final int EXTRA_ITEMS = 100;

    /** Details of a task may list whatever was in its request; these bounds fit requests of unknown size. */
    private static final int FEW_ITEMS_OF_DETAILS = 10_000;

    private static final int MOST_ITEMS_OF_DETAILS = 100_000;

    /** Large enough that an audio beyond {@code maxAudioSize} fails alone, not with its whole response. */
    private static final long MIN_BODY = 64L * 1024 * 1024;

    /** Far more than a result without its audio needs. */
    private static final long REST_OF_RESULT = 16 * 1024;

    /** Returns the bounds of a response with a total number of results, without their audio. */
    public static AnswerLimits ofResultsWithoutAudio(int results, long maxAudioSize) {
        return new AnswerLimits(items(results), maxAudioSize, Math.max(maxAudioSize, REST_OF_RESULT * (results + 1L)));
    }

    /** Returns the bounds of a response with a total number of results, with their audio. */
    public static AnswerLimits ofResults(int results, long maxAudioSize) {
        // With Base64, and with the reference audio that the details of a task repeat.
        long each = saturatedSum(maxAudioSize / 3 * 4, REST_OF_RESULT);
        long body = each > Long.MAX_VALUE / (results + 1L) ? Long.MAX_VALUE : each * (results + 1L);
        return new AnswerLimits(items(results), maxAudioSize, Math.max(MIN_BODY, body));
    }

    /** Returns the bounds of a webhook post, which usually has one result. */
    public static AnswerLimits ofPost(long maxPayloadSize) {
        return new AnswerLimits(EXTRA_ITEMS, maxPayloadSize, maxPayloadSize);
    }

    /**
     * Returns the bounds for the details of several tasks. The details of each may contain all tasks of its request.
     */
    public AnswerLimits forDetailsOf(int tasks) {
        long wanted = Math.min((long) items * tasks, MOST_ITEMS_OF_DETAILS);
        return new AnswerLimits(Math.max(items, (int) Math.max(wanted, FEW_ITEMS_OF_DETAILS)), audio, body);
    }

    private static int items(int results) {
        return EXTRA_ITEMS + 4 * results;
    }

    private static long saturatedSum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
