package org.realfm.stats.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.realfm.stats.ReferenceValues.CLOSE;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.Permutation;
import org.realfm.stats.ReferenceValues;
import org.realfm.stats.SplitMix;
import org.realfm.stats.Table;

/// Distances, tests and label shift against SciPy, NumPy and R, and at their edges.
class ShiftTest {

    private static final ReferenceValues PYTHON = new ReferenceValues("shift.csv");
    private static final ReferenceValues R = new ReferenceValues("shift_r.csv");
    private static final Table FIRST = Table.golden("shift_first.csv");
    private static final Table SECOND = Table.golden("shift_second.csv");
    private static final double[] NONE = {};

    private static double[][] rows(Table table) {
        return IntStream.range(0, table.size())
                .mapToObj(i -> new double[] {table.number("a", i), table.number("b", i), table.number("c", i)})
                .toArray(double[][]::new);
    }

    private static double[] normal(SplitMix random, int n, double mean) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> mean + random.nextGaussian());
        return values;
    }

    private static double[][] points(SplitMix random, int n, double mean) {
        return IntStream.range(0, n).mapToObj(i -> normal(random, 2, mean)).toArray(double[][]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "c"})
    void distancesOfOneVariable(String variable) {
        double[] x = FIRST.numbers(variable);
        double[] y = SECOND.numbers(variable);
        assertThat(KolmogorovSmirnov.distance(x, y).value()).isCloseTo(PYTHON.get("ks." + variable + ".0"), CLOSE);
        KolmogorovSmirnov test = KolmogorovSmirnov.test(x, y);
        assertThat(test.p()).isCloseTo(PYTHON.get("ks." + variable + ".1"), CLOSE);
        assertThat(test.exact()).isTrue();
        KolmogorovSmirnov limit = KolmogorovSmirnov.test(x, y, false);
        assertThat(limit.exact()).isFalse();
        assertThat(limit.p()).isCloseTo(PYTHON.get("ks." + variable + ".asymptotic"), CLOSE);
        assertThat(test.tied()).isEqualTo(variable.equals("a"));
        assertThat(Wasserstein.distance(x, y).value()).isCloseTo(PYTHON.get("wasserstein." + variable), CLOSE);
        assertThat(EnergyDistance.distance(x, y).value()).isCloseTo(PYTHON.get("energy." + variable), CLOSE);
        assertThat(JensenShannon.ofQuantiles(x, y, 8, JensenShannon.Unit.BITS).value())
                .isCloseTo(PYTHON.get("js." + variable + ".0"), CLOSE);
        assertThat(JensenShannon.ofQuantiles(x, y, 8, JensenShannon.Unit.NATS).value())
                .isCloseTo(PYTHON.get("js." + variable + ".1"), CLOSE);
        assertThat(PopulationStability.ofQuantiles(x, y, 8, PopulationStability.HALF).value())
                .isCloseTo(PYTHON.get("psi." + variable), CLOSE);
    }

    @Test
    void kolmogorovSmirnovAgreesWithRAndAnIndexHasAChanceLimit() {
        assertThat(KolmogorovSmirnov.test(FIRST.numbers("b"), SECOND.numbers("b")).p()).isCloseTo(R.get("ks.b"), CLOSE);
        assertThat(PopulationStability.critical(60, 45, 8, 0.05)).isCloseTo(PYTHON.get("psi.critical"), CLOSE);
    }

    @Test
    void distancesOfManyVariables() {
        double[][] x = rows(FIRST);
        double[][] y = rows(SECOND);
        double energy = EnergyDistance.distance(x, y).value();
        assertThat(energy).isCloseTo(PYTHON.get("energy.all"), CLOSE);
        assertThat(energy * 60 * 45 / 105).isCloseTo(R.get("energy.statistic"), CLOSE);
        assertThat(MeanDiscrepancy.medianBandwidth(x, y)).isCloseTo(PYTHON.get("bandwidth"), CLOSE);
        assertThat(MeanDiscrepancy.biased(x, y).value()).isCloseTo(PYTHON.get("mmd.biased"), CLOSE);
        assertThat(MeanDiscrepancy.unbiased(x, y).value()).isCloseTo(PYTHON.get("mmd.unbiased"), CLOSE);
        assertThat(Math.sqrt(MeanDiscrepancy.biased(x, y, 1.7).value())).isCloseTo(R.get("kmmd.first"), CLOSE);
        assertThat(MeanDiscrepancy.unbiased(x, y, PYTHON.get("bandwidth")).value())
                .isCloseTo(PYTHON.get("mmd.unbiased"), CLOSE);
    }

    @Test
    void labelShiftIsWhatSolversFind() {
        Table source = Table.golden("shift_source.csv");
        Table target = Table.golden("shift_target.csv");
        int[] truth = source.integers("truth");
        LabelShift confusion = LabelShift.byConfusion(
                        truth, source.integers("called"), target.integers("called"), 3)
                .orElseThrow();
        double[][] probability = IntStream.range(0, target.size())
                .mapToObj(i -> new double[] {target.number("p0", i), target.number("p1", i), target.number("p2", i)})
                .toArray(double[][]::new);
        LabelShift expectation = LabelShift.byExpectation(new double[] {0.6, 0.3, 0.1}, probability);
        for (int j = 0; j < 3; j++) {
            assertThat(confusion.weight()[j]).isCloseTo(PYTHON.get("bbse.weight." + j), CLOSE);
            assertThat(confusion.prevalence()[j]).isCloseTo(PYTHON.get("bbse.prevalence." + j), CLOSE);
            assertThat(expectation.prevalence()[j]).isCloseTo(PYTHON.get("em.prevalence." + j), CLOSE);
        }
        assertThat(confusion.outside()).isZero();
    }

    /// Sensitivity 0.8, specificity 0.9, half called: (0.5 + 0.9 - 1) / (0.8 + 0.9 - 1).
    @Test
    void withTwoClassesConfusionIsRoganAndGladen() {
        int[] truth = new int[20];
        int[] called = new int[20];
        Arrays.fill(truth, 0, 10, 1);
        Arrays.fill(called, 0, 8, 1);
        called[10] = 1;
        int[] target = {0, 1, 0, 1};
        assertThat(LabelShift.byConfusion(truth, called, target, 2).orElseThrow().prevalence()[1])
                .isCloseTo(0.4 / 0.7, CLOSE);
        LabelShift none = LabelShift.byConfusion(truth, called, new int[5], 2).orElseThrow();
        assertThat(none.prevalence()).containsExactly(1, 0);
        assertThat(none.outside()).isCloseTo(2 * 0.1 / 0.7, CLOSE);
        assertThat(none.weight()[1]).isNegative();
    }

    @Test
    void callsThatDoNotDependOnTheClassTellNothing() {
        int[] truth = {0, 0, 1, 1};
        assertThat(LabelShift.byConfusion(truth, new int[4], new int[] {0, 1}, 2)).isEmpty();
        assertThat(LabelShift.byConfusion(truth, new int[] {0, 1, 0, 1}, new int[] {0, 1}, 2)).isEmpty();
        assertThat(LabelShift.byConfusion(new int[4], new int[] {0, 1, 0, 1}, new int[] {0, 1}, 2)).isEmpty();
    }

    @Test
    void labelShiftHasIntervals() {
        Table source = Table.golden("shift_source.csv");
        Table target = Table.golden("shift_target.csv");
        Bootstrap.Plan plan = LabelShift.plan(
                IntStream.range(0, 400).toArray(), IntStream.range(400, 650).toArray(), 400, 1);
        Estimate third = LabelShift.byConfusion(
                        "third", source.integers("truth"), source.integers("called"), target.integers("called"), 3, 2,
                        plan, 0.95)
                .orElseThrow();
        assertThat(third.lower()).isBetween(0.25, 0.5);
        assertThat(third.upper()).isBetween(0.52, 0.75);
        assertThat(third.n()).isEqualTo(650);
        double[][] sure = {{1, 0}, {0, 1}, {0, 1}, {0, 1}};
        Estimate share = LabelShift.byExpectation(
                "sure", new double[] {0.5, 0.5}, sure, 1, Bootstrap.plan(new int[] {0, 1, 2, 3}, 500, 1), 0.95);
        assertThat(share.value()).isCloseTo(0.75, CLOSE);
        assertThat(share.lower()).isCloseTo(0.25, CLOSE);
        assertThat(share.upper()).isEqualTo(1);
    }

    @Test
    void aShiftIsSeenAndItsAbsenceToo() {
        SplitMix random = new SplitMix(7);
        double[] here = normal(random, 80, 0);
        double[] there = normal(random, 60, 1.5);
        double[] again = normal(random, 60, 0);
        for (Distance moved : List.of(
                Wasserstein.distance(here, there), KolmogorovSmirnov.distance(here, there),
                EnergyDistance.distance(here, there), PopulationStability.ofQuantiles(here, there, 5, 0.5),
                JensenShannon.ofQuantiles(here, there, 5, JensenShannon.Unit.BITS))) {
            assertThat(moved.test(199, 1).p()).isEqualTo(1 / 200.0);
            Estimate estimate = moved.estimate("moved", 300, 1, 0.95);
            assertThat(estimate.lower()).isPositive();
            assertThat(estimate.n()).isEqualTo(140);
        }
        for (Distance same : List.of(
                Wasserstein.distance(here, again), KolmogorovSmirnov.distance(here, again),
                EnergyDistance.distance(here, again))) {
            assertThat(same.test(199, 1).p()).isGreaterThan(0.05);
            assertThat(same.estimate("same", 300, 1, 0.95).lower()).isZero();
        }
    }

    /// Ten patients with twenty equal rows each are ten observations.
    @Test
    void patientsAreTheUnits() {
        SplitMix random = new SplitMix(12);
        double[] here = new double[200];
        double[] there = new double[200];
        int[] patient = new int[200];
        int[] other = new int[200];
        for (int i = 0; i < 200; i++) {
            patient[i] = i / 20;
            other[i] = 100 + i / 20;
            here[i] = i % 20 == 0 ? random.nextGaussian() : here[i - 1];
            there[i] = i % 20 == 0 ? random.nextGaussian() : there[i - 1];
        }
        Distance rows = Wasserstein.distance(here, there);
        Distance patients = rows.byPatient(patient, other);
        assertThat(patients.value()).isEqualTo(rows.value());
        assertThat(rows.test(199, 1).p()).isLessThan(0.05);
        assertThat(patients.test(199, 1).p()).isGreaterThan(0.05);
        assertThat(patients.estimate("w", 200, 1, 0.95).n()).isEqualTo(20);
        assertThatThrownBy(() -> rows.byPatient(patient, patient)).hasMessageContaining("in both samples");
        assertThatThrownBy(() -> rows.byPatient(new int[100], new int[300])).hasMessageContaining("first sample");
        assertThatThrownBy(() -> rows.byPatient(patient, new int[0])).hasMessageContaining("second sample");
        Estimate alone = Wasserstein.distance(here, there).byPatient(new int[200], other).estimate("w", 9, 1, 0.95);
        assertThat(alone.lower()).isZero();
        assertThat(alone.upper()).isInfinite();
    }

    @Test
    void edges() {
        double[] one = {1};
        assertThat(Wasserstein.distance(one, one).value()).isZero();
        assertThat(Wasserstein.distance(one, new double[] {3}).value()).isEqualTo(2);
        assertThat(EnergyDistance.distance(one, new double[] {3}).value()).isEqualTo(4);
        assertThat(Wasserstein.distance(one, one).estimate("w", 9, 1, 0.95).upper()).isInfinite();
        assertThat(Wasserstein.distance(new double[5], new double[4]).estimate("w", 9, 1, 0.95).upper()).isZero();
        assertThat(KolmogorovSmirnov.test(one, one)).isEqualTo(new KolmogorovSmirnov(0, 1, true, true));
        assertThat(KolmogorovSmirnov.test(one, new double[] {2, 3, 4}).p()).isEqualTo(0.5);
        assertThat(KolmogorovSmirnov.test(new double[] {2, 3}, new double[] {2, 3}).p()).isEqualTo(1);
        assertThat(KolmogorovSmirnov.distance(
                                new double[] {Double.NEGATIVE_INFINITY, 0}, new double[] {0, Double.POSITIVE_INFINITY})
                        .value())
                .isEqualTo(0.5);
        assertThatThrownBy(() -> KolmogorovSmirnov.test(NONE, one)).hasMessageContaining("first sample");
        assertThatThrownBy(() -> KolmogorovSmirnov.test(one, new double[] {Double.NaN})).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Wasserstein.distance(one, new double[] {Double.POSITIVE_INFINITY}))
                .hasMessageContaining("finite");
        double[][] point = {{1, 1}};
        double[][] same = {{1, 1}, {1, 1}};
        assertThat(EnergyDistance.distance(point, same).value()).isZero();
        assertThat(MeanDiscrepancy.medianBandwidth(point, same)).isEqualTo(1);
        assertThat(MeanDiscrepancy.medianBandwidth(same, new double[][] {{1, 1}, {1, 5}})).isEqualTo(2);
        assertThat(MeanDiscrepancy.biased(point, same).value()).isZero();
        assertThatThrownBy(() -> MeanDiscrepancy.unbiased(point, same)).hasMessageContaining("two rows");
        // Patients of one and of three rows: every other permutation leaves one row to a sample.
        double[][] three = {{0, 0}, {5, 1}, {3, 3}, {2, 9}};
        Permutation.Result uneven = MeanDiscrepancy.unbiased(three, new double[][] {{1, 0}, {0, 2}, {9, 9}})
                .byPatient(new int[] {0, 1, 1, 1}, new int[] {2, 2, 2})
                .test(199, 1);
        assertThat(Arrays.stream(uneven.nullValues()).filter(Double::isInfinite).count()).isPositive();
        assertThat(uneven.p()).isGreaterThan(0.2);
        assertThatThrownBy(() -> MeanDiscrepancy.biased(point, same, 0)).hasMessageContaining("bandwidth");
        assertThatThrownBy(() -> EnergyDistance.distance(point, new double[][] {{1}}))
                .hasMessageContaining("variables");
        assertThatThrownBy(() -> EnergyDistance.distance(new double[0][], point)).hasMessageContaining("first sample");
    }

    @Test
    void emptyCellsAndConstantsOfBinnedDistances() {
        int[] here = {0, 0, 0};
        int[] there = {1, 1};
        assertThat(JensenShannon.ofCategories(here, there, 2, JensenShannon.Unit.BITS).value()).isCloseTo(1, CLOSE);
        assertThat(JensenShannon.ofCategories(here, there, 2, JensenShannon.Unit.NATS).value())
                .isCloseTo(Math.log(2), CLOSE);
        assertThat(PopulationStability.ofCategories(here, there, 2, 0.5).value())
                .isCloseTo(
                        (3.5 / 4 - 0.5 / 3) * Math.log(3.5 / 4 * 6) + (2.5 / 3 - 0.125) * Math.log(2.5 / 3 * 8), CLOSE);
        assertThatThrownBy(() -> PopulationStability.ofCategories(here, there, 2, 0).value())
                .hasMessageContaining("pseudo-count");
        assertThat(PopulationStability.ofCategories(here, new int[2], 2, 0).value()).isZero();
        assertThatThrownBy(() -> PopulationStability.ofCategories(here, there, 1, 0.5))
                .hasMessageContaining("category");
        Bins constant = Bins.byQuantiles(new double[] {2, 2, 2}, 10);
        assertThat(constant.count()).isEqualTo(1);
        assertThat(constant.of(new double[] {1, 2, Double.POSITIVE_INFINITY})).containsExactly(0, 0, 0);
        Bins quarters = Bins.byQuantiles(new double[] {1, 2, 3, 4, 5}, 4);
        assertThat(quarters.cuts()).containsExactly(2, 3, 4);
        assertThat(quarters.of(new double[] {2, 2.5, Double.NEGATIVE_INFINITY, 9})).containsExactly(0, 1, 0, 3);
        assertThatThrownBy(() -> quarters.of(new double[] {Double.NaN})).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Bins(new double[] {1, 1})).hasMessageContaining("ascend");
        assertThatThrownBy(() -> PopulationStability.critical(10, 10, 1, 0.05)).hasMessageContaining("two categories");
    }

    @Test
    void standardisationIsThatOfTheReference() {
        Standardisation scale = Standardisation.of(new double[][] {{0, 5}, {2, 5}, {4, 5}});
        assertThat(scale.apply(new double[][] {{2, 5}, {6, 7}}))
                .isDeepEqualTo(new double[][] {{0, 0}, {2, 2}});
        assertThat(Standardisation.of(new double[][] {{4}}).apply(new double[][] {{6}}))
                .isDeepEqualTo(new double[][] {{2}});
        assertThatThrownBy(() -> Standardisation.of(new double[0][])).hasMessageContaining("reference");
        assertThatThrownBy(() -> scale.apply(new double[][] {{1}})).hasMessageContaining("variables");
    }

    @Test
    void aClassifierTellsShiftedSamplesApart() {
        SplitMix random = new SplitMix(5);
        ClassifierTwoSample shifted = ClassifierTwoSample.of(points(random, 60, 0), points(random, 40, 1), 5, 1);
        Estimate auroc = shifted.auroc("auroc", 0.95);
        assertThat(auroc.value()).isBetween(0.7, 0.95);
        assertThat(auroc.lower()).isGreaterThan(0.5);
        assertThat(shifted.balancedAccuracy("accuracy", 0.95).lower()).isGreaterThan(0.5);
        assertThat(auroc.n()).isEqualTo(50);
        assertThat(shifted.test(39, 1).observed()).isBetween(0.7, 0.95);
        assertThat(shifted.test(39, 1).p()).isEqualTo(1 / 40.0);
        assertThat(shifted.test(ClassifierTwoSample.Statistic.BALANCED_ACCURACY, 39, 1).p()).isEqualTo(1 / 40.0);
        ClassifierTwoSample same = ClassifierTwoSample.of(points(random, 60, 0), points(random, 40, 0), 5, 1);
        assertThat(same.test(39, 1).p()).isGreaterThan(0.05);
        ClassifierTwoSample apart = ClassifierTwoSample.of(points(random, 10, 0), points(random, 10, 99), 5, 1);
        assertThat(apart.auroc("auroc", 0.95).value()).isEqualTo(1);
        assertThat(apart.balancedAccuracy("accuracy", 0.95).value()).isEqualTo(1);
        assertThat(apart.test(ClassifierTwoSample.Statistic.BALANCED_ACCURACY, 1, 1).observed()).isEqualTo(1);
    }

    @Test
    void theClassifierNeverScoresAPatientItLearnedFrom() {
        double[][] rows = IntStream.range(0, 40).mapToObj(i -> new double[] {i / 2}).toArray(double[][]::new);
        int[] patient = IntStream.range(0, 40).map(i -> i / 2).toArray();
        int[] other = IntStream.range(0, 40).map(i -> 100 + i / 2).toArray();
        double[][] others = Arrays.stream(rows).map(r -> new double[] {100 + r[0]}).toArray(double[][]::new);
        ClassifierTwoSample test = ClassifierTwoSample.of(rows, others, patient, other, 4, 1, (learned, second, weight) -> row ->
                Arrays.stream(learned).anyMatch(l -> l[0] == row[0]) ? 1 : 0);
        assertThat(test.auroc("memory", 0.95).value()).isEqualTo(0.5);
        assertThat(test.test(1, 1).observed()).isEqualTo(0.5);
        assertThatThrownBy(() -> ClassifierTwoSample.of(rows, others, patient, patient, 4, 1, ClassifierTwoSample::logistic))
                .hasMessageContaining("both samples");
        assertThatThrownBy(() -> ClassifierTwoSample.of(rows, new double[][] {{1}}, 2, 1)).hasMessageContaining("folds");
    }
}
