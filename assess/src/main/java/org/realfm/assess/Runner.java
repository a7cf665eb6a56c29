package org.realfm.assess;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.realfm.assess.Engine.Asked;
import org.realfm.assess.Engine.Seen;
import org.realfm.ledger.Digest;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.run.Pictures;
import org.realfm.run.Progress;
import org.realfm.run.Stimulus;
import org.realfm.study.Cohort;
import org.realfm.tables.BadInput;

/// Has each stimulus of a plan shown to each model once, by an [Engine]. What is already in the store is not shown again; what
/// is new is durable, chunk by chunk, before it counts. Of a chunk that takes its time each batch is kept when it is done, so
/// that a kill costs a second's work and the batches under way.
final class Runner {

    /// What tables say is kept together, so many at a time: it can be looked up again at no cost.
    private static final int LOOKED_UP = 65_536;

    /// How long a chunk is waited for before what was said of it so far is kept.
    private static final long PATIENCE_MILLISECONDS = 1_000;

    private final Cohort cohort;
    private final Pictures pictures;
    private final ObservationStore store;
    private final String salt;
    private final Engine engine;
    private final Progress progress;
    private final Map<Digest, Failures> failures = new HashMap<>();
    private final Map<Digest, String> stopped = new HashMap<>();
    private final SequencedMap<Digest, Map<Digest, Output>> lookedUp = new LinkedHashMap<>();
    private long shown;
    private long resumed;
    private Optional<BadInput> stop = Optional.empty();

    Runner(Cohort cohort, Pictures pictures, ObservationStore store, String salt, Engine engine, Progress progress) {
        this.cohort = cohort;
        this.pictures = pictures;
        this.store = store;
        this.salt = salt;
        this.engine = engine;
        this.progress = progress;
    }

    /// How many showings were new.
    long shown() {
        return shown;
    }

    /// How many showings an earlier run had already done.
    long resumed() {
        return resumed;
    }

    /// The scorers that were stopped since they failed too often (see [Failures]), and why.
    Map<Digest, String> stopped() {
        return stopped;
    }

    /// Runs the plan.
    ///
    /// @param models by the digest of their scorer
    /// @return what each scorer said
    /// @throws BadInput if a model cannot go on; what was said until then is kept
    SequencedMap<Digest, Answers> run(Plan plan, SequencedMap<Digest, Model> models) {
        SequencedMap<Digest, Answers> known = new LinkedHashMap<>();
        models.forEach((scorer, model) -> known.put(scorer, store.known(scorer)));
        long cases = plan.cases();
        progress.stage(
                "showing cases to models",
                models.values().stream().mapToLong(model -> model.interactive() ? plan.size() : cases).sum());
        try (Engine.Session session = engine.open(new Engine.Job(cohort, pictures, models, progress))) {
            Deque<Pending> pending = new ArrayDeque<>();
            for (int number = 0; number < plan.chunks().size() && stop.isEmpty(); number++) {
                Asked asked = ask(number, plan.chunks().get(number), models, known);
                Queue<Said> soFar = new ConcurrentLinkedQueue<>();
                pending.add(new Pending(
                        asked, soFar, session.show(asked, (scorer, outputs) -> soFar.add(new Said(scorer, outputs)))));
                if (pending.size() > session.ahead()) {
                    keep(pending.removeFirst(), models, known);
                }
            }
            while (!pending.isEmpty()) {
                keep(pending.removeFirst(), models, known);
            }
        }
        keepLookedUp(1);
        // What was answered until then is kept; nobody should pay for it twice.
        if (stop.isPresent()) {
            throw stop.get();
        }
        return known;
    }

    /// What a scorer said of a batch.
    private record Said(Digest scorer, Map<Digest, Output> outputs) {}

    /// A chunk that is under way.
    ///
    /// @param soFar what was said of its batches, as they are done
    private record Pending(Asked asked, Queue<Said> soFar, Future<Seen> seen) {}

    private Asked ask(
            int number,
            List<Stimulus> chunk,
            SequencedMap<Digest, Model> models,
            Map<Digest, Answers> known) {
        List<Digest> digests =
                chunk.stream().map(stimulus -> stimulus.digest(cohort, salt)).toList();
        SequencedMap<Digest, Set<Digest>> told = new LinkedHashMap<>();
        models.forEach((scorer, model) -> {
            if (stopped.containsKey(scorer)) {
                return;
            }
            Answers before = Objects.requireNonNull(known.get(scorer));
            boolean open = false;
            for (int i = 0; i < chunk.size(); i++) {
                open |= Presentation.answerable(chunk.get(i), model) && !before.containsKey(digests.get(i));
            }
            if (open) {
                Set<Digest> seen = told(chunk, digests, model, before);
                told.put(scorer, seen);
                resumed += seen.size();
            } else {
                resumed += chunk.size();
                count(new Asked(number, chunk, digests, told), scorer, model, known);
            }
        });
        return new Asked(number, chunk, digests, told);
    }

