package org.realfm.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.realfm.stats.Estimate;
import org.realfm.stats.Proportion;
import org.realfm.stats.ReferenceValues;
import org.realfm.stats.SplitMix;

/// Confidence sequences, the sequential probability ratio test and cumulative sum charts.
class SequentialTest {

    private static final ReferenceValues R = new ReferenceValues("sequential.csv");

    private static void refused(String message, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
    }

    @Test
    void mixtureAgreesWithItsDefinition() {
        check(ConfidenceSequence.proportion("p", 90, 100, 0.95), "mixture.90.100");
        check(ConfidenceSequence.proportion("p", 0, 20, 0.95), "mixture.0.20");
        check(ConfidenceSequence.proportion("p", 7, 7, 0.9), "mixture.7.7");
    }

    private static void check(Estimate estimate, String name) {
        assertThat(estimate.lower()).isCloseTo(R.get(name + ".0"), ReferenceValues.CLOSE);
        assertThat(estimate.upper()).isCloseTo(R.get(name + ".1"), ReferenceValues.CLOSE);
    }

    private static double[] numbers() {
        return IntStream.rangeClosed(1, 60).mapToDouble(i -> i * 37 % 101 % 101 / 100.0).toArray();
    }

    @Test
    void bettingAgreesWithItsDefinition() {
        R.assertEstimate(ConfidenceSequence.mean("m", numbers(), 0, 1, 0.95), "betting");
    }

    @Property(tries = 100)
    void aSequenceIsWiderThanAFixedSampleAndTurnsWithTheData(
            @ForAll @IntRange(min = 1, max = 500) int n, @ForAll @IntRange(min = 0, max = 500) int drawn) {
        int successes = Math.min(n, drawn);
        Estimate p = ConfidenceSequence.proportion("p", successes, n, 0.95);
        Estimate fixed = Proportion.clopperPearson("p", successes, n, 0.95);
        assertThat(p.halfWidth()).isGreaterThan(fixed.halfWidth());
        Estimate turned = ConfidenceSequence.proportion("p", n - successes, n, 0.95);
        assertThat(turned.lower()).isCloseTo(1 - p.upper(), within(1e-9));
        assertThat(turned.upper()).isCloseTo(1 - p.lower(), within(1e-9));
    }

    @Property(tries = 100)
    void evidenceIsThatOfPredictionsFromThePast(@ForAll long seed, @ForAll @IntRange(min = 0, max = 100) int n) {
        SplitMix random = new SplitMix(seed);
        double p = 0.01 + 0.98 * random.nextDouble();
        int successes = 0;
        double log = 0;
        for (int i = 1; i <= n; i++) {
            double predicted = (successes + 0.5) / i;
            boolean success = random.nextDouble() < 0.3;
            log += success ? Math.log(predicted / p) : Math.log((1 - predicted) / (1 - p));
            successes += success ? 1 : 0;
        }
        assertThat(ConfidenceSequence.logEvidence(successes, n, p)).isCloseTo(log, within(1e-9));
    }

    @Property(tries = 50)
    void bettingKnowsNoUnits(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int n) {
        SplitMix random = new SplitMix(seed);
        double[] x = IntStream.range(0, n).mapToDouble(i -> random.nextDouble()).toArray();
        Estimate unit = ConfidenceSequence.mean("m", x, 0, 1, 0.9);
        double[] scaled = Arrays.stream(x).map(v -> -3 - 8 * v).toArray();
        Estimate other = ConfidenceSequence.mean("m", scaled, -11, -3, 0.9);
        assertThat(other.lower()).isCloseTo(-3 - 8 * unit.upper(), within(1e-9));
        assertThat(other.upper()).isCloseTo(-3 - 8 * unit.lower(), within(1e-9));
    }

    @Test
    void bettingGainsFromSmallVariance() {
        double[] steady = new double[400];
        Arrays.fill(steady, 0.3);
        Estimate m = ConfidenceSequence.mean("m", steady, 0, 1, 0.95);
        assertThat(m.halfWidth()).isLessThan(0.03);
        assertThat(m.lower()).isLessThan(0.3);
        Estimate zero = ConfidenceSequence.mean("m", new double[30], 0, 1, 0.95);
        assertThat(zero.lower()).isZero();
        assertThat(zero.upper()).isLessThan(0.3);
    }

