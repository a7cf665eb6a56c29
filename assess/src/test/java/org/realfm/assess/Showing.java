package org.realfm.assess;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.realfm.controls.Synthetic;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.pictures.Picture;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.imaging.interventions.Border;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.Digest;
import org.realfm.ledger.Finding;
import org.realfm.models.Content;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.run.Card;
import org.realfm.run.CohortEvidence;
import org.realfm.run.Criterion;
import org.realfm.run.Progress;
import org.realfm.run.Stimulus;
import org.realfm.run.SubjectEvidence;
import org.realfm.study.Cohort;
import org.realfm.study.Study;

/// A plan of several chunks, and models to whom it is shown.
final class Showing {

    static final int CASES = 600;

    private static final IntFunction<Image2D> PICTURES =
            i -> Image2D.of(2, 2, 1, 255, new float[] {i % 200, i / 200, 7, 9});

    private static final CohortEvidence ABOUT = Synthetic.cases(
                    IntStream.range(0, CASES).map(i -> i % 2).toArray())
            .pictures(PICTURES)
            .cohortEvidence();

    private Showing() {}

    static Optional<Picture> picture(int row) {
        return Optional.of(new Picture.Flat(PICTURES.apply(row)));
    }

    static Study study() {
        return ABOUT.study();
    }

    static Cohort cohort() {
        return ABOUT.cohort();
    }

    /// Cases as they are, some after an intervention, some once more, in a batch and alone.
    static Plan plan() {
        List<Stimulus> wanted = new ArrayList<>();
        for (int row = 0; row < 100; row++) {
            wanted.add(Stimulus.after(new Border(Border.Kind.WHITE, 0.25), row, row));
            wanted.add(Stimulus.again(row, 1, false));
            if (row < 20) {
                wanted.add(Stimulus.again(row, 2, true));
            }
        }
        return Plan.of(study(), cohort(), List.of(new Asking(wanted)));
    }

    /// A criterion that wants these stimuli shown.
    record Asking(List<Stimulus> wanted) implements Criterion.OfSubject {
        @Override
        public Card card() {
            return new Card(Catalogue.all().getFirst(), "", "", "", List.of(), List.of(), "");
        }

        @Override
        public Stream<Stimulus> stimuli(Study study, Cohort cohort) {
            return wanted.stream();
        }

        @Override
        public List<Finding> assess(SubjectEvidence evidence) {
            throw new UnsupportedOperationException();
        }
    }

    /// Answers with what depends on the case, its picture, and on the company in which it is shown, as the last bits of
    /// a network's score do; fails on one case.
    static final class Listener extends TestModel {
        private final String name;
        private final boolean interactive;
        private final IntConsumer before;
        final AtomicInteger batches = new AtomicInteger();
        final AtomicInteger shown = new AtomicInteger();

        /// @param before is told the number of every batch, from 0, before it is answered
        Listener(String name, boolean interactive, IntConsumer before) {
            super(name);
            this.name = name;
            this.interactive = interactive;
            this.before = before;
        }

        Listener(String name) {
            this(name, true, batch -> {});
        }

        @Override
        public List<Output> predict(List<Content> batch) {
            before.accept(batches.getAndIncrement());
            shown.addAndGet(batch.size());
            List<Output> outputs = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                Content content = batch.get(i);
                Digest said = Digest.of(
                        name,
                        content.caseId(),
                        content.picture().map(picture -> picture.plane(PictureWindow.FILE).canonicalSha256()).orElse(""),
                        i + " of " + batch.size());
                double score = Integer.parseInt(said.hex().substring(0, 6), 16) / (double) 0xFFFFFF;
                outputs.add(
                        content.caseId().equals("case13")
                                ? new Output.Failure("it doesn't like this one")
                                : new Output.Scores(score, new float[] {(float) score, -1}));
            }
            return outputs;
        }

        @Override
        public boolean interactive() {
            return interactive;
        }
    }

    static SequencedMap<Digest, Model> byScorer(Model... models) {
        SequencedMap<Digest, Model> byScorer = new LinkedHashMap<>();
        Arrays.stream(models).forEach(model -> byScorer.put(OpenModels.scorer(model), model));
        return byScorer;
    }

    /// What came of one run.
    record Ran(Map<Digest, Answers> said, long shown, long resumed) {}

    /// Shows the plan to these models; the store is finished unless something is thrown.
    static Ran run(Path folder, int threads, Model... models) {
        return run(folder, threads, plan(), models);
    }

    static Ran run(Path folder, int threads, Plan plan, Model... models) {
        return run(folder, threads, plan, Progress.SILENT, models);
    }

    static Ran run(Path folder, int threads, Plan plan, Progress progress, Model... models) {
        try (ObservationStore store = ObservationStore.open(folder, false)) {
            Runner runner =
                    new Runner(cohort(), Showing::picture, store, "salt", Engine.local(threads), progress);
            Map<Digest, Answers> said = runner.run(plan, byScorer(models));
            store.finish();
            return new Ran(said, runner.shown(), runner.resumed());
        }
    }
}