    /// What need not be shown to a model again. A batch of which something is missing is shown as a whole, since the last bits
    /// of a score may depend on the others of its batch.
    private Set<Digest> told(List<Stimulus> chunk, List<Digest> digests, Model model, Answers before) {
        Set<Digest> told = new HashSet<>();
        if (before.isEmpty()) {
            return told;
        }
        Map<Stimulus, Digest> digestOf = Presentation.digestOf(chunk, digests);
        for (List<Stimulus> batch : Plan.batches(chunk, Plan.batch(cohort))) {
            List<Digest> asked = batch.stream()
                    .filter(stimulus -> Presentation.answerable(stimulus, model))
                    .map(stimulus -> Objects.requireNonNull(digestOf.get(stimulus)))
                    .toList();
            if (model.oneByOne() || asked.stream().allMatch(before::containsKey)) {
                asked.stream().filter(before::containsKey).forEach(told::add);
            }
        }
        return told;
    }

    /// Keeps what was said of a chunk. What a model said that was stopped by an earlier chunk is let go, since another number
    /// of threads might not have asked for it.
    private void keep(Pending pending, SequencedMap<Digest, Model> models, Map<Digest, Answers> known) {
        try {
            Seen seen = finished(pending, known);
            seen.said().forEach((scorer, outputs) -> {
                if (Objects.requireNonNull(models.get(scorer)).interactive()) {
                    add(scorer, outputs, known);
                } else if (!stopped.containsKey(scorer)) {
                    Answers before = Objects.requireNonNull(known.get(scorer));
                    outputs.keySet().removeAll(before.keySet());
                    lookedUp.computeIfAbsent(scorer, each -> new LinkedHashMap<>()).putAll(outputs);
                    keepLookedUp(LOOKED_UP);
                    before.putAll(outputs);
                    shown += outputs.size();
                }
            });
            if (seen.stop().isPresent()) {
                stop = stop.or(seen::stop);
            } else {
                models.forEach((scorer, model) -> count(pending.asked, scorer, model, known));
            }
            progress.done(models.values().stream()
                    .mapToLong(model -> pending.asked.chunk().stream()
                            .filter(stimulus -> Presentation.answerable(stimulus, model))
                            .count())
                    .sum());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the run was interrupted; run again to go on where it stopped", e);
        }
    }

    /// Waits until a chunk is done. All chunks before it are kept, so that it is known whose answers count.
    private Seen finished(Pending pending, Map<Digest, Answers> known) throws ExecutionException, InterruptedException {
        while (true) {
            try {
                return pending.seen.get(PATIENCE_MILLISECONDS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                for (Said said = pending.soFar.poll(); said != null; said = pending.soFar.poll()) {
                    add(said.scorer, new LinkedHashMap<>(said.outputs), known);
                }
            }
        }
    }

    /// Keeps what is new of this.
    private void add(Digest scorer, Map<Digest, Output> outputs, Map<Digest, Answers> known) {
        if (stopped.containsKey(scorer)) {
            return;
        }
        Answers before = Objects.requireNonNull(known.get(scorer));
        outputs.keySet().removeAll(before.keySet());
        store.add(scorer, outputs);
        before.putAll(outputs);
        shown += outputs.size();
    }

    /// Keeps what tables said, if it is this much or more.
    private void keepLookedUp(int least) {
        if (lookedUp.values().stream().mapToInt(Map::size).sum() >= least) {
            lookedUp.forEach(store::add);
            lookedUp.clear();
        }
    }

    /// Counts the failures of a model on a chunk, seen now or in an earlier run, and stops it if they are too many: in the
    /// order of the plan, and each chunk once. A table of predictions is never stopped: nothing is asked of it.
    private void count(Asked asked, Digest scorer, Model model, Map<Digest, Answers> known) {
        Failures failed = failures.computeIfAbsent(scorer, each -> new Failures());
        if (failed.chunks() != asked.number() || stopped.containsKey(scorer)) {
            return;
        }
        Answers said = Objects.requireNonNull(known.get(scorer));
        progress.failed(failed.count(
                asked.digests().stream().map(said::get).filter(Objects::nonNull).toList()));
        if (model.interactive()) {
            failed.tooMany().ifPresent(why -> stopped.put(scorer, why));
        }
    }
}