    @Test
    void confidenceSequencesSayWhatIsWrong() {
        refused("at least one item", () -> ConfidenceSequence.proportion("p", 0, 0, 0.95));
        refused("successes must lie", () -> ConfidenceSequence.proportion("p", 3, 2, 0.95));
        refused("at least one value", () -> ConfidenceSequence.mean("m", new double[0], 0, 1, 0.95));
        refused("value 0 must lie in [0.0, 1.0], found NaN",
                () -> ConfidenceSequence.mean("m", new double[] {Double.NaN}, 0, 1, 0.95));
        refused("found 1.5", () -> ConfidenceSequence.mean("m", new double[] {1.5}, 0, 1, 0.95));
        refused("low must be below high", () -> ConfidenceSequence.mean("m", new double[] {1}, 1, 1, 0.95));
        refused("confidence", () -> ConfidenceSequence.mean("m", new double[] {1}, 0, 1, 1));
    }

    /// NIST/SEMATECH e-Handbook of Statistical Methods, 6.2.6: p1 = 0.01, p2 = 0.10, errors 0.05 and 0.10 give the
    /// acceptance line -0.939 + 0.0397 n and the rejection line 1.205 + 0.0397 n (with a slope rounded down).
    @Test
    void sprtAgreesWithAPublishedPlan() {
        Sprt plan = Sprt.bernoulli(0.01, 0.10, 0.05, 0.10);
        double perDefect = Math.log(11);
        assertThat(plan.lower() / perDefect).isCloseTo(-0.939, within(5e-4));
        assertThat(plan.upper() / perDefect).isCloseTo(1.205, within(5e-4));
        // Accepts once 0.0397 n > 0.939: after 24 good ones, as the handbook's table says.
        assertThat(plan.run(new double[100])).extracting(Sprt.Result::decision, Sprt.Result::observed)
                .containsExactly(Sprt.Decision.ACCEPT, 24);
        assertThat(plan.run(new double[23]).decision()).isEqualTo(Sprt.Decision.CONTINUE);
        assertThat(plan.run(new double[] {1, 1}).decision()).isEqualTo(Sprt.Decision.REJECT);
    }

    @Test
    void sprtKeepsItsErrorsAndItsExpectedNumber() {
        Sprt plan = Sprt.bernoulli(0.3, 0.5, 0.05, 0.1);
        assertThat(plan.accepting(0.3)).isCloseTo(0.95, within(1e-9));
        assertThat(plan.accepting(0.5)).isCloseTo(0.1, within(1e-9));
        Sprt normal = Sprt.normal(0, 1, 2, 0.05, 0.1);
        assertThat(normal.accepting(0)).isCloseTo(0.95, within(1e-9));
        assertThat(normal.accepting(1)).isCloseTo(0.1, within(1e-9));
        double balanced = normal.accepting(0.5);
        assertThat(balanced).isCloseTo(0.5 * (normal.accepting(0.499) + normal.accepting(0.501)), within(1e-5));
        double around = 0.5 * (normal.expectedObservations(0.499) + normal.expectedObservations(0.501));
        assertThat(normal.expectedObservations(0.5)).isCloseTo(around, within(0.01));
        SplitMix random = new SplitMix(5);
        int rejected = 0;
        double observed = 0;
        int runs = 4_000;
        for (int r = 0; r < runs; r++) {
            double[] x = IntStream.range(0, 2_000).mapToDouble(i -> random.nextDouble() < 0.3 ? 1 : 0).toArray();
            Sprt.Result result = plan.run(x);
            rejected += result.decision() == Sprt.Decision.REJECT ? 1 : 0;
            observed += result.observed();
        }
        assertThat(Proportion.wilson("error", rejected, runs, 0.999).lower()).isLessThan(0.05 / 0.9);
        assertThat(observed / runs).isCloseTo(plan.expectedObservations(0.3), within(4.0));
    }

    @Test
    void sprtSaysWhatIsWrong() {
        refused("must differ", () -> Sprt.bernoulli(0.3, 0.3, 0.05, 0.1));
        refused("alpha + beta", () -> Sprt.bernoulli(0.3, 0.4, 0.5, 0.5));
        refused("must be 0 or 1", () -> Sprt.bernoulli(0.3, 0.4, 0.05, 0.1).run(new double[] {0.5}));
        refused("must be finite", () -> Sprt.normal(0, 1, 1, 0.05, 0.1).run(new double[] {Double.NaN}));
        refused("standard deviation", () -> Sprt.normal(0, 1, 0, 0.05, 0.1));
    }

