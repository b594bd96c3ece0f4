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
package io.github.camelqwentts.examples.studio;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.camelqwentts.monitor.PieceEvent;
import io.github.camelqwentts.speech.SpeechError.Kind;
import org.apache.camel.StreamCache;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.springframework.stereotype.Component;

/** What the page has asked for, and how far it is. The oldest jobs are forgotten. */
@Component
class Jobs extends SimpleEventNotifierSupport {

    /** The property of an exchange with the ID of its job. */
    static final String JOB = "job";

    private static final int MAX_JOBS = 1_000;
    private static final Progress BEGUN = new Progress(0, 0, null);

    private final Map<String, Object> jobs = new LinkedHashMap<>();
    private final Map<String, ArrivingAudio> arriving = new HashMap<>();

    /** Returns the ID of a new job. */
    synchronized String begin() {
        String id = UUID.randomUUID().toString();
        jobs.put(id, BEGUN);
        if (jobs.size() > MAX_JOBS) {
            String oldest = jobs.keySet().iterator().next();
            jobs.remove(oldest);
            arriving.remove(oldest);
        }
        return id;
    }

    /** Offers the audio of a job to listeners, until the job has ended. */
    synchronized void listen(String id, ArrivingAudio audio) {
        if (jobs.get(id) instanceof Progress progress) {
            arriving.put(id, audio);
            jobs.put(id, new Progress(progress.done(), progress.pieces(), "api/speech/" + id + "/live"));
        }
    }

    /** Returns audio that is arriving; null if there is none. */
    synchronized ArrivingAudio arriving(String id) {
        return arriving.get(id);
    }

    synchronized void end(String id, List<SpokenResult> results) {
        arriving.remove(id);
        jobs.replace(id, results);
    }

    synchronized void end(String id, Failure failure) {
        arriving.remove(id);
        jobs.replace(id, failure);
    }

    /** Returns a server-sent event with the progress of the job. */
    synchronized String eventOf(String id) {
        Object state = jobs.getOrDefault(
                id,
                new Failure(Kind.NOT_FOUND.wireName(), "unknownJob", null, "The studio does not know this text", 404));
        if (state instanceof Failure) {
            return ServerSentEvent.of("failure", state);
        }
        return state instanceof Progress
                ? ServerSentEvent.repeated("progress", state)
                : ServerSentEvent.of("results", state);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof PieceEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        PieceEvent piece = (PieceEvent) event;
        String id = piece.getExchange().getProperty(JOB, String.class);
        synchronized (this) {
            if (id != null && jobs.get(id) instanceof Progress progress) {
                jobs.put(id, new Progress(piece.getDone(), piece.getPieces(), progress.live()));
            }
        }
    }

    /**
     * How far a text is.
     *
     * @param done the number of its pieces that have ended
     * @param pieces 0 as long as it is unknown
     * @param live where its audio can be heard while it arrives; null if it cannot
     */
    record Progress(int done, int pieces, String live) {}

    /** @param body each conversion of it reads the audio from the beginning */
    record ArrivingAudio(StreamCache body, String contentType) {}
}
