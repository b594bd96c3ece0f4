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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.WeakHashMap;

import io.github.camelqwentts.speech.SpeechRequest;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.SafeCopyProperty;
import org.apache.camel.clock.Clock;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in an exchange the tasks that were begun for it, so that a repetition finds them instead of buying them
 * again.
 *
 * <p>The history of the exchange decides whether a task is a repetition, because two equal texts in a route that does
 * not fail are two purchases. A task whose call failed or is still open can always be found again. A task
 * whose call succeeded can be found again if the exchange has failed since: then a part of the route is repeated, such
 * as the endpoint itself, a route around it, or a loop.
 *
 * <p>Immutable: a copy of an exchange (split, multicast, wireTap, seda) starts with the tasks of its original and is
 * independent from then on. Camel copies it back along with the result of a copy, and clears it with the exchange. A
 * part of a split changes nothing in its original, so the tasks of the copies are kept in their {@link Family} as well:
 * if the original fails and is split again, the new parts find them.
 */
final class EarlierTasks implements SafeCopyProperty {

    /**
     * Maximum number of tasks that a large list or a long loop may leave in an exchange, beyond those of the last call.
     */
    static final int LIMIT = 1_000;

    private static final String PROPERTY = EarlierTasks.class.getName();
    private static final Synchronization FORGETTING = new Forgetting();
    private static final EarlierTasks NONE = new EarlierTasks(List.of(), 0, null);

    private final List<Task> tasks;
    private final int redeliveries;
    private final @Nullable Throwable caught;

    /** The family to search as well; null if there is none, and in the copy that the exchange keeps. */
    private @Nullable Family family;

    private EarlierTasks(List<Task> tasks, int redeliveries, @Nullable Throwable caught) {
        this.tasks = tasks;
        this.redeliveries = redeliveries;
        this.caught = caught;
    }

    /** Returns the tasks that the exchange remembers, by its present state. */
    static EarlierTasks of(Exchange exchange) {
        EarlierTasks earlier = exchange.getExchangeExtension().getSafeCopyProperty(PROPERTY, EarlierTasks.class);
        EarlierTasks now = (earlier == null ? NONE : earlier).after(redeliveries(exchange), caught(exchange));
        now = new EarlierTasks(now.tasks, now.redeliveries, now.caught);
        now.family = Family.of(exchange);
        return now;
    }

