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
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.Image2D;
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

    private final Cohort cohort;
    private final Pictures pictures;
    private final ObservationStore store;
    private final String salt;
    private final int threads;
    private final Progress progress;
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

    /// Runs the plan.
    ///
    /// @param models by the digest of their scorer
    /// @return what each scorer said
    /// @throws BadInput if a model cannot go on; what was said until then is kept
    SequencedMap<Digest, Map<Digest, Output>> run(Plan plan, SequencedMap<Digest, Model> models) {
        SequencedMap<Digest, Map<Digest, Output>> known = new LinkedHashMap<>();
        models.forEach((scorer, model) -> known.put(scorer, store.known(scorer)));
        progress.stage("showing cases to models", plan.size() * models.size());
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            Deque<Future<Seen>> pending = new ArrayDeque<>();
            for (List<Stimulus> chunk : plan.chunks()) {
                if (stop.isPresent()) {
                    break;
                }
                Asked asked = ask(chunk, models, known);
                pending.add(workers.submit(() -> show(asked)));
                if (pending.size() > 2 * threads) {
                    keep(pending.removeFirst(), known);
                }
            }
            while (!pending.isEmpty()) {
                keep(pending.removeFirst(), known);
            }
        }
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
            List<Stimulus> chunk,
            List<Digest> digests,
            SequencedMap<Digest, Model> models,
            Map<Digest, Set<Digest>> told,
            long steps) {

        boolean told(Digest scorer, @Nullable Digest stimulus) {
            return told.getOrDefault(scorer, Set.of()).contains(stimulus);
        }
    }

    /// What was said of a chunk, and why a model stopped in it, if one did.
    private record Seen(SequencedMap<Digest, Map<Digest, Output>> said, long steps, Optional<BadInput> stop) {}

    private Asked ask(List<Stimulus> chunk, SequencedMap<Digest, Model> models, Map<Digest, Map<Digest, Output>> known) {
        List<Digest> digests =
                chunk.stream().map(stimulus -> stimulus.digest(cohort, salt)).toList();
        SequencedMap<Digest, Model> missing = new LinkedHashMap<>();
        Map<Digest, Set<Digest>> told = new HashMap<>();
        models.forEach((scorer, model) -> {
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
            }
        });
        return new Asked(chunk, digests, missing, told, (long) chunk.size() * models.size());
    }

    private static boolean answerable(Stimulus stimulus, Model model) {
        return model.interactive() || (stimulus.intervention().isEmpty() && stimulus.repeat() == 0);
    }

    private Seen show(Asked asked) {
        SequencedMap<Digest, Map<Digest, Output>> said = new LinkedHashMap<>();
        if (asked.models.isEmpty()) {
            return new Seen(said, asked.steps, Optional.empty());
        }
        Optional<BadInput> stop = Optional.empty();
        Map<Stimulus, Digest> digestOf = new HashMap<>();
        for (int i = 0; i < asked.chunk.size(); i++) {
            digestOf.put(asked.chunk.get(i), asked.digests.get(i));
        }
        for (List<Stimulus> batch : Plan.batches(asked.chunk)) {
            List<Content> contents = contents(batch);
            for (Map.Entry<Digest, Model> entry : asked.models.entrySet()) {
                Digest scorer = entry.getKey();
                Model model = entry.getValue();
                List<Stimulus> answered = new ArrayList<>();
                List<Content> shownContents = new ArrayList<>();
                for (int i = 0; i < batch.size(); i++) {
                    if (answerable(batch.get(i), model) && !asked.told(scorer, digestOf.get(batch.get(i)))) {
                        answered.add(batch.get(i));
                        shownContents.add(contents.get(i));
                    }
                }
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
        return new Seen(said, asked.steps, stop);
    }

    /// Features are kept only of cases as they are: no criterion looks at others, and they are most of the bytes.
    private static Output kept(Stimulus stimulus, Output output) {
        boolean asItIs = stimulus.intervention().isEmpty() && stimulus.repeat() == 0;
        return !asItIs && output instanceof Output.Scores scores ? new Output.Scores(scores.score(), new float[0]) : output;
    }

    private List<Content> contents(List<Stimulus> batch) {
        List<Content> contents = new ArrayList<>();
        int lastRow = -1;
        Optional<Image2D> last = Optional.empty();
        for (Stimulus stimulus : batch) {
            if (stimulus.row() != lastRow) {
                lastRow = stimulus.row();
                last = pictures.read(lastRow);
            }
            Optional<Image2D> changed = stimulus.intervention().isEmpty()
                    ? last
                    : last.map(image -> stimulus.intervention().get().apply(image, stimulus.seed()));
            contents.add(new Content(cohort.columns().cases()[stimulus.row()], changed));
        }
        return contents;
    }

    private void keep(Future<Seen> future, Map<Digest, Map<Digest, Output>> known) {
        try {
            Seen seen = future.get();
            seen.said.forEach((scorer, outputs) -> {
                Map<Digest, Output> before = known.computeIfAbsent(scorer, each -> new HashMap<>());
                outputs.keySet().removeAll(before.keySet());
                store.add(scorer, outputs);
                before.putAll(outputs);
                shown += outputs.size();
            });
            stop = stop.or(seen::stop);
            progress.done(seen.steps);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the run was interrupted; run again to go on where it stopped", e);
        }
    }
}
