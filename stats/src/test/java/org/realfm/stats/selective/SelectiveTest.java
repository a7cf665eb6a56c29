package org.realfm.stats.selective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.realfm.stats.ReferenceValues.CLOSE;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.ReferenceValues;
import org.realfm.stats.SplitMix;
import org.realfm.stats.Table;

/// Abstaining, sets, risk control and prediction-powered means against Python, and at their edges.
class SelectiveTest {

    private static final ReferenceValues PYTHON = new ReferenceValues("selective_values.csv");
    private static final Table CASES = Table.golden("selective.csv");
    private static final double[] NONE = {};

    private static Bootstrap.Plan plan(int replicates) {
        return Bootstrap.plan(CASES.integers("patient"), replicates, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "cost"})
    void areas(String loss) {
        RiskCoverage curve = RiskCoverage.of(CASES.numbers("confidence"), CASES.numbers(loss));
        assertThat(curve.aurc()).isCloseTo(PYTHON.get("aurc." + loss), CLOSE);
        assertThat(curve.excessAurc()).isCloseTo(PYTHON.get("excess." + loss), CLOSE);
        assertThat(curve.augrc()).isCloseTo(PYTHON.get("augrc." + loss), CLOSE);
        Estimate interval = curve.augrc("augrc", plan(200), 0.95);
        assertThat(interval.value()).isEqualTo(curve.augrc());
        assertThat(interval.lower()).isLessThan(interval.value());
        assertThat(interval.n()).isEqualTo(45);
        assertThat(curve.excessAurc("excess", plan(50), 0.95).lower()).isNotNegative();
        assertThat(curve.aurc("aurc", plan(50), 0.95).value()).isEqualTo(curve.aurc());
    }

    @Test
    void tiedCasesAreWorthTheirMeanOverAllOrders() {
        double[] confidence = {0.9, 0.7, 0.7, 0.7, 0.1};
        RiskCoverage curve = RiskCoverage.of(confidence, new double[] {0, 1, 0, 2, 1});
        assertThat(curve.aurc()).isCloseTo(PYTHON.get("aurc.small"), CLOSE);
        assertThat(curve.riskAt(0.2)).isZero();
        assertThat(curve.riskAt(0.6)).isCloseTo(2 / 3.0, CLOSE);
        assertThat(curve.riskAt(0.01)).isZero();
        assertThat(curve.riskAt(1)).isCloseTo(0.8, CLOSE);
        assertThat(curve.curve().threshold()).containsExactly(0.9, 0.7, 0.1);
        assertThat(curve.curve().coverage()).containsExactly(0.2, 0.8, 1);
        assertThat(curve.curve().risk()).containsExactly(0, 0.75, 0.8);
        RiskCoverage constant = RiskCoverage.of(new double[5], new double[] {0, 1, 0, 2, 1});
        assertThat(constant.aurc()).isCloseTo(0.8, CLOSE);
        assertThat(constant.augrc()).isCloseTo(0.4, CLOSE);
        RiskCoverage oracle = RiskCoverage.of(new double[] {9, 4, 9, 1, 4}, new double[] {0, 1, 0, 2, 1});
        assertThat(oracle.excessAurc()).isZero();
    }

    @Test
    void aThresholdInUse() {
        RiskCoverage curve = RiskCoverage.of(CASES.numbers("confidence"), CASES.numbers("failed"));
        RiskCoverage.Operating at = curve.at(0.8, CASES.integers("patient"), 0.95);
        long accepted = Arrays.stream(CASES.numbers("confidence")).filter(c -> c >= 0.8).count();
        assertThat(at.coverage().value()).isCloseTo(accepted / 90.0, CLOSE);
        assertThat(at.risk().orElseThrow().value()).isCloseTo(curve.riskAt(accepted / 90.0), CLOSE);
        assertThat(at.risk().orElseThrow().method()).contains("Wilson");
        assertThat(curve.at(2, CASES.integers("patient"), 0.95).risk()).isEmpty();
        assertThat(RiskCoverage.of(CASES.numbers("confidence"), CASES.numbers("cost"))
                        .at(0.8, CASES.integers("patient"), 0.95)
                        .risk()
                        .orElseThrow()
                        .method())
                .contains("t");
        assertThat(curve.riskAt("risk", 0.5, plan(100), 0.95).value()).isEqualTo(curve.riskAt(0.5));
    }