    /** Returns the requests with the IDs of earlier tasks that may be found again; new requests have no ID. */
    List<SpeechRequest> assign(List<UUID> contents, List<SpeechRequest> requests) {
        if (tasks.isEmpty() && family == null) {
            return requests;
        }
        Map<UUID, Queue<String>> free = new HashMap<>();
        tasks.stream()
                .filter(task -> !task.done())
                .forEach(task -> free.computeIfAbsent(task.content(), content -> new ArrayDeque<>())
                        .add(task.id()));
        List<String> found = new ArrayList<>(requests.size());
        for (UUID content : contents) {
            Queue<String> ids = free.get(content);
            found.add(ids == null ? null : ids.poll());
        }
        if (family != null) {
            family.complete(contents, found, attempt());
        }
        List<SpeechRequest> named = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            String id = found.get(i);
            named.add(
                    id == null
                            ? requests.get(i)
                            : requests.get(i).toBuilder().taskUUID(id).build());
        }
        return named;
    }

    /** Remembers tasks that are about to be sent. Contents that are null are not remembered. */
    void begin(Exchange exchange, List<UUID> contents, List<String> ids) {
        List<Task> begun = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            if (contents.get(i) != null) {
                begun.add(new Task(contents.get(i), ids.get(i), false));
            }
        }
        List<Task> all = begun;
        if (!tasks.isEmpty()) {
            all = new ArrayList<>(tasks);
            Set<String> again = new HashSet<>(ids);
            all.removeIf(task -> again.contains(task.id()));
            if (all.size() > LIMIT) {
                all.subList(0, all.size() - LIMIT).clear();
            }
            all.addAll(begun);
        }
        boolean isFirst = Family.create(exchange).begin(begun, attempt());
        if (isFirst && !isCopy(exchange)) {
            exchange.getExchangeExtension().addOnCompletion(FORGETTING);
        }
        keep(exchange, new EarlierTasks(List.copyOf(all), redeliveries, caught));
    }

    /** Marks the tasks of successful results as done: as long as nothing fails, the same content is a new purchase. */
    static void end(Exchange exchange, List<SpeechResult> results) {
        EarlierTasks earlier = exchange.getExchangeExtension().getSafeCopyProperty(PROPERTY, EarlierTasks.class);
        if (earlier == null || earlier.tasks.isEmpty()) {
            return;
        }
        Set<String> ids = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (SpeechResult result : results) {
            if (result.failure() == null && result.taskUUID() != null) {
                ids.add(result.taskUUID());
            }
        }
        List<Task> all = new ArrayList<>(earlier.tasks);
        all.replaceAll(task -> ids.contains(task.id()) ? task.done(true) : task);
        keep(exchange, new EarlierTasks(all, earlier.redeliveries, earlier.caught));
    }

    int size() {
        return tasks.size();
    }

    @Override
    public SafeCopyProperty safeCopy() {
        return this;
    }

    /** Identifies the attempt: changes with every redelivery and every caught failure. */
    private long attempt() {
        return (long) redeliveries << Integer.SIZE | (System.identityHashCode(caught) & 0xFFFF_FFFFL);
    }

    private EarlierTasks after(int redeliveriesNow, @Nullable Throwable caughtNow) {
        if (redeliveriesNow == redeliveries && caughtNow == caught) {
            return this;
        }
        return new EarlierTasks(tasks.stream().map(task -> task.done(false)).toList(), redeliveriesNow, caughtNow);
    }

    private static boolean isCopy(Exchange exchange) {
        return exchange.getProperty(ExchangePropertyKey.CORRELATION_ID) != null;
    }

    private static void keep(Exchange exchange, EarlierTasks tasks) {
        exchange.getExchangeExtension().setSafeCopyProperty(PROPERTY, tasks);
    }

    /** Grows with every redelivery of the exchange, at whatever step; it is lost with the headers. */
    private static int redeliveries(Exchange exchange) {
        Integer counter = exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, Integer.class);
        return Objects.requireNonNullElse(counter, 0);
    }

    /** Changes with every failure that is caught; it is the same again if a route throws one instance many times. */
    private static @Nullable Throwable caught(Exchange exchange) {
        return exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
    }

    /**
     * Removes the tasks of a finished exchange from its family. Otherwise they would stay until a garbage collection,
     * and prolong it. Copies that are still in progress keep their own list.
     */
    private static final class Forgetting extends SynchronizationAdapter {

        @Override
        public void onDone(Exchange exchange) {
            EarlierTasks earlier = exchange.getExchangeExtension().getSafeCopyProperty(PROPERTY, EarlierTasks.class);
            Family family = Family.of(exchange);
            if (earlier != null && family != null) {
                family.forget(exchange, earlier.tasks);
            }
        }

        @Override
        public boolean allowHandover() {
            return false;
        }
    }

    private record Task(UUID content, String id, boolean done) {

        Task done(boolean now) {
            return now == done ? this : new Task(content, id, now);
        }
    }

    /**
     * The tasks that an exchange and its copies began. A task can be found again in an attempt that has not used it
     * yet. Equal parts of a split belong to the same attempt, so that each gets a task of its own.
     */
    private static final class Family {

        /** The key is the clock, because nothing else is shared by an exchange and all of its copies. */
        private static final Map<Clock, Family> ALL = Collections.synchronizedMap(new WeakHashMap<>());

        private static final int MOST_ATTEMPTS = 16;

        private final long created;
        private final Map<String, Member> members = new LinkedHashMap<>();

        private Family(long created) {
            this.created = created;
        }

        /** {@return the family of an exchange; null if no exchange of it has begun a task} */
        static @Nullable Family of(Exchange exchange) {
            Family known = ALL.get(exchange.getClock());
            return known != null && known.isOf(exchange) ? known : null;
        }

        static Family create(Exchange exchange) {
            return ALL.compute(
                    exchange.getClock(),
                    (clock, known) -> known != null && known.isOf(exchange)
                            ? known
                            : new Family(exchange.getClock().getCreated()));
        }

        /** Camel reuses a pooled exchange with its clock, so the clock alone does not identify the family. */
        private boolean isOf(Exchange exchange) {
            return created == exchange.getClock().getCreated();
        }

        /** Fills the gaps in a list of IDs with IDs of tasks that this attempt has not used. */
        synchronized void complete(List<UUID> contents, List<String> ids, long attempt) {
            ids.forEach(id -> use(id, attempt));
            for (int i = 0; i < ids.size(); i++) {
                if (ids.get(i) == null && contents.get(i) != null) {
                    ids.set(i, take(contents.get(i), attempt));
                }
            }
        }

        /** {@return whether these are the first tasks of the family} */
        synchronized boolean begin(List<Task> begun, long attempt) {
            boolean areFirst = members.isEmpty();
            for (Task task : begun) {
                members.computeIfAbsent(task.id(), id -> new Member(task.content(), new LinkedHashSet<>()));
                use(task.id(), attempt);
            }
            Iterator<String> oldest = members.keySet().iterator();
            for (int tooMany = members.size() - LIMIT; tooMany > 0; tooMany--) {
                oldest.next();
                oldest.remove();
            }
            return areFirst;
        }

        synchronized void forget(Exchange exchange, List<Task> tasks) {
            tasks.forEach(task -> members.remove(task.id()));
            if (members.isEmpty()) {
                ALL.remove(exchange.getClock(), this);
            }
        }

        private @Nullable String take(UUID content, long attempt) {
            for (Map.Entry<String, Member> member : members.entrySet()) {
                if (member.getValue().content().equals(content)
                        && !member.getValue().attempts().contains(attempt)) {
                    use(member.getKey(), attempt);
                    return member.getKey();
                }
            }
            return null;
        }

        private void use(String id, long attempt) {
            Member member = members.get(id);
            if (member != null
                    && member.attempts().add(attempt)
                    && member.attempts().size() > MOST_ATTEMPTS) {
                Iterator<Long> oldest = member.attempts().iterator();
                oldest.next();
                oldest.remove();
            }
        }

        /** @param attempts the attempts that used the task */
        private record Member(UUID content, Set<Long> attempts) {}
    }
}
