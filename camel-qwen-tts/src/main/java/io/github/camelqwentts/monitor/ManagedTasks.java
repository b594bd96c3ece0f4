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
package io.github.camelqwentts.monitor;

import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.camelqwentts.speech.Internal;
import org.apache.camel.api.management.ManagedAttribute;

/**
 * The statistics of a producer or consumer as attributes of its MBean.
 *
 * @hidden
 */
@Internal
public interface ManagedTasks {

    TaskStatistics statistics();

    @ManagedAttribute(description = "Tasks in progress")
    default long getTasksInFlight() {
        return statistics().inFlight();
    }

    @ManagedAttribute(description = "Started tasks")
    default long getTasksTotal() {
        return statistics().tasks();
    }

    @ManagedAttribute(description = "Received results")
    default long getResultsTotal() {
        return statistics().results();
    }

    @ManagedAttribute(description = "Retries of tasks")
    default long getRetriesTotal() {
        return statistics().retries();
    }

    @ManagedAttribute(description = "Tasks whose response was lost and whose results were found")
    default long getRecoveredTotal() {
        return statistics().recovered();
    }

    @ManagedAttribute(description = "Failed tasks")
    default long getFailuresTotal() {
        return statistics().failures();
    }

    @ManagedAttribute(description = "Failed tasks by kind of failure")
    default Map<String, Long> getFailuresByKind() {
        return statistics().failuresByKind();
    }

    @ManagedAttribute(description = "The length of all texts in characters (code points)")
    default long getCharactersTotal() {
        return statistics().characters();
    }

    @ManagedAttribute(
            description = "Duration of all downloaded MP3, WAV and FLAC audio in seconds, as its headers report it")
    default double getAudioSecondsTotal() {
        return statistics().audioSeconds();
    }

    @ManagedAttribute(description = "Cost in USD of tasks with includeCost=true")
    default BigDecimal getCostTotal() {
        return statistics().cost();
    }

    @ManagedAttribute(description = "Texts whose audio was not bought, because the cache had it")
    default long getCacheHitsTotal() {
        return statistics().cache().hits();
    }

    @ManagedAttribute(description = "Texts that were not in the cache and were bought")
    default long getCacheMissesTotal() {
        return statistics().cache().misses();
    }

    @ManagedAttribute(description = "Size in bytes of the audio that was not bought, because the cache had it")
    default long getCacheBytesTotal() {
        return statistics().cache().bytes();
    }

    @ManagedAttribute(
            description = "Number of finished pieces of each message in progress, such as 12 of 80, by exchange ID")
    default Map<String, String> getPiecesInProgress() {
        return statistics().inProgress().stream()
                .collect(Collectors.toMap(
                        PieceProgress::exchangeId,
                        progress -> progress.done() + " of " + progress.pieces(),
                        (one, other) -> one));
    }
}