    @ParameterizedTest
    @CsvSource({"4,0", "4,0.5", "4,1", "4,2", "5,0", "5,0.5", "5,1", "5,2"})
    void normalRunLengthsAgree(int h, String shift) {
        NormalCusum chart = new NormalCusum(0.5, h);
        double one = R.get("cusum.one." + h + "." + shift);
        assertThat(chart.oneSidedRunLength(Double.parseDouble(shift))).isCloseTo(one, within(1e-8 * one));
        double two = R.get("cusum.two." + h + "." + shift);
        assertThat(chart.runLength(Double.parseDouble(shift))).isCloseTo(two, within(1e-8 * two));
    }

    /// Of Lucas & Crosier 1982, doi:10.1080/00401706.1982.10487759, table 1: two-sided, k = 0.5.
    @Test
    void normalRunLengthsAgreeWithAPublishedTable() {
        NormalCusum five = new NormalCusum(0.5, 5);
        assertThat(five.runLength(0)).isCloseTo(465, within(0.5));
        assertThat(five.runLength(1)).isCloseTo(10.4, within(0.05));
        assertThat(new NormalCusum(0.5, 4).runLength(0)).isCloseTo(168, within(0.5));
        assertThat(new NormalCusum(0.5, 4).runLength(1)).isCloseTo(8.38, within(0.005));
    }

    @Test
    void normalChartsAreDesignedAndFollowed() {
        NormalCusum chart = NormalCusum.withRunLength(0.5, 465.44350603203816);
        assertThat(chart.threshold()).isCloseTo(5, within(1e-7));
        double[] x = new double[40];
        Arrays.fill(x, 20, 40, 13);
        NormalCusum.Paths paths = chart.paths(x, 10, 10);
        assertThat(paths.rise().signal()).isEmpty();
        assertThat(paths.fall().statistic()[1]).isEqualTo(1);
        assertThat(paths.fall().signal()).hasValue(10);
        assertThat(new NormalCusum(0.5, 1e-6).runLength(0)).isCloseTo(1 / (2 * 0.30853753872598694), within(1e-4));
        assertThat(chart.runLength(5)).isBetween(1.0, 3.0);
        assertThat(chart.oneSidedRunLength(-5)).isEqualTo(Double.POSITIVE_INFINITY);
        refused("run length", () -> NormalCusum.withRunLength(0.5, 1));
        refused("rarer than asked", () -> NormalCusum.withRunLength(3, 2));
        refused("threshold must lie", () -> new NormalCusum(0.5, 0));
        refused("reference", () -> new NormalCusum(-1, 4));
        refused("observations: value 0", () -> chart.paths(new double[] {Double.NaN}, 0, 1));
    }

    @Test
    void bernoulliRunLengthsAgreeWithADenseChain() {
        assertThat(chain(7, 1, 40).runLength(0.1)).isCloseTo(R.get("bernoulli.7.1.40"), within(1e-7));
        assertThat(chain(2, 13, 60).runLength(0.9)).isCloseTo(R.get("bernoulli.2.13.60"), within(1e-7));
        assertThat(chain(13, 2, 50).runLength(0.12)).isCloseTo(R.get("bernoulli.13.2.50"), within(1e-7));
    }

    private static BernoulliCusum chain(int up, int down, int states) {
        return new BernoulliCusum(true, up, down, 1, states);
    }

    @Test
    void bernoulliChartsKeepTheirRunLength() {
        BernoulliCusum chart = BernoulliCusum.withRunLength(0.90, 0.80, 500);
        assertThat(chart.runLength(0.90)).isBetween(500.0, 560.0);
        assertThat(chart.runLength(0.80)).isLessThan(60);
        assertThat(BernoulliCusum.of(0.90, 0.80, chart.threshold()).threshold())
                .isCloseTo(chart.threshold(), within(1e-12));
        SplitMix random = new SplitMix(11);
        int runs = 2_000;
        double sum = 0;
        for (int r = 0; r < runs; r++) {
            boolean[] seen = new boolean[8_000];
            for (int i = 0; i < seen.length; i++) {
                seen[i] = random.nextDouble() < 0.90;
            }
            sum += chart.path(seen).signal().orElse(seen.length - 1) + 1;
        }
        double error = chart.runLength(0.90) / Math.sqrt(runs);
        assertThat(sum / runs).isCloseTo(chart.runLength(0.90), within(4 * error));
    }

