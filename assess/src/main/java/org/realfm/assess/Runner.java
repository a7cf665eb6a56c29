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
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.pictures.Picture;
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
/// in the store is not shown again; what is new is durable, chunk by chunk, before it counts.
final class Runner {

    /// Who wants to know what is shown when, sets the level of this class to `TRACE`: a line `scorer stimulus` for each
    /// showing, before it is shown. Both are digests, and the stimulus' is salted.
    private static final System.Logger LOG = System.getLogger(Runner.class.getName());

    /// What tables say is kept together, so many at a time: it can be looked up again at no cost.
    private static final int LOOKED_UP = 65_536;

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
    SequencedMap<Digest, Map<Digest, Output>> run(Plan plan, SequencedMap<Digest, Model> models) {
        SequencedMap<Digest, Map<Digest, Output>> known = new LinkedHashMap<>();
        models.forEach((scorer, model) -> known.put(scorer, store.known(scorer)));
        long cases = plan.cases();
        progress.stage(
                "showing cases to models",
                models.values().stream().mapToLong(model -> model.interactive() ? plan.size() : cases).sum());
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            Deque<Future<Seen>> pending = new ArrayDeque<>();
            for (int number = 0; number < plan.chunks().size() && stop.isEmpty(); number++) {
                Asked asked = ask(number, plan.chunks().get(number), models, known);
                pending.add(workers.submit(() -> show(asked)));
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
    /// @param told what need not be shown again, of models for which a batch means nothing
    private record Asked(
            int number,
            List<Stimulus> chunk,
            List<Digest> digests,
            SequencedMap<Digest, Model> models,
            Map<Digest, Set<Digest>> told) {

        boolean told(Digest scorer, @Nullable Digest stimulus) {
            return told.getOrDefault(scorer, Set.of()).contains(stimulus);
        }
    }

    /// What was said of a chunk, and why a model stopped in it, if one did.
    private record Seen(Asked asked, SequencedMap<Digest, Map<Digest, Output>> said, Optional<BadInput> stop) {}

    private Asked ask(
            int number,
            List<Stimulus> chunk,
            SequencedMap<Digest, Model> models,
            Map<Digest, Map<Digest, Output>> known) {
        List<Digest> digests =
                chunk.stream().map(stimulus -> stimulus.digest(cohort, salt)).toList();
        SequencedMap<Digest, Model> missing = new LinkedHashMap<>();
        Map<Digest, Set<Digest>> told = new HashMap<>();
        models.forEach((scorer, model) -> {
            if (stopped.containsKey(scorer)) {
                return;
            }
            Map<Digest, Output> before = known.getOrDefault(scorer, Map.of());
            boolean open = false;
            for (int i = 0; i < chunk.size(); i++) {
                open |= answerable(chunk.get(i), model) && !before.containsKey(digests.get(i));
            }
            if (open) {
                missing.put(scorer, model);
                if (model.oneByOne()) {
                    Set<Digest> seen = new HashSet<>(digests);
                    seen.retainAll(before.keySet());
                    told.put(scorer, seen);
                    resumed += seen.size();
                }
            } else {
                resumed += chunk.size();
                count(new Asked(number, chunk, digests, missing, told), scorer, model, known);
            }
        });
        return new Asked(number, chunk, digests, missing, told);
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
        Map<Stimulus, Digest> digestOf = new HashMap<>();
        for (int i = 0; i < asked.chunk.size(); i++) {
            digestOf.put(asked.chunk.get(i), asked.digests.get(i));
        }
        Map<Optional<PictureWindow>, LastRead> read = new HashMap<>();
        for (List<Stimulus> batch : Plan.batches(asked.chunk, cohort.columns().volumes() ? 1 : Plan.BATCH)) {
            Map<Optional<PictureWindow>, List<Content>> seen = new HashMap<>();
            for (Map.Entry<Digest, Model> entry : asked.models.entrySet()) {
                Digest scorer = entry.getKey();
                Model model = entry.getValue();
                // A table of predictions looks at no picture.
                List<Content> contents = seen.computeIfAbsent(
                        Optional.of(model.window()).filter(window -> model.interactive()),
                        window -> contents(batch, window, read.computeIfAbsent(window, each -> new LastRead())));
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
                Map<Digest, Output> saidByThis = said.computeIfAbsent(scorer, each -> new LinkedHashMap<>());
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

    /// What was read last, since the stimuli of a case follow each other.
    private static final class LastRead {
        private int row = -1;
        private Optional<Picture> picture = Optional.empty();
    }

    private List<Content> contents(List<Stimulus> batch, Optional<PictureWindow> window, LastRead last) {
        List<Content> contents = new ArrayList<>();
        for (Stimulus stimulus : batch) {
            if (stimulus.row() != last.row) {
                last.row = stimulus.row();
                last.picture = window.flatMap(through -> pictures.through(through).read(last.row));
            }
            Optional<Picture> changed = stimulus.intervention().isEmpty()
                    ? last.picture
                    : last.picture.map(picture -> picture.after(stimulus.intervention().get(), stimulus.seed()));
            contents.add(new Content(cohort.columns().cases()[stimulus.row()], changed));
        }
        return contents;
    }

    /// Keeps what was said of a chunk. What a model said that was stopped by an earlier chunk is let go, since another number
    /// of threads might not have asked for it.
    private void keep(Future<Seen> future, SequencedMap<Digest, Model> models, Map<Digest, Map<Digest, Output>> known) {
        try {
            Seen seen = future.get();
            seen.said.forEach((scorer, outputs) -> {
                if (stopped.containsKey(scorer)) {
                    return;
                }
                Map<Digest, Output> before = known.computeIfAbsent(scorer, each -> new HashMap<>());
                outputs.keySet().removeAll(before.keySet());
                if (Objects.requireNonNull(models.get(scorer)).interactive()) {
                    store.add(scorer, outputs);
                } else {
                    lookedUp.computeIfAbsent(scorer, each -> new LinkedHashMap<>()).putAll(outputs);
                    keepLookedUp(LOOKED_UP);
                }
                before.putAll(outputs);
                shown += outputs.size();
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

    /// Keeps what tables said, if it is this much or more.
    private void keepLookedUp(int least) {
        if (lookedUp.values().stream().mapToInt(Map::size).sum() >= least) {
            lookedUp.forEach(store::add);
            lookedUp.clear();
        }
    }

    /// Counts the failures of a model on a chunk, seen now or in an earlier run, and stops it if they are too many: in the
    /// order of the plan, and each chunk once. A table of predictions is never stopped: nothing is asked of it.
    private void count(Asked asked, Digest scorer, Model model, Map<Digest, Map<Digest, Output>> known) {
        Failures failed = failures.computeIfAbsent(scorer, each -> new Failures());
        if (failed.chunks() != asked.number || stopped.containsKey(scorer)) {
            return;
        }
        Map<Digest, Output> said = known.getOrDefault(scorer, Map.of());
        progress.failed(failed.count(
                asked.digests.stream().map(said::get).filter(Objects::nonNull).toList()));
        if (model.interactive()) {
            failed.tooMany().ifPresent(why -> stopped.put(scorer, why));
        }
    }
}
