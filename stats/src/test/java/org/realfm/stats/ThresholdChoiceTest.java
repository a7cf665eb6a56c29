package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.realfm.stats.Golden.CLOSE;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.realfm.stats.ThresholdChoice.Held;

class ThresholdChoiceTest {

    private static final Golden PYTHON = new Golden("roc_python.csv");

    private final double[] score = Golden.column("score");
    private final boolean[] truth = Golden.truth();
    private final int[] cluster = Golden.cluster();

    @ParameterizedTest
    @CsvSource({"SENSITIVITY,0.8", "SENSITIVITY,0.9", "SPECIFICITY,0.8", "SPECIFICITY,0.9"})
    void theExactFormAgreesWithScikitLearnAndScipy(Held held, double target) {
        ThresholdChoice choice = ThresholdChoice.exact(held, target, score, truth, 0.95).orElseThrow();
        String name = held.name().toLowerCase(java.util.Locale.ROOT) + "." + target;
        PYTHON.assertEstimate(choice.threshold(), name);
        assertThat(choice.held().value()).isCloseTo(PYTHON.get(name, 3), CLOSE);
        PYTHON.assertInterval(choice.held(), name, 4);
        assertThat(choice.other().value()).isCloseTo(PYTHON.get(name, 6), CLOSE);
        PYTHON.assertInterval(choice.other(), name, 7);
    }

    @ParameterizedTest
    @CsvSource({"SENSITIVITY,0.85", "SPECIFICITY,0.85"})
    void everyReplicateChoosesItsOwnThreshold(Held held, double target) {
        Bootstrap.Plan plan = Bootstrap.plan(cluster, truth, 199, 8);
        ThresholdChoice choice =
                ThresholdChoice.bootstrap(held, target, score, truth, plan, 0.95).orElseThrow();
        double[] kept = new double[199];
        double[] sensitivity = new double[199];
        for (int b = 0; b < 199; b++) {
            int[] rows = plan.rows(b);
            double[] s = Arrays.stream(rows).mapToDouble(i -> score[i]).toArray();
            boolean[] t = new boolean[rows.length];
            for (int i = 0; i < rows.length; i++) {
                t[i] = truth[rows[i]];
            }
            Roc roc = Roc.of(s, t);
            double threshold = (held == Held.SENSITIVITY
                            ? roc.thresholdForSensitivity(target)
                            : roc.thresholdForSpecificity(target))
                    .orElseThrow();
            DiagnosticTable table = DiagnosticTable.at(threshold, s, t);
            DiagnosticTable whole = DiagnosticTable.at(threshold, score, truth);
            kept[b] = (held == Held.SENSITIVITY ? whole.sensitivity(0.95) : whole.specificity(0.95)).orElseThrow().value();
            sensitivity[b] = table.sensitivity(0.95).orElseThrow().value();
        }
        Estimate percentile = Bootstrap.percentile("h", choice.held().value(), kept, 0.95, 1);
        assertThat(choice.held().lower()).isCloseTo(percentile.lower(), CLOSE);
        assertThat(choice.held().upper()).isCloseTo(percentile.upper(), CLOSE);
        if (held == Held.SPECIFICITY) {
            assertThat(choice.other().upper())
                    .isCloseTo(
                            Bootstrap.percentile("s", choice.other().value(), sensitivity, 0.95, 1).upper(), CLOSE);
        }
        assertThat(choice.held().name()).isEqualTo(held == Held.SENSITIVITY ? "sensitivity" : "specificity");
        assertThat(choice.held().lower()).isLessThan(target);
        assertThat(choice.threshold().n()).isEqualTo(150);
    }

    @ParameterizedTest
    @CsvSource({"SENSITIVITY", "SPECIFICITY"})
    void woodruffsIntervalIsWhereTheShareMayBeTheTarget(Held held) {
        Bootstrap.Plan plan = Bootstrap.plan(cluster, truth, 20, 8);
        Estimate threshold = ThresholdChoice.bootstrap(held, 0.8, score, truth, plan, 0.95).orElseThrow().threshold();
        double[] distinct = Arrays.stream(score).distinct().sorted().toArray();
        for (double at : distinct) {
            DiagnosticTable table = DiagnosticTable.at(at, score, truth).byCluster(cluster);
            Estimate share = (held == Held.SENSITIVITY ? table.sensitivity(0.95) : table.specificity(0.95)).orElseThrow();
            boolean possible = share.lower() <= 0.8 && 0.8 <= share.upper();
            assertThat(threshold.lower() < at && at <= threshold.upper()).as("at " + at).isEqualTo(possible);
        }
    }

    @Property(tries = 60)
    void monotoneTransformsMoveTheThresholdOnly(
            @ForAll @IntRange(min = 3, max = 40) int n, @ForAll long seed, @ForAll Held held) {
        SplitMix random = new SplitMix(seed);
        double[] s = IntStream.range(0, 2 * n).mapToDouble(i -> random.nextInt(9)).toArray();
        boolean[] t = new boolean[2 * n];
        Arrays.fill(t, 0, n, true);
        double[] moved = Arrays.stream(s).map(v -> Math.exp(v) - 3).toArray();
        var plain = ThresholdChoice.exact(held, 0.75, s, t, 0.9);
        var transformed = ThresholdChoice.exact(held, 0.75, moved, t, 0.9);
        assertThat(transformed.isPresent()).isEqualTo(plain.isPresent());
        plain.ifPresent(choice -> {
            assertThat(transformed.orElseThrow().held()).isEqualTo(choice.held());
            assertThat(transformed.orElseThrow().other()).isEqualTo(choice.other());
            assertThat(transformed.orElseThrow().threshold().value())
                    .isEqualTo(Math.exp(choice.threshold().value()) - 3);
        });
    }

    @Test
    void edges() {
        boolean[] two = {true, true, false, false};
        int[] own = {0, 1, 2, 3};
        double[] constant = new double[4];
        Bootstrap.Plan plan = Bootstrap.plan(own, two, 50, 1);
        assertThat(ThresholdChoice.exact(Held.SPECIFICITY, 0.9, constant, two, 0.95)).isEmpty();
        assertThat(ThresholdChoice.bootstrap(Held.SPECIFICITY, 0.9, constant, two, plan, 0.95)).isEmpty();
        ThresholdChoice all = ThresholdChoice.exact(Held.SENSITIVITY, 0.9, constant, two, 0.95).orElseThrow();
        assertThat(all.held().value()).isOne();
        assertThat(all.other().value()).isZero();
        assertThat(all.threshold().lower()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> ThresholdChoice.exact(Held.SENSITIVITY, 0.9, constant, new boolean[4], 0.95))
                .hasMessageContaining("both classes");
        assertThatThrownBy(() -> ThresholdChoice.exact(Held.SENSITIVITY, 1, constant, two, 0.95))
                .hasMessageContaining("target");
        assertThatThrownBy(() -> ThresholdChoice.exact(
                        Held.SENSITIVITY, 0.9, new double[] {1, Double.POSITIVE_INFINITY, 0, 0}, two, 0.95))
                .hasMessageContaining("finite");
    }
}