    @Test
    void edgesOfRiskCoverage() {
        RiskCoverage one = RiskCoverage.of(new double[] {Double.POSITIVE_INFINITY}, new double[] {1});
        assertThat(one.aurc()).isEqualTo(1);
        assertThat(one.augrc()).isEqualTo(0.5);
        assertThatThrownBy(() -> RiskCoverage.of(NONE, NONE)).hasMessageContaining("cases");
        assertThatThrownBy(() -> RiskCoverage.of(new double[] {Double.NaN}, new double[1])).hasMessageContaining("NaN");
        assertThatThrownBy(() -> RiskCoverage.of(new double[1], new double[] {-1})).hasMessageContaining("negative");
        assertThatThrownBy(() -> one.riskAt(0)).hasMessageContaining("coverage");
    }

    @Test
    void theThresholdIsTheExactOrderStatistic() {
        double[] nine = {9, 1, 8, 2, 7, 3, 6, 4, 5};
        assertThat(Conformal.calibrate(nine, 0.1).threshold()).isEqualTo(9);
        assertThat(Conformal.calibrate(nine, 0.2).threshold()).isEqualTo(8);
        assertThat(Conformal.calibrate(nine, 0.09).threshold()).isInfinite();
        assertThat(Conformal.calibrate(NONE, 0.5).threshold()).isInfinite();
        assertThat(Conformal.calibrate(new double[] {3}, 0.5).threshold()).isEqualTo(3);
        // (n + 1)(1 - alpha) is 95 exactly, and 95.00000000000001 in floating point would be rank 96.
        double[] many = IntStream.rangeClosed(1, 99).mapToDouble(i -> i).toArray();
        assertThat(Conformal.calibrate(many, 0.05).threshold()).isEqualTo(95);
        assertThat(Conformal.calibrate(many, 0.3).threshold()).isEqualTo(70);
        assertThatThrownBy(() -> Conformal.calibrate(nine, 0)).hasMessageContaining("alpha");
        assertThatThrownBy(() -> Conformal.calibrate(new double[] {Double.NaN}, 0.1)).hasMessageContaining("NaN");
    }

