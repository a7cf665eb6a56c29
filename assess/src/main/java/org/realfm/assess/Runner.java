package org.realfm.assess;

import java.util.ArrayDeque;
import java.util.ArrayList;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.ledger.Digest;
import org.realfm.models.Content;
import org.realfm.models.Halted;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.run.Pictures;
import org.realfm.run.Progress;
import org.realfm.run.Stimulus;
import org.realfm.study.Cohort;
import org.realfm.tables.BadInput;

/// Shows each stimulus of a plan to each model once. Pictures are read and changed once for all models; what is already
/// in the store is not shown again; what is new is durable, chunk by chunk, before it counts. Of a chunk that takes its time
/// each batch is kept when it is done, so that a kill costs a second's work and the batches under way.
final class Runner {

    /// Who wants to know what is shown when, sets the level of this class to `TRACE`: a line `scorer stimulus` for each
    /// showing, before it is shown. Both are digests, and the stimulus' is salted.
    private static final System.Logger LOG = System.getLogger(Runner.class.getName());

    /// What tables say is kept together, so many at a time: it can be looked up again at no cost.
    private static final int LOOKED_UP = 65_536;

    /// How long a chunk is waited for before what was said of it so far is kept.
    private static final long PATIENCE_MILLISECONDS = 1_000;

    private final Cohort cohort;
    private final Pictures pictures;
    private final ObservationStore store;
    private final String salt;
    private final int threads;
    private final Progress progress;
    private final Map<Digest, Failures> failures = new HashMap<>();
    private final Map<Digest, String> stopped = new HashMap<>();
    private final SequencedMap<Digest, Map<Digest, Output>> lookedUp = new LinkedHashMap<>();
    private long shown;
    private long resumed;
    private Optional<BadInput> stop = Optional.empty();