    @Property(tries = 50)
    void aRateAndItsComplementHaveTheSameChart(@ForAll @IntRange(min = 1, max = 98) int a) {
        double p0 = a / 100.0;
        double p1 = p0 < 0.5 ? 1.5 * p0 : 0.9 * p0;
        BernoulliCusum one = BernoulliCusum.of(p0, p1, 3);
        BernoulliCusum two = BernoulliCusum.of(1 - p0, 1 - p1, 3);
        assertThat(one.runLength(p0) / two.runLength(1 - p0)).isCloseTo(1, within(1e-6));
        assertThat(one.runLength(p1)).isLessThan(one.runLength(p0));
    }

    @Test
    void bernoulliChartsAtTheEdges() {
        BernoulliCusum chart = BernoulliCusum.of(0.1, 0.2, 2);
        assertThat(chart.runLength(0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(chart.runLength(1)).isEqualTo(Math.ceil(chart.threshold() / Math.log(2) - 1e-2));
        assertThat(chart.path(new boolean[0]).signal()).isEmpty();
        assertThat(chart.path(new boolean[] {true, true, true, true}).signal()).hasValue(2);
        refused("must differ", () -> BernoulliCusum.of(0.1, 0.1, 2));
        refused("threshold must be positive", () -> BernoulliCusum.of(0.1, 0.2, 0));
        refused("run length must lie in", () -> BernoulliCusum.withRunLength(0.1, 0.2, 0.5));
        refused("too many steps", () -> BernoulliCusum.of(0.1, 0.2, 1e9));
        assertThat(BernoulliCusum.of(0.1, 0.2, 1e-9).runLength(0.1)).isCloseTo(10, within(1e-9));
        refused("strictly between", () -> BernoulliCusum.of(0, 0.2, 2));
    }

    @Test
    void riskAdjustedChartsKeepTheirRunLength() {
        double[] risk = IntStream.range(0, 50).mapToDouble(i -> 0.02 + 0.004 * i).toArray();
        double expected = CusumPath.riskAdjustedRunLength(risk, 2, 2.5, 1);
        SplitMix random = new SplitMix(12);
        int runs = 2_000;
        int length = 6_000;
        double sum = 0;
        for (int r = 0; r < runs; r++) {
            double[] of = new double[length];
            boolean[] outcome = new boolean[length];
            for (int i = 0; i < length; i++) {
                of[i] = risk[random.nextInt(risk.length)];
                outcome[i] = random.nextDouble() < of[i];
            }
            sum += CusumPath.riskAdjusted(outcome, of, 2, 2.5).signal().orElse(length - 1) + 1;
        }
        assertThat(sum / runs).isCloseTo(expected, within(4 * expected / Math.sqrt(runs)));
        assertThat(CusumPath.riskAdjustedRunLength(risk, 2, 2.5, 2)).isLessThan(expected / 2);
        // With one risk it is a Bernoulli chart, whose run length is exact but for the rounding of its steps.
        for (double r : new double[] {0.05, 0.1, 0.3}) {
            for (double ratio : new double[] {0.5, 2}) {
                double p1 = ratio * r / (1 - r + ratio * r);
                for (double h : new double[] {1.5, 3, 4.5}) {
                    double exact = BernoulliCusum.of(r, p1, h).runLength(r);
                    double lattice = CusumPath.riskAdjustedRunLength(new double[] {r}, ratio, h, 1);
                    assertThat(lattice / exact).isCloseTo(1, within(0.05));
                }
            }
        }
        // A rise is found by its score, log(2) - log(1.02) for a first outcome at risk 0.02.
        CusumPath path = CusumPath.riskAdjusted(new boolean[] {true}, new double[] {0.02}, 2, 2.5);
        assertThat(path.statistic()[0]).isCloseTo(Math.log(2 / 1.02), within(1e-15));
        refused("not 1", () -> CusumPath.riskAdjusted(new boolean[1], new double[] {0.5}, 1, 2));
        refused("risk must lie strictly", () -> CusumPath.riskAdjusted(new boolean[1], new double[1], 2, 2));
        refused("risks", () -> CusumPath.riskAdjustedRunLength(new double[0], 2, 2, 1));
    }
}