    @Test
    void setsAndIntervals() {
        double[] probability = {0.6, 0.3, 0.1};
        Conformal half = new Conformal(0.5, 99, 0.1);
        assertThat(half.set(ClassScore.leastAmbiguous(), probability)).containsExactly(true, false, false);
        assertThat(new Conformal(0.3, 99, 0.1).set(ClassScore.leastAmbiguous(), probability))
                .containsExactly(false, false, false);
        Conformal wide = new Conformal(0.9, 99, 0.1);
        assertThat(wide.set(ClassScore.adaptive(), probability)).containsExactly(true, true, false);
        assertThat(half.set(ClassScore.adaptive(0), probability)).containsExactly(true, false, false);
        assertThat(ClassScore.adaptive().of(new double[] {0.5, 0.5}, 0)).isEqualTo(1);
        assertThat(ClassScore.adaptive(0.25).of(probability, 1)).isCloseTo(0.675, CLOSE);
        assertThat(wide.interval(10, 2)).isEqualTo(new Conformal.Range(8.2, 11.8));
        assertThat(half.between(1, 2)).contains(new Conformal.Range(0.5, 2.5));
        assertThat(new Conformal(-0.6, 9, 0.1).between(1, 2)).isEmpty();
        assertThat(wide.interval(10, 2).holds(8)).isFalse();
        Conformal[] byClass = Conformal.calibrate(new double[] {0.1, 0.5, 0.2}, new int[] {0, 1, 0}, 3, 0.4);
        assertThat(Arrays.stream(byClass).mapToDouble(Conformal::threshold))
                .containsExactly(0.2, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        assertThat(Conformal.set(byClass, ClassScore.leastAmbiguous(), probability)).containsExactly(false, true, true);
        assertThatThrownBy(() -> Conformal.calibrate(new double[1], new int[] {4}, 3, 0.1))
                .hasMessageContaining("group");
    }

    @ParameterizedTest
    @CsvSource({"500, 0.1", "30, 0.05"})
    void theLawOfCoverage(int n, double alpha) {
        CoverageLaw law = CoverageLaw.of(n, alpha);
        String name = "law." + n;
        assertThat(law.quantile(0.05)).isCloseTo(PYTHON.get(name + ".beta.0"), CLOSE);
        assertThat(law.quantile(0.95)).isCloseTo(PYTHON.get(name + ".beta.1"), CLOSE);
        assertThat(law.cumulative(80, 100)).isCloseTo(PYTHON.get(name + ".binomial.0"), CLOSE);
        assertThat(law.cumulative(90, 100)).isCloseTo(PYTHON.get(name + ".binomial.1"), CLOSE);
        assertThat(law.cumulative(97, 100)).isCloseTo(PYTHON.get(name + ".binomial.2"), CLOSE);
        assertThat(law.expected(100, 0.95).lower()).isEqualTo(PYTHON.get(name + ".expected.0"));
        assertThat(law.expected(100, 0.95).upper()).isEqualTo(PYTHON.get(name + ".expected.1"));
    }

    @Test
    void edgesOfTheLaw() {
        CoverageLaw all = CoverageLaw.of(5, 0.1);
        assertThat(all.mean()).isEqualTo(1);
        assertThat(all.quantile(0.01)).isEqualTo(1);
        assertThat(all.cumulative(9, 10)).isZero();
        assertThat(all.cumulative(10, 10)).isEqualTo(1);
        assertThat(all.expected(10, 0.95)).isEqualTo(new Conformal.Range(1, 1));
        assertThat(CoverageLaw.of(100_000, 0.1).cumulative(90_000, 100_000)).isBetween(0.45, 0.55);
        assertThat(Conformal.calibrate(new double[99], 0.1).law()).isEqualTo(new CoverageLaw(99, 90));
    }

    @Test
    void setsAreHeldAgainstTheTruth() {
        boolean[][] set = {{true, false}, {true, true}, {false, false}, {false, true}};
        PredictionSets sets = PredictionSets.of(set, new int[] {0, 0, 0, 0}, new int[] {1, 2, 3, 4});
        assertThat(sets.coverage(0.95).value()).isEqualTo(0.5);
        assertThat(sets.coverageOf(0, 0.95).orElseThrow().value()).isEqualTo(0.5);
        assertThat(sets.coverageOf(1, 0.95)).isEmpty();
        assertThat(sets.singletons(0.95).value()).isEqualTo(0.5);
        assertThat(sets.empty(0.95).value()).isEqualTo(0.25);
        assertThat(sets.meanSize(0.95).value()).isEqualTo(1);
        assertThatThrownBy(() -> PredictionSets.of(new boolean[0][], new int[0], new int[0]))
                .hasMessageContaining("cases");
        assertThatThrownBy(() -> PredictionSets.of(set, new int[] {0, 0, 0, 2}, new int[4]))
                .hasMessageContaining("class 2");
    }

    @ParameterizedTest
    @CsvSource({"0.03, 200, 0.1", "0.0, 50, 0.05", "0.2, 100, 0.1", "0.0937, 400, 0.12"})
    void hoeffdingAndBentkus(double risk, int n, double alpha) {
        assertThat(RiskControl.Bound.HOEFFDING_BENTKUS.pValue(risk, n, alpha))
                .isCloseTo(PYTHON.get("hb." + risk + "." + n + "." + alpha), CLOSE);
    }

    @Test
    void upperLimits() {
        double[] loss = new double[200];
        Arrays.fill(loss, 0, 6, 1);
        Estimate either = RiskControl.upper("risk", loss, RiskControl.Bound.HOEFFDING_BENTKUS, 0.9);
        assertThat(either.upper()).isCloseTo(PYTHON.get("hb.upper"), CLOSE);
        assertThat(RiskControl.upper("risk", loss, RiskControl.Bound.BINOMIAL, 0.9).upper())
                .isCloseTo(PYTHON.get("cp.upper"), CLOSE);
        double[] ones = {1, 1};
        assertThat(RiskControl.upper("risk", ones, RiskControl.Bound.BINOMIAL, 0.9).upper()).isEqualTo(1);
        assertThatThrownBy(() -> RiskControl.upper("risk", new double[] {0.5}, RiskControl.Bound.BINOMIAL, 0.9))
                .hasMessageContaining("0 or 1");
        assertThatThrownBy(() -> RiskControl.pValue(NONE, 0.1, RiskControl.Bound.BINOMIAL))
                .hasMessageContaining("cases");
        assertThatThrownBy(() -> RiskControl.pValue(new double[] {2}, 0.1, RiskControl.Bound.HOEFFDING_BENTKUS))
                .hasMessageContaining("[0, 1]");
    }

    @Test
    void settingsThatKeepARisk() {
        // Of a hundred cases, 30, 10, 3 and none are missed.
        double[][] loss = IntStream.of(30, 10, 3, 0)
                .mapToObj(missed -> {
                    double[] of = new double[100];
                    Arrays.fill(of, 0, missed, 1);
                    return of;
                })
                .toArray(double[][]::new);
        assertThat(RiskControl.expected(loss, 1, 0.11)).hasValue(1);
        assertThat(RiskControl.expected(loss, 1, 11 / 101.0)).hasValue(1);
        assertThat(RiskControl.expected(loss, 1, 0.1)).hasValue(2);
        assertThat(RiskControl.expected(loss, 1, 0.009)).isEmpty();
        assertThat(RiskControl.certain(loss, 0.1, 0.1, RiskControl.Bound.BINOMIAL)).hasValue(2);
        assertThat(RiskControl.certain(loss, 0.2, 0.1, RiskControl.Bound.BINOMIAL)).hasValue(1);
        assertThat(RiskControl.certain(loss, 0.02, 0.1, RiskControl.Bound.BINOMIAL)).isEmpty();
        assertThat(RiskControl.certain(loss, 0.02, 0.14, RiskControl.Bound.BINOMIAL)).hasValue(3);
        assertThat(RiskControl.all(loss, 0.2, 0.1, RiskControl.Bound.HOEFFDING_BENTKUS)).containsExactly(1, 2, 3);
        double[][] grows = {{0, 0}, {0, 1}};
        assertThatThrownBy(() -> RiskControl.expected(grows, 1, 0.1)).hasMessageContaining("grows");
        assertThat(RiskControl.certain(grows, 0.9, 0.5, RiskControl.Bound.BINOMIAL)).hasValue(0);
        assertThatThrownBy(() -> RiskControl.expected(new double[0][], 1, 0.1)).hasMessageContaining("settings");
        assertThatThrownBy(() -> RiskControl.expected(new double[][] {{}}, 1, 0.1)).hasMessageContaining("cases");
    }

    /// The loss of a case at setting s is the part of its uniform size above s / 100. Over many calibrations on 30 cases the
    /// mean loss of a new case, (1 - s/100)^2 / 2, is close to alpha and not above it.
    @Test
    void conformalRiskControlKeepsTheMeanOverCalibrations() {
        double alpha = 0.1;
        int draws = 3_000;
        SplitMix random = new SplitMix(3);
        double sum = 0;
        double squares = 0;
        for (int draw = 0; draw < draws; draw++) {
            double[] size = random.doubles(30).toArray();
            double[][] loss = IntStream.rangeClosed(0, 100)
                    .mapToObj(s -> Arrays.stream(size).map(v -> Math.max(0, v - s / 100.0)).toArray())
                    .toArray(double[][]::new);
            double left = 1 - RiskControl.expected(loss, 1, alpha).orElseThrow() / 100.0;
            sum += left * left / 2;
            squares += left * left * left * left / 4;
        }
        double mean = sum / draws;
        double error = Math.sqrt((squares / draws - mean * mean) / draws);
        assertThat(mean).isBetween(alpha - 1 / 31.0 - 0.01, alpha + 3 * error);
    }

    /// A rare class that is scored badly: sets calibrated on all cases leave it out, class-conditional ones do not.
    @Test
    void classConditionalSetsCoverTheRareClass() {
        SplitMix random = new SplitMix(4);
        int n = 4_000;
        double[] score = new double[n];
        int[] label = new int[n];
        for (int i = 0; i < n; i++) {
            label[i] = random.nextInt(20) == 0 ? 1 : 0;
            score[i] = random.nextDouble() / 2 + (label[i] == 1 ? 0.5 : 0);
        }
        Conformal all = Conformal.calibrate(score, 0.1);
        Conformal[] each = Conformal.calibrate(score, label, 2, 0.1);
        int covered = 0;
        int coveredEach = 0;
        for (int i = 0; i < 1_000; i++) {
            double rare = 0.5 + random.nextDouble() / 2;
            covered += all.holds(rare) ? 1 : 0;
            coveredEach += each[1].holds(rare) ? 1 : 0;
        }
        assertThat(covered).isZero();
        assertThat(coveredEach).isBetween(820, 980);
    }

    private static PredictionPowered powered() {
        Table table = Table.golden("powered.csv");
        double[] predicted = table.numbers("predicted");
        return PredictionPowered.of(
                Arrays.copyOf(table.numbers("truth"), 40), Arrays.copyOf(predicted, 40),
                Arrays.copyOfRange(predicted, 40, 200));
    }

    @Test
    void predictionPoweredMeans() {
        PredictionPowered powered = powered();
        assertThat(powered.lambda()).isCloseTo(PYTHON.get("powered.lambda"), CLOSE);
        PYTHON.assertEstimate(powered.mean("mean", 0.95), "powered.tuned");
        PYTHON.assertEstimate(powered.mean("mean", 1, 0.95), "powered.one");
        PYTHON.assertEstimate(powered.mean("mean", 0, 0.95), "powered.none");
        int[] patient = Table.golden("powered.csv").integers("patient");
        PredictionPowered clustered =
                powered.byPatient(Arrays.copyOf(patient, 40), Arrays.copyOfRange(patient, 40, 200));
        PYTHON.assertEstimate(clustered.mean("mean", 0.5, 0.95), "powered.clustered");
        assertThat(clustered.mean("mean", 0.95).n()).isEqualTo(20);
        Estimate difference = PredictionPowered.difference("difference", powered, powered, 0.95);
        assertThat(difference.value()).isZero();
        assertThat(difference.upper()).isCloseTo(Math.sqrt(2) * powered.mean("mean", 0.95).halfWidth(), CLOSE);
        assertThatThrownBy(() -> powered.byPatient(new int[40], new int[160])).hasMessageContaining("both sides");
    }

    @Test
    void edgesOfPredictionPoweredMeans() {
        PredictionPowered one = PredictionPowered.of(new double[] {1}, new double[] {1}, new double[] {0, 1});
        assertThat(one.mean("mean", 0.95).upper()).isInfinite();
        assertThat(one.proportion("share", 0.95)).satisfies(e -> {
            assertThat(e.lower()).isZero();
            assertThat(e.upper()).isEqualTo(1);
        });
        assertThat(PredictionPowered.difference("d", one, one, 0.95).upper()).isInfinite();
        PredictionPowered useless =
                PredictionPowered.of(new double[] {0, 1, 1}, new double[] {2, 2, 2}, new double[] {2, 2});
        assertThat(useless.lambda()).isZero();
        assertThat(useless.mean("mean", 0.95).value()).isCloseTo(2 / 3.0, CLOSE);
        assertThat(PredictionPowered.of(new double[] {0, 1}, new double[] {0, 1}, new double[] {5})
                        .mean("mean", 1, 0.95)
                        .upper())
                .isInfinite();
        assertThatThrownBy(() -> PredictionPowered.of(NONE, NONE, NONE)).hasMessageContaining("labelled");
        assertThatThrownBy(() -> powered().proportion("share", 0.95)).hasMessageContaining("0 or 1");
        assertThatThrownBy(() -> PredictionPowered.of(new double[] {Double.NaN}, new double[1], new double[1]))
                .hasMessageContaining("finite");
    }
}