    Runner(Cohort cohort, Pictures pictures, ObservationStore store, String salt, int threads, Progress progress) {
        this.cohort = cohort;
        this.pictures = pictures;
        this.store = store;
        this.salt = salt;
        this.threads = threads;
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
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            Deque<Pending> pending = new ArrayDeque<>();
            for (int number = 0; number < plan.chunks().size() && stop.isEmpty(); number++) {
                Asked asked = ask(number, plan.chunks().get(number), models, known);
                pending.add(new Pending(asked, workers.submit(() -> show(asked))));
                if (pending.size() > 2 * threads) {
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

    /// A chunk, its digests, and the models that have not yet seen all of it.
    ///
    /// @param told  what need not be shown again: whole batches, and single stimuli of models for which a batch means nothing
    /// @param soFar what was said of its batches, as they are done
    private record Asked(
            int number,
            List<Stimulus> chunk,
            List<Digest> digests,
            SequencedMap<Digest, Model> models,
            Map<Digest, Set<Digest>> told,
            Queue<Said> soFar) {

        boolean told(Digest scorer, @Nullable Digest stimulus) {
            return told.getOrDefault(scorer, Set.of()).contains(stimulus);
        }
    }

    /// What a scorer said of a batch.
    private record Said(Digest scorer, Map<Digest, Output> outputs) {}

    /// What was said of a chunk, and why a model stopped in it, if one did.
    private record Seen(Asked asked, SequencedMap<Digest, Map<Digest, Output>> said, Optional<BadInput> stop) {}

    /// A chunk that is under way.
    private record Pending(Asked asked, Future<Seen> seen) {}

    private Asked ask(
            int number,
            List<Stimulus> chunk,
            SequencedMap<Digest, Model> models,
            Map<Digest, Answers> known) {
        List<Digest> digests =
                chunk.stream().map(stimulus -> stimulus.digest(cohort, salt)).toList();
        SequencedMap<Digest, Model> missing = new LinkedHashMap<>();
        Map<Digest, Set<Digest>> told = new HashMap<>();
        models.forEach((scorer, model) -> {
            if (stopped.containsKey(scorer)) {
                return;
            }
            Answers before = Objects.requireNonNull(known.get(scorer));
            boolean open = false;
            for (int i = 0; i < chunk.size(); i++) {
                open |= answerable(chunk.get(i), model) && !before.containsKey(digests.get(i));
            }
            if (open) {
                missing.put(scorer, model);
                Set<Digest> seen = told(chunk, digests, model, before);
                told.put(scorer, seen);
                resumed += seen.size();
            } else {
                resumed += chunk.size();
                count(new Asked(number, chunk, digests, missing, told, new ConcurrentLinkedQueue<>()), scorer, model, known);
            }
        });
        return new Asked(number, chunk, digests, missing, told, new ConcurrentLinkedQueue<>());
    }

    /// What need not be shown to a model again. A batch of which something is missing is shown as a whole, since the last bits
    /// of a score may depend on the others of its batch.
    private static Set<Digest> told(List<Stimulus> chunk, List<Digest> digests, Model model, Answers before) {
        Set<Digest> told = new HashSet<>();
        if (before.isEmpty()) {
            return told;
        }
        Map<Stimulus, Digest> digestOf = digestOf(chunk, digests);
        for (List<Stimulus> batch : Plan.batches(chunk)) {
            List<Digest> asked = batch.stream()
                    .filter(stimulus -> answerable(stimulus, model))
                    .map(stimulus -> Objects.requireNonNull(digestOf.get(stimulus)))
                    .toList();
            if (model.oneByOne() || asked.stream().allMatch(before::containsKey)) {
                asked.stream().filter(before::containsKey).forEach(told::add);
            }
        }
        return told;
    }

    private static Map<Stimulus, Digest> digestOf(List<Stimulus> chunk, List<Digest> digests) {
        Map<Stimulus, Digest> digestOf = new HashMap<>();
        for (int i = 0; i < chunk.size(); i++) {
            digestOf.put(chunk.get(i), digests.get(i));
        }
        return digestOf;
    }

    private static boolean answerable(Stimulus stimulus, Model model) {
        return model.interactive() || (stimulus.intervention().isEmpty() && stimulus.repeat() == 0);
    }

    private Seen show(Asked asked) {
        SequencedMap<Digest, Map<Digest, Output>> said = new LinkedHashMap<>();
        if (asked.models.isEmpty()) {
            return new Seen(asked, said, Optional.empty());
        }
        Optional<BadInput> stop = Optional.empty();
        Map<Stimulus, Digest> digestOf = digestOf(asked.chunk, asked.digests);
        for (List<Stimulus> batch : Plan.batches(asked.chunk)) {
            Map<Optional<PictureWindow>, List<Content>> seen = new HashMap<>();
            for (Map.Entry<Digest, Model> entry : asked.models.entrySet()) {
                Digest scorer = entry.getKey();
                Model model = entry.getValue();
                if (batch.stream().allMatch(each -> !answerable(each, model) || asked.told(scorer, digestOf.get(each)))) {
                    continue;
                }
                // A table of predictions looks at no picture.
                List<Content> contents = seen.computeIfAbsent(
                        Optional.of(model.window()).filter(window -> model.interactive()), window -> contents(batch, window));
                List<Stimulus> answered = new ArrayList<>();
                List<Content> shownContents = new ArrayList<>();
                for (int i = 0; i < batch.size(); i++) {
                    if (answerable(batch.get(i), model) && !asked.told(scorer, digestOf.get(batch.get(i)))) {
                        answered.add(batch.get(i));
                        shownContents.add(contents.get(i));
                    }
                }
                LOG.log(System.Logger.Level.TRACE, () -> answered.stream()
                        .map(stimulus -> scorer + " " + digestOf.get(stimulus))
                        .collect(Collectors.joining("\n")));
                Map<Digest, Output> saidByThis = new LinkedHashMap<>();
                List<Optional<Output>> outputs;
                try {
                    outputs = model.predict(shownContents).stream().map(Optional::of).toList();
                } catch (Halted e) {
                    outputs = e.answered();
                    stop = Optional.of(e.why());
                }
                for (int i = 0; i < answered.size(); i++) {
                    Stimulus stimulus = answered.get(i);
                    outputs.get(i).ifPresent(output -> saidByThis.put(
                            Objects.requireNonNull(digestOf.get(stimulus)), kept(stimulus, output)));
                }
                said.computeIfAbsent(scorer, each -> new LinkedHashMap<>()).putAll(saidByThis);
                if (model.interactive()) {
                    asked.soFar.add(new Said(scorer, saidByThis));
                }
            }
            if (stop.isPresent()) {
                break;
            }
        }
        return new Seen(asked, said, stop);
    }

    /// Features are kept only of cases as they are: no criterion looks at others, and they are most of the bytes.
    private static Output kept(Stimulus stimulus, Output output) {
        boolean asItIs = stimulus.intervention().isEmpty() && stimulus.repeat() == 0;
        return !asItIs && output instanceof Output.Scores scores ? new Output.Scores(scores.score(), new float[0]) : output;
    }

    private List<Content> contents(List<Stimulus> batch, Optional<PictureWindow> window) {
        List<Content> contents = new ArrayList<>();
        int lastRow = -1;
        Optional<Image2D> last = Optional.empty();
        for (Stimulus stimulus : batch) {
            if (stimulus.row() != lastRow) {
                lastRow = stimulus.row();
                int row = lastRow;
                last = window.flatMap(through -> pictures.through(through).read(row));
            }
            Optional<Image2D> changed = stimulus.intervention().isEmpty()
                    ? last
                    : last.map(image -> stimulus.intervention().get().apply(image, stimulus.seed()));
            contents.add(new Content(cohort.columns().cases()[stimulus.row()], changed));
        }
        return contents;
    }

    /// Keeps what was said of a chunk. What a model said that was stopped by an earlier chunk is let go, since another number
    /// of threads might not have asked for it.
    private void keep(Pending pending, SequencedMap<Digest, Model> models, Map<Digest, Answers> known) {
        try {
            Seen seen = finished(pending, known);
            seen.said.forEach((scorer, outputs) -> {
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
            if (seen.stop.isPresent()) {
                stop = stop.or(seen::stop);
            } else {
                models.forEach((scorer, model) -> count(seen.asked, scorer, model, known));
            }
            progress.done(models.values().stream()
                    .mapToLong(model -> seen.asked.chunk.stream()
                            .filter(stimulus -> answerable(stimulus, model))
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
                for (Said said = pending.asked.soFar.poll(); said != null; said = pending.asked.soFar.poll()) {
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
        if (failed.chunks() != asked.number || stopped.containsKey(scorer)) {
            return;
        }
        Answers said = Objects.requireNonNull(known.get(scorer));
        progress.failed(failed.count(
                asked.digests.stream().map(said::get).filter(Objects::nonNull).toList()));
        if (model.interactive()) {
            failed.tooMany().ifPresent(why -> stopped.put(scorer, why));
        }
    }
}
