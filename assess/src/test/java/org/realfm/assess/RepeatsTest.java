package org.realfm.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.controls.Synthetic;
import org.realfm.criteria.technical.TestRetest;
import org.realfm.imaging.Image2D;
import org.realfm.ledger.Digest;
import org.realfm.models.Content;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.run.Progress;
import org.realfm.run.Stimulus;
import org.realfm.study.Cohort;

/// What is shown again is really asked again, in other company.
class RepeatsTest {

    private static final String SALT = "salt";
    private static final int N = 320;

    @TempDir
    Path folder;

    private final Synthetic world = Synthetic.cases(IntStream.range(0, N).map(i -> i % 2).toArray())
            .pictures(row -> Image2D.of(2, 1, 1, 65535, new float[] {row, 3}));

    private Plan plan() {
        return Plan.of(world.study(), world.cohort(), List.of(new TestRetest()));
    }

    @Test
    void everyRepeatHasOtherNeighbours() {
        Map<Integer, Map<Integer, Integer>> next = new HashMap<>();
        for (List<Stimulus> chunk : plan().chunks()) {
            for (int i = 1; i < chunk.size(); i++) {
                Stimulus before = chunk.get(i - 1);
                if (before.repeat() == chunk.get(i).repeat() && !before.alone()) {
                    next.computeIfAbsent(before.repeat(), repeat -> new HashMap<>())
                            .put(before.row(), chunk.get(i).row());
                }
            }
        }
        assertThat(next.keySet()).contains(0, 1, 2, 15);
        for (int a = 0; a <= 15; a++) {
            for (int b = 0; b < a; b++) {
                Map<Integer, Integer> first = Objects.requireNonNull(next.get(a));
                Map<Integer, Integer> second = Objects.requireNonNull(next.get(b));
                long kept = first.entrySet().stream()
                        .filter(each -> each.getValue().equals(second.get(each.getKey())))
                        .count();
                assertThat(kept).as("neighbours kept from repeat " + b + " to " + a).isLessThan(10);
            }
        }
    }

    /// A model whose every answer is another, and which notes with how many others a case was shown.
    private static final class Moody extends TestModel {

        private final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        private int calls;

        Moody() {
            super("moody");
        }

        @Override
        public synchronized List<Output> predict(List<Content> batch) {
            sizes.add(batch.size());
            List<Output> outputs = new ArrayList<>();
            for (Content ignored : batch) {
                outputs.add(new Output.Scores(++calls / 1e6, new float[0]));
            }
            return outputs;
        }
    }

    @Test
    void everyRepeatIsANewCallAndThoseAloneAreAlone() {
        Plan plan = plan();
        Moody model = new Moody();
        SequencedMap<Digest, Model> models = new LinkedHashMap<>();
        Digest scorer = OpenModels.scorer(model);
        models.put(scorer, model);
        Cohort cohort = world.cohort();
        Map<Digest, Output> said;
        try (ObservationStore store = ObservationStore.open(folder, true)) {
            said = Objects.requireNonNull(
                    new Runner(cohort, world.cohortEvidence().pictures(), store, SALT, Engine.local(2), Progress.SILENT)
                            .run(plan, models)
                            .get(scorer));
        }
        assertThat(model.calls).isEqualTo((int) plan.size());
        List<Output> answers = plan.chunks().stream()
                .flatMap(List::stream)
                .map(stimulus -> Objects.requireNonNull(said.get(stimulus.digest(cohort, SALT))))
                .toList();
        assertThat(answers).as("no answer was used twice").doesNotHaveDuplicates();
        long alone = plan.chunks().stream()
                .flatMap(List::stream)
                .filter(Stimulus::alone)
                .count();
        assertThat(alone).isEqualTo(100 * 5 + 199);
        assertThat(model.sizes.stream().filter(size -> size == 1)).hasSizeGreaterThanOrEqualTo((int) alone);
    }
}
