package org.lakeside.server.lake.availability;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.transfer.Listing.Told;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the catalogue what a DID holds now, and lets nobody wait long for it: an answer that comes too late counts for
/// whoever asks next. While an instance owes such an answer, nothing more is asked of it.
final class Recount implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Recount.class);
    private static final int KEPT = 200;

    private final Counts counts;
    private final Duration patience;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("recount-", 1).factory());
    // Guarded by `this`; the one asked longest ago makes room.
    private final Map<Subject, Question> questions = new LinkedHashMap<>();

    Recount(Counts counts, Duration patience) {
        this.counts = counts;
        this.patience = patience;
    }

    /// A DID with the list that is kept of it: an answer given for an earlier list says nothing of this one.
    record Subject(String instance, Did did, long files, long bytes) {}

    /// One question.
    ///
    /// @param earlier the last answer before
    private record Question(CompletableFuture<Optional<Told>> answer, Optional<Told> earlier, long began) {
        Optional<Told> latest() {
            return answer.getNow(Optional.empty()).or(() -> earlier);
        }
    }

    /// What the catalogue says; empty when it has not said anything in time, ever.
    Optional<Told> now(Subject subject) {
        Question question;
        synchronized (this) {
            var known = questions.get(subject);
            if (known == null || known.answer().isDone()) {
                var earlier = known == null ? Optional.<Told>empty() : known.latest();
                if (owesAnAnswer(subject.instance())) return earlier;
                known = asked(subject, earlier);
            }
            question = known;
        }
        return waitFor(question);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private boolean owesAnAnswer(String instance) {
        long now = System.nanoTime();
        return questions.entrySet().stream()
                .anyMatch(one -> one.getKey().instance().equals(instance)
                        && !one.getValue().answer().isDone()
                        && now - one.getValue().began() > patience.toNanos());
    }

    private Question asked(Subject subject, Optional<Told> earlier) {
        questions.remove(subject);
        if (questions.size() >= KEPT) {
            var oldest = questions.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        var question =
                new Question(CompletableFuture.supplyAsync(() -> ask(subject), threads), earlier, System.nanoTime());
        questions.put(subject, question);
        return question;
    }

    private Optional<Told> ask(Subject subject) {
        try {
            return Optional.of(counts.now(subject.instance(), subject.did()));
        } catch (LakeException e) {
            log.debug("{} is not counted again: {}", subject.did(), e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Told> waitFor(Question question) {
        try {
            return question.answer()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .or(question::earlier);
        } catch (TimeoutException e) {
            return question.earlier();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return question.earlier();
        } catch (ExecutionException e) {
            log.warn("counting again failed", e.getCause());
            return question.earlier();
        }
    }
}
