package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.realfm.stats.Golden.CLOSE;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ManyAurocsTest {

    private static final Golden PYTHON = new Golden("roc_python.csv");
    private static final Golden R = new Golden("roc_r.csv");
    private static final List<String> NAMES = List.of("a", "b", "c");

    private final Table table = Table.golden("classes.csv");
    private final int[] patient = table.integers("patient");
    private final double[][] scores = {table.numbers("s0"), table.numbers("s1"), table.numbers("s2")};
    private final boolean[][] truths = {table.flags("l0"), table.flags("l1"), table.flags("l2")};
    private final double[][] probabilities = {table.numbers("p0"), table.numbers("p1"), table.numbers("p2")};

    @Test
    void labelsAgreeWithScikitLearnAndTheirIntervalsWithTheDefinition() {
        List<Estimate> found = ManyAurocs.labels(NAMES, scores, truths, patient, 0.95).estimates();
        assertThat(found).extracting(Estimate::name).containsExactly("a", "b", "c", "macro", "weighted", "micro");
        for (int k = 0; k < 3; k++) {
            assertThat(found.get(k).value()).isCloseTo(PYTHON.get("multilabel.each", k), CLOSE);
        }
        PYTHON.assertInterval(found.get(1), "interval.label", 0);
        for (int k = 3; k < 6; k++) {
            Estimate average = found.get(k);
            assertThat(average.value()).isCloseTo(PYTHON.get("multilabel." + average.name()), CLOSE);
            PYTHON.assertInterval(average, "interval." + average.name(), 0);
            assertThat(average.n()).isEqualTo(160);
        }
    }

    @Test
    void classesAgreeWithScikitLearnAndProc() {
        List<Estimate> found =
                ManyAurocs.classes(NAMES, probabilities, table.integers("class"), patient, 0.95).estimates();
        assertThat(found.get(3).value()).isCloseTo(PYTHON.get("classes.macro"), CLOSE);
        assertThat(found.get(4).value()).isCloseTo(PYTHON.get("classes.weighted"), CLOSE);
        Estimate handTill = found.get(6);
        assertThat(handTill.name()).isEqualTo("Hand-Till");
        assertThat(handTill.value())
                .isCloseTo(PYTHON.get("classes.hand-till"), CLOSE)
                .isCloseTo(R.get("hand-till"), CLOSE);
        PYTHON.assertInterval(handTill, "interval.hand-till", 0);
    }

    @Test
    void jointIntervalsAreWiderByOneFactor() {
        ManyAurocs many = ManyAurocs.labels(NAMES, scores, truths, patient, 0.95);
        List<Estimate> single = many.estimates();
        List<Estimate> joint = many.simultaneous(3);
        assertThat(many.simultaneous(3)).isEqualTo(joint);
        double factor = factor(single.getFirst(), joint.getFirst());
        assertThat(factor).isBetween(1.1, StandardNormal.critical(1 - 0.05 / 6) / StandardNormal.critical(0.95));
        for (int k = 1; k < single.size(); k++) {
            assertThat(factor(single.get(k), joint.get(k))).isCloseTo(factor, within(1e-6));
        }
    }

    private static double factor(Estimate single, Estimate joint) {
        return (StandardNormal.logit(joint.upper()) - StandardNormal.logit(joint.value()))
                / (StandardNormal.logit(single.upper()) - StandardNormal.logit(single.value()));
    }

    @Test
    void oneLabelIsDeLong() {
        double[] score = Golden.column("score");
        boolean[] truth = Golden.truth();
        int[] own = IntStream.range(0, truth.length).toArray();
        Estimate plain = Auroc.logit("x", score, truth, own, 0.95);
        for (Estimate one : ManyAurocs.labels(
                        List.of("x"), new double[][] {score}, new boolean[][] {truth}, own, 0.95)
                .estimates()) {
            assertThat(one.lower()).isCloseTo(plain.lower(), CLOSE);
            assertThat(one.upper()).isCloseTo(plain.upper(), CLOSE);
        }
    }

    @Property(tries = 40)
    void theOrderOfLabelsAndRowsDoesNotMatter(@ForAll long seed) {
        SplitMix random = new SplitMix(seed);
        int n = 30;
        int[] label = IntStream.range(0, n).map(i -> i % 3).toArray();
        double[][] score = new double[3][n];
        for (double[] column : score) {
            Arrays.setAll(column, i -> random.nextInt(6));
        }
        int[] own = IntStream.range(0, n).map(i -> i / 2).toArray();
        List<Estimate> found = ManyAurocs.classes(NAMES, score, label, own, 0.95).estimates();
        int[] turned = Arrays.stream(label).map(c -> (c + 1) % 3).toArray();
        double[][] moved = {score[2], score[0], score[1]};
        List<Estimate> again = ManyAurocs.classes(NAMES, moved, turned, own, 0.95).estimates();
        for (int k = 3; k < found.size(); k++) {
            assertThat(again.get(k).value()).isCloseTo(found.get(k).value(), within(1e-11));
            assertThat(again.get(k).lower()).isCloseTo(found.get(k).lower(), within(1e-9));
        }
        assertThat(again.get(1).value()).isEqualTo(found.get(0).value());
        int[] few = IntStream.range(0, n).map(i -> i % 4).toArray();
        assertThat(ManyAurocs.classes(NAMES, score, label, few, 0.95).simultaneous(seed))
                .allSatisfy(e -> assertThat(e.halfWidth()).isPositive());
    }

    @Test
    void edges() {
        double[][] perfect = {{3, 4, 1, 2, 0, 0}, {0, 0, 3, 4, 1, 2}, {1, 2, 0, 0, 3, 4}};
        int[] label = {0, 0, 1, 1, 2, 2};
        int[] own = {0, 1, 2, 3, 4, 5};
        for (Estimate one : ManyAurocs.classes(NAMES, perfect, label, own, 0.95).estimates()) {
            assertThat(one.lower()).as(one.name()).isLessThan(0.5);
            assertThat(one.upper()).isOne();
        }
        for (Estimate one : ManyAurocs.classes(NAMES, new double[3][6], label, own, 0.95).simultaneous(1)) {
            assertThat(one.value()).isCloseTo(0.5, CLOSE);
        }
        for (Estimate one : ManyAurocs.classes(NAMES, perfect, label, new int[6], 0.95).estimates()) {
            assertThat(one.lower()).isZero();
            assertThat(one.method()).contains("no variance");
        }
        assertThatThrownBy(() -> ManyAurocs.classes(NAMES, perfect, new int[6], own, 0.95))
                .hasMessageContaining("a: both classes are needed");
        assertThatThrownBy(() -> ManyAurocs.classes(NAMES, perfect, new int[] {0, 1, 2, 3, 0, 1}, own, 0.95))
                .hasMessageContaining("class of row 3");
        assertThatThrownBy(() -> ManyAurocs.labels(List.of(), new double[0][], new boolean[0][], own, 0.95))
                .hasMessageContaining("labels");
    }
}
