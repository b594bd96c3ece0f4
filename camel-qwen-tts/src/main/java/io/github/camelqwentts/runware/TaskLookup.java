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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.github.camelqwentts.runware.wire.Envelope;
import io.github.camelqwentts.runware.wire.ErrorKinds;
import io.github.camelqwentts.runware.wire.TaskContent;
import io.github.camelqwentts.runware.wire.TaskWriter;
import io.github.camelqwentts.speech.SpeechError;
import io.github.camelqwentts.speech.SpeechError.Kind;
import io.github.camelqwentts.speech.SpeechException;
import io.github.camelqwentts.speech.SpeechResult;
import io.github.camelqwentts.speech.SpeechResult.Spoken;
import io.github.camelqwentts.transport.CallScope;
import org.jspecify.annotations.Nullable;

/**
 * Looks up tasks that the API may have. A task of this call is looked up by its delivery method: {@code getTaskDetails}
 * finds executed tasks, {@code getResponse} asynchronous ones. A task whose ID the sender chose may have been sent by
 * any process, in either way: it is looked up in both ways, in one request, and must match the request.
 *
 * @param accept leaves the results of a task to the poller
 */
record TaskLookup(RunwareApi api, CallScope call, boolean awaitResults, Consumer<PendingTask> accept) {

    /** {@return the outcome, after the tasks have taken their results; never fails} */
    CompletableFuture<Answer> ask(List<PendingTask> tasks) {
        return ask(tasks, task -> !task.isAsync() || task.isAskedBothWays(), TaskLookup::isPolled)
                .thenApply(answer -> {
                    if (answer.reply().envelope() != null) {
                        answer.reply()
                                .envelope()
                                .distribute(tasks.stream()
                                        .filter(task -> awaitResults && !answer.isOfOthers(task))
                                        .map(PendingTask::results)
                                        .toList());
                    }
                    return answer;
                });
    }

    private CompletableFuture<Answer> ask(
            List<PendingTask> tasks, Predicate<PendingTask> details, Predicate<PendingTask> responses) {
        List<String> detailed = uuids(tasks, details);
        List<String> polled = uuids(tasks, responses);
        Map<String, TaskContent> requests = new HashMap<>();
        boolean compares = tasks.stream().anyMatch(PendingTask::mayBeOfOthers);
        return api.exchange(
                        spools -> TaskWriter.lookups(detailed, polled, spools),
                        api.limits(
                                        tasks.stream()
                                                .mapToInt(PendingTask::mostFound)
                                                .sum(),
                                        true)
                                .forDetailsOf(tasks.size()),
                        call,
                        (answer, limits) -> {
                            if (compares) {
                                requests.putAll(TaskContent.read(answer, limits));
                            }
                        })
                .thenApply(reply -> new Answer(reply, requests));
    }

    /** Updates a task after its results were taken from a response. */
    void settle(PendingTask task, Answer answer) {
        Envelope envelope = answer.reply().envelope();
        if (envelope == null) {
            settleUnanswered(task, answer.reply());
        } else if (answer.isOfOthers(task)) {
            task.end(TaskFailures.inUse(task.uuid(), answer.differenceOf(task)));
        } else {
            if (answer.requests().containsKey(task.uuid())) {
                task.markChecked();
            }
            if (awaitResults && task.results().isComplete()) {
                task.end(null);
            } else {
                settle(task, envelope);
            }
        }
    }

    /**
     * Compares a task that was found under the sender's ID with the request, unless that was done before.
     *
     * @return the results, or the failure that takes their place
     */
    CompletableFuture<List<SpeechResult>> check(PendingTask task, List<SpeechResult> found) {
        boolean isFound = found.stream().anyMatch(Spoken.class::isInstance);
        if (!isFound || !task.mayBeOfOthers()) {
            return CompletableFuture.completedFuture(found);
        }
        return ask(List.of(task), asked -> true, asked -> false).thenApply(answer -> {
            if (answer.reply().envelope() != null) {
                answer.reply().envelope().discard();
            }
            if (!answer.isOfOthers(task)) {
                return found;
            }
            TaskResults.discard(found);
            return List.of(failed(task, TaskFailures.inUse(task.uuid(), answer.differenceOf(task))));
        });
    }

