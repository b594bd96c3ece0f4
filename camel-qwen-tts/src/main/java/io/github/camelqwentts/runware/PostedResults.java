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
package io.github.camelqwentts.runware;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.camelqwentts.audio.AudioCheck;
import io.github.camelqwentts.runware.wire.PostReader;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.speech.TaskListener;

/** Results that the API posts to a webhook. */
final class PostedResults {

    private final RunwareApi api;
    private final TaskListener listener;

    PostedResults(RunwareApi api, TaskListener listener) {
        this.api = api;
        this.listener = listener;
    }

    List<SpeechResult> read(InputStream posted, long limit) throws IOException {
        return new PostReader(api.transport().spools(), limit, api::redact).read(posted);
    }

    /** Downloads the audio of a result that has a URL only, if audio is downloaded at all. */
    CompletableFuture<SpeechResult> download(SpeechResult result) {
        boolean isWanted = result instanceof Spoken spoken
                && spoken.audioURL() != null
                && spoken.audio() == null
                && api.options().downloads(false);
        return isWanted
                ? api.transport()
                        .calls()
                        .run(
                                api.options().calls().callTimeout(),
                                listener,
                                call -> api.retries()
                                        .run(new AudioDownload(result.orThrow(), AudioCheck.ANY, api, call), call),
                                late -> TaskResults.discard(List.of(late)))
                : CompletableFuture.completedFuture(result);
    }
}
