package org.realfm.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.realfm.controls.Synthetic;
import org.realfm.run.Criterion;
import org.realfm.run.Stimulus;
import org.realfm.study.Cohort;
import org.realfm.study.Split;

class PlanTest {

    private static List<Stimulus> flat(Plan plan) {
        return plan.chunks().stream().flatMap(List::stream).toList();
    }

    @Test
    void everyEvaluatedAndTuningCaseIsShownAndNoOther() {
        Split[] split = {Split.DEVELOPMENT, Split.EVALUATE, Split.TUNE, Split.EVALUATE, Split.DEVELOPMENT};
        Synthetic synthetic = Synthetic.cases(new int[] {0, 1, 0, 1, 0}).split(split);
        Cohort cohort = synthetic.cohort();
        assertThat(flat(Plan.of(synthetic.cohortEvidence().study(), cohort, List.of())))
                .containsExactly(Stimulus.of(1), Stimulus.of(2), Stimulus.of(3));
    }

    @Test
    void whatSeveralCriteriaAskForIsShownOnce() {
        Plan plan = Showing.plan();
        List<Stimulus> all = flat(plan);
        assertThat(all).doesNotHaveDuplicates().hasSize(600 + 100 + 100 + 20);
        assertThat(plan.size()).isEqualTo(820);
        Criterion same = new Showing.Asking(List.of(Stimulus.again(3, 1, false), Stimulus.of(5)));
        assertThat(flat(Plan.of(Showing.study(), Showing.cohort(), List.of(same, same)))).hasSize(601);
    }

    @Test
    void itDoesNotDependOnTheOrderOfAsking() {
        List<Stimulus> wanted = new ArrayList<>(flat(Showing.plan()));
        Plan plan = Showing.plan();
        for (int seed = 0; seed < 5; seed++) {
            Collections.shuffle(wanted, new Random(seed));
            Criterion one = new Showing.Asking(List.copyOf(wanted.subList(0, 300)));
            Criterion other = new Showing.Asking(List.copyOf(wanted.subList(300, wanted.size())));
            assertThat(Plan.of(Showing.study(), Showing.cohort(), List.of(one, other))).isEqualTo(plan);
        }
    }

    @Test
    void chunksAreFullButTheLast() {
        assertThat(Showing.plan().chunks()).extracting(List::size).containsExactly(256, 256, 256, 52);
    }

    @Test
    void batchesHoldAllOfAChunkInOrderAndLoners() {
        List<Stimulus> chunk = Stream.concat(
                        IntStream.range(0, 130).mapToObj(Stimulus::of),
                        IntStream.range(0, 3).mapToObj(row -> Stimulus.again(row, 1, true)))
                .toList();
        List<List<Stimulus>> batches = Plan.batches(chunk, Plan.BATCH);
        assertThat(batches).extracting(List::size).containsExactlyInAnyOrder(64, 64, 2, 1, 1, 1);
        assertThat(batches.stream().flatMap(List::stream).toList()).containsExactlyInAnyOrderElementsOf(chunk);
        assertThat(batches.stream().filter(batch -> batch.getFirst().alone())).allMatch(batch -> batch.size() == 1);
    }

    @Test
    void repeatsAreShownInOtherCompany() {
        Criterion twice = new Showing.Asking(Stream.of(1, 2)
                .flatMap(repeat -> IntStream.range(0, 600).mapToObj(row -> Stimulus.again(row, repeat, false)))
                .toList());
        List<Set<Set<Integer>>> companies = new ArrayList<>();
        Plan plan = Plan.of(Showing.study(), Showing.cohort(), List.of(twice));
        for (int repeat = 0; repeat < 3; repeat++) {
            Set<Set<Integer>> pairs = new HashSet<>();
            for (List<Stimulus> chunk : plan.chunks()) {
                for (List<Stimulus> batch : Plan.batches(chunk, Plan.BATCH)) {
                    for (int i = 1; i < batch.size(); i++) {
                        if (batch.get(i).repeat() == repeat && batch.get(i - 1).repeat() == repeat) {
                            pairs.add(Set.of(batch.get(i - 1).row(), batch.get(i).row()));
                        }
                    }
                }
            }
            companies.add(pairs);
        }
        // Neighbours as they are stand beside others when they are shown again.
        Set<Set<Integer>> again = new HashSet<>(companies.get(1));
        again.retainAll(companies.get(0));
        assertThat(again.size()).isLessThan(60);
    }

    @Test
    void anEmptyPlanHasNoChunks() {
        Split[] none = {Split.DEVELOPMENT};
        Synthetic synthetic = Synthetic.cases(new int[] {1}).split(none);
        assertThat(Plan.of(synthetic.cohortEvidence().study(), synthetic.cohort(), List.of()))
                .isEqualTo(new Plan(List.of()));
    }
}