    static SpeechResult failed(PendingTask task, SpeechException failure) {
        return SpeechResult.failed(task.uuid(), task.request().effectiveOutputFormat(), failure);
    }

    private void settle(PendingTask task, Envelope envelope) {
        String uuid = task.uuid();
        SpeechError error = errorOf(task, envelope);
        SpeechException refusal = task.results().pollRefusal();
        if (refusal != null) {
            task.markKnown();
            task.markUnanswered(refusal);
        } else if (error != null && (envelope.knows(uuid) || envelope.failed().contains(uuid))) {
            settleFailed(task, error);
        } else if (envelope.isInProgress(uuid) && !isPolled(task)) {
            task.markInProgress();
        } else if (envelope.isInProgress(uuid) || (envelope.mentions(uuid) && (task.isAsync() || !awaitResults))) {
            accept.accept(task);
        } else if (envelope.mentions(uuid)) {
            task.markKnown();
            task.markUnanswered(TaskFailures.notFound("results", task.uuid()));
        } else if (error == null) {
            task.markUnknown(api.options().resendDelay());
        } else {
            settleRefused(task, error);
        }
    }

    /** The failure of the task or of its lookup; null if the task merely was not found. */
    private static @Nullable SpeechError errorOf(PendingTask task, Envelope envelope) {
        List<SpeechError> errors = envelope.errors().stream()
                .filter(error -> error.taskUUID() == null || error.taskUUID().equals(task.uuid()))
                .toList();
        boolean isUnknown = errors.stream().anyMatch(ErrorKinds::isTaskNotFound);
        return errors.stream()
                .filter(error -> !ErrorKinds.isTaskNotFound(error))
                // An API may reject polls for unknown tasks and for tasks that are not asynchronous.
                .filter(error -> !(isUnknown && error.kind() == Kind.VALIDATION))
                .findFirst()
                .orElse(null);
    }

    /** The API reports that the task failed. */
    private static void settleFailed(PendingTask task, SpeechError error) {
        SpeechException reported = SpeechException.of(error.forTask(task.uuid()));
        boolean mayBeSentAgain =
                task.results().isEmpty() && !task.isAsync() && !task.isKnown() && ErrorKinds.isRetryable(error.kind());
        if (mayBeSentAgain) {
            task.toSend(reported);
        } else {
            task.end(reported);
        }
    }

    private static void settleRefused(PendingTask task, SpeechError error) {
        SpeechException reported = SpeechException.of(error.forTask(task.uuid()));
        if (ErrorKinds.isRetryable(error.kind())) {
            task.markUnanswered(reported);
        } else if (task.failure() == null) {
            task.end(reported);
        } else {
            task.failure().addSuppressed(reported);
            task.end(task.failure());
        }
    }

    /** It stays lost, with its first failure. */
    private void settleUnanswered(PendingTask task, ApiResponse reply) {
        if (reply.status() == 404) {
            // Some servers respond with 404 and no body for an unknown task.
            task.markUnknown(api.options().resendDelay());
        } else if (task.failure() == null && reply.certainty() == ApiResponse.Certainty.FINAL) {
            task.end(reply.failureOf(task.uuid()));
        } else {
            task.markUnanswered(reply.failureOf(task.uuid()));
        }
    }

    private static boolean isPolled(PendingTask task) {
        return task.isAsync() || task.isAskedBothWays();
    }

    private static List<String> uuids(List<PendingTask> tasks, Predicate<PendingTask> which) {
        return tasks.stream().filter(which).map(PendingTask::uuid).toList();
    }

    /**
     * The response to a lookup.
     *
     * @param requests the original requests that are in it, by the ids of their tasks
     */
    record Answer(ApiResponse reply, Map<String, TaskContent> requests) {

        boolean isOfOthers(PendingTask task) {
            return differenceOf(task) != null;
        }

        /** The name of a parameter that differs from the request; null if there is none, or if it is not known. */
        @Nullable
        String differenceOf(PendingTask task) {
            TaskContent found = task.mayBeOfOthers() ? requests.get(task.uuid()) : null;
            return found == null ? null : found.differenceFrom(task.request());
        }
    }
}
