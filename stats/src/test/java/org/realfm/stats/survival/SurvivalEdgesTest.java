package org.realfm.stats.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.realfm.stats.Estimate;
import org.realfm.stats.SplitMix;

/// Small, tied, constant and degenerate samples, and what may not be asked.
class SurvivalEdgesTest {

    private static final double[] TIME = {1, 2, 2, 3, 4, 5};
    private static final boolean[] EVENT = {true, true, false, false, true, false};
    private static final FollowUp ROWS = FollowUp.of(TIME, EVENT);
    private static final double[] SCORE = {6, 5, 4, 3, 2, 1};

    private static void refused(String message, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
    }

    @Test
    void followUpSaysWhatIsWrong() {
        refused("at least one value", () -> FollowUp.of(new double[0], new boolean[0]));
        refused("time 1 must be finite and not negative, found -1.0",
                () -> FollowUp.of(new double[] {1, -1}, new boolean[2]));
        refused("found NaN", () -> FollowUp.of(new double[] {Double.NaN}, new boolean[1]));
        refused("found Infinity", () -> FollowUp.of(new double[] {Double.POSITIVE_INFINITY}, new boolean[1]));
        refused("expected length 2, found 1", () -> FollowUp.of(new double[2], new boolean[1]));
        refused("cause 0 must not be negative", () -> FollowUp.of(new double[1], new int[] {-1}));
        refused("must not all be zero", () -> ROWS.weighted(new double[6]));
        refused("found -1.0", () -> ROWS.weighted(new double[] {1, 1, 1, 1, 1, -1}));
        refused("expected length 6, found 2", () -> ROWS.clustered(new int[2]));
        refused("at least one value", () -> ROWS.where(new boolean[6]));
    }

    @Test
    void followUpDoesNotChange() {
        double[] time = {1, 2};
        FollowUp rows = FollowUp.of(time, new boolean[] {true, true});
        time[0] = 9;
        assertThat(rows.time(0)).isEqualTo(1);
        assertThat(rows.units()).isEqualTo(2);
        assertThat(rows.weighted(new double[] {3, 0}).units()).isEqualTo(3);
        assertThat(rows.clustered(new int[] {7, 7}).units()).isEqualTo(1);
        assertThat(rows.clustered(new int[] {7, 8}).weighted(new double[] {3, 0}).units()).isEqualTo(1);
    }

    @Test
    void rowsOfWeightZeroAreNotThere() {
        FollowUp some = ROWS.weighted(new double[] {1, 1, 1, 1, 1, 0});
        FollowUp fewer = ROWS.where(new boolean[] {true, true, true, true, true, false});
        assertThat(KaplanMeier.of(some).survival(9)).isZero();
        assertThat(KaplanMeier.of(some).estimate("s", 3, 0.95)).isEqualTo(KaplanMeier.of(fewer).estimate("s", 3, 0.95));
        assertThat(Concordance.harrell("c", some, SCORE, 0.95).value()).isEqualTo(1);
        assertThat(SurvivalBrier.at("b", some, new double[6], 1, 3, 0.95).value())
                .isCloseTo(SurvivalBrier.at("b", fewer, new double[5], 1, 3, 0.95).value(), within(1e-15));
    }

    @Test
    void survivalBeforeAnyEventAndAfterTheLast() {
        KaplanMeier km = KaplanMeier.of(ROWS);
        Estimate start = km.estimate("s", 0.5, 0.95);
        assertThat(start.value()).isEqualTo(1);
        assertThat(start.lower()).isCloseTo(Math.pow(0.025, 1.0 / 6), within(1e-15));
        assertThat(start.upper()).isEqualTo(1);
        refused("nobody was followed beyond 5.0", () -> km.survival(5.1));
        refused("must not be negative", () -> km.survival(-1));
        refused("must not be negative", () -> km.survival(Double.NaN));
        KaplanMeier all = KaplanMeier.of(FollowUp.of(new double[] {1, 2, 3}, new boolean[] {true, true, true}));
        assertThat(all.survival(99)).isZero();
        assertThat(all.estimate("s", 3, 0.95).upper()).isEqualTo(all.estimate("s", 2, 0.95).upper());
        KaplanMeier atOnce = KaplanMeier.of(FollowUp.of(new double[] {1, 1}, new boolean[] {true, true}));
        assertThat(atOnce.estimate("s", 1, 0.95).upper()).isCloseTo(1 - Math.sqrt(0.025), within(1e-15));
        assertThat(km.atRisk(2)).isEqualTo(5);
        assertThat(km.atRisk(2.5)).isEqualTo(3);
        assertThat(km.atRisk(6)).isZero();
    }

    @Test
    void quantilesThatAreNotReached() {
        KaplanMeier never = KaplanMeier.of(FollowUp.of(TIME, new boolean[6]));
        assertThat(never.quantile("median", 0.5, 0.95)).isEmpty();
        assertThat(KaplanMeier.of(ROWS).quantile("median", 0.5, 0.95).orElseThrow().upper())
                .isEqualTo(Double.POSITIVE_INFINITY);
        // S is exactly one half from 1 to 3: the middle.
        KaplanMeier half = KaplanMeier.of(FollowUp.of(new double[] {1, 3}, new boolean[] {true, true}));
        assertThat(half.quantile("median", 0.5, 0.95).orElseThrow().value()).isEqualTo(2);
        refused("strictly between", () -> never.quantile("q", 1, 0.95));
    }

    @Test
    void oneSubject() {
        FollowUp one = FollowUp.of(new double[] {2}, new boolean[] {true});
        assertThat(KaplanMeier.of(one).estimate("s", 1, 0.95).lower()).isCloseTo(0.025, within(1e-12));
        assertThat(AalenJohansen.of(one, 1).estimate("f", 2, 0.95)).extracting(Estimate::value, Estimate::lower)
                .containsExactly(1.0, 0.0);
        Estimate mean = RestrictedMean.of("m", one, 3, 0.95);
        assertThat(List.of(mean.value(), mean.lower(), mean.upper())).containsExactly(2.0, 0.0, 3.0);
        Estimate brier = SurvivalBrier.at("b", one, new double[] {0.5}, 1, 2, 0.95);
        assertThat(List.of(brier.value(), brier.lower(), brier.upper())).containsExactly(0.25, 0.0, 1.0);
        refused("no comparable pair", () -> Concordance.harrell("c", one, new double[] {1}, 0.95));
        assertThat(Cox.fit(one, new double[][] {{1}})).isInstanceOf(Cox.NotEstimable.class);
        assertThat(LogRank.test(one, new int[] {1}).pValue()).isEqualTo(1);
    }

    @Test
    void nobodyHasAnEvent() {
        FollowUp none = FollowUp.of(TIME, new boolean[6]);
        Estimate f = AalenJohansen.of(none, 1).estimate("f", 4, 0.95);
        assertThat(f.value()).isZero();
        assertThat(f.upper()).isCloseTo(1 - Math.sqrt(0.025), within(1e-15));
        Estimate mean = RestrictedMean.of("m", none, 4, 0.95);
        assertThat(mean.value()).isEqualTo(4);
        assertThat(mean.lower()).isCloseTo(4 * Math.sqrt(0.025), within(1e-12));
        Estimate difference = RestrictedMean.difference("d", none, none, 4, 0.95);
        assertThat(difference.halfWidth()).isCloseTo(4 - 4 * Math.sqrt(0.025), within(1e-12));
        assertThat(LogRank.test(none, new int[] {1, 1, 1, 2, 2, 2}))
                .extracting(LogRank::chiSquared, LogRank::degreesOfFreedom, LogRank::pValue)
                .containsExactly(0.0, 0, 1.0);
        refused("no event of cause 1 by 4.0", () -> TimeDependentAuc.at("a", none, SCORE, 1, 4, 0.95));
        refused("nothing to predict", () -> SurvivalBrier.ipa("i", none, new double[6], 1, 4, 0.95));
        Estimate perfect = SurvivalBrier.at("b", none, new double[6], 1, 4, 0.95);
        assertThat(perfect.value()).isZero();
        assertThat(perfect.upper()).isCloseTo(1 - Math.pow(0.025, 1.0 / 6), within(1e-15));
        double[] half = {0.5, 0.5, 0.5, 0.5, 0.5, 0.5};
        Estimate ratio = HorizonCalibration.observedToExpected("o/e", none, half, 1, 4, 0.95);
        assertThat(List.of(ratio.value(), ratio.lower())).containsExactly(0.0, 0.0);
        assertThat(ratio.upper()).isCloseTo(2 * f.upper(), within(1e-12));
    }

    @Test
    void constantAndPerfectScores() {
        double[] same = new double[6];
        assertThat(Concordance.harrell("c", ROWS, same, 0.95).value()).isEqualTo(0.5);
        assertThat(TimeDependentAuc.at("a", ROWS, same, 1, 3, 0.95).value()).isEqualTo(0.5);
        Estimate perfect = Concordance.harrell("c", ROWS, SCORE, 0.95);
        assertThat(perfect.value()).isEqualTo(1);
        // Three events, of which each can be paired with someone else who outlasted it.
        assertThat(perfect.lower()).isCloseTo(Math.pow(0.025, 1.0 / 3), within(1e-12));
        Estimate auc = TimeDependentAuc.at("a", ROWS, SCORE, 1, 3, 0.95);
        assertThat(auc.lower()).isCloseTo(Math.sqrt(0.025), within(1e-12));
        double[] infinite = {Double.POSITIVE_INFINITY, 5, 4, 3, 2, Double.NEGATIVE_INFINITY};
        assertThat(Concordance.uno("c", ROWS, infinite, 5, 0.95).value()).isEqualTo(1);
        double[] none = {1, 2, 3, 4, 5, Double.NaN};
        refused("score 5 is NaN", () -> Concordance.harrell("c", ROWS, none, 0.95));
        assertThat(Concordance.harrellDifference("d", ROWS, SCORE, SCORE, 0.95).halfWidth()).isZero();
    }

    @Test
    void whatMayNotBeAsked() {
        double[] risk = new double[6];
        refused("what happens by 6.0 is unknown: nobody was followed beyond 5.0", () -> SurvivalBrier.at("b", ROWS, risk, 1, 6, 0.95));
        refused("what happens by 6.0 is unknown: nobody was followed beyond 5.0", () -> TimeDependentAuc.at("a", ROWS, SCORE, 1, 6, 0.95));
        refused("nobody was followed beyond", () -> RestrictedMean.of("m", ROWS, 6, 0.95));
        refused("tau must be positive", () -> RestrictedMean.of("m", ROWS, 0, 0.95));
        refused("cause must be at least 1", () -> AalenJohansen.of(ROWS, 0));
        refused("risk must lie in [0, 1]",
                () -> SurvivalBrier.at("b", ROWS, new double[] {0, 0, 0, 0, 0, 1.1}, 1, 3, 0.95));
        refused("the mean predicted risk is 0",
                () -> HorizonCalibration.observedToExpected("o", ROWS, risk, 1, 3, 0.95));
        refused("at least two horizons",
                () -> SurvivalBrier.integrated("b", ROWS, new double[][] {risk}, 1, new double[] {1}, 0.95));
        refused("must ascend",
                () -> SurvivalBrier.integrated("b", ROWS, new double[][] {risk, risk}, 1, new double[] {2, 1}, 0.95));
        refused("threshold must lie strictly",
                () -> HorizonNetBenefit.at("n", ROWS, risk, 1, 3, 1, 0.95));
        assertThat(HorizonNetBenefit.at("n", ROWS, risk, 1, 3, 0.2, 0.95))
                .extracting(Estimate::value, Estimate::lower, Estimate::upper)
                .containsExactly(0.0, 0.0, 0.0);
        refused("no event up to 0.5", () -> Concordance.uno("c", ROWS, SCORE, 0.5, 0.95));
        refused("confidence", () -> KaplanMeier.of(ROWS).estimate("s", 1, 1));
    }

    @Test
    void groupsThatWereNeverAtRiskTogether() {
        // In stratum 1 groups 1 and 2, in stratum 2 groups 3 and 4: two comparisons, two degrees of freedom.
        double[] time = {1, 2, 3, 4, 1, 2, 3, 4};
        boolean[] event = {true, true, true, false, true, true, true, false};
        LogRank test = LogRank.test(
                FollowUp.of(time, event), new int[] {1, 2, 1, 2, 3, 4, 4, 3}, new int[] {1, 1, 1, 1, 2, 2, 2, 2});
        assertThat(test.degreesOfFreedom()).isEqualTo(2);
        FollowUp first = FollowUp.of(new double[] {1, 2, 3, 4}, new boolean[] {true, true, true, false});
        double sum = LogRank.test(first, new int[] {1, 2, 1, 2}).chiSquared()
                + LogRank.test(first, new int[] {3, 4, 4, 3}).chiSquared();
        assertThat(test.chiSquared()).isCloseTo(sum, within(1e-10));
    }

    @Test
    void coxSaysWhyThereIsNoFit() {
        double[] time = IntStream.range(0, 40).mapToDouble(i -> i + 1).toArray();
        boolean[] event = new boolean[40];
        BiFunction<Integer, Integer, double[][]> x = (a, b) -> IntStream.range(0, 40)
                .mapToObj(i -> new double[] {a * i, b * (i % 3)})
                .toArray(double[][]::new);
        assertThat(Cox.fit(FollowUp.of(time, event), x.apply(1, 1)))
                .extracting("cause").isEqualTo(Cox.Cause.NO_INFORMATION);
        Arrays.fill(event, true);
        FollowUp rows = FollowUp.of(time, event);
        assertThat(Cox.fit(rows, x.apply(1, 1))).extracting("cause").isEqualTo(Cox.Cause.SEPARATION);
        assertThat(Cox.fit(rows, x.apply(0, 1))).extracting("cause").isEqualTo(Cox.Cause.COLLINEARITY);
        double[][] twice = IntStream.range(0, 40)
                .mapToObj(i -> new double[] {i % 3, 2 * (i % 3) + 1})
                .toArray(double[][]::new);
        assertThat(Cox.fit(rows, twice)).extracting("cause").isEqualTo(Cox.Cause.COLLINEARITY);
        // One group has no event: its hazard ratio is 0.
        double[][] group = IntStream.range(0, 40)
                .mapToObj(i -> new double[] {i % 2})
                .toArray(double[][]::new);
        for (int i = 1; i < 40; i += 2) {
            event[i] = false;
        }
        assertThat(Cox.fit(FollowUp.of(time, event), group)).extracting("cause").isEqualTo(Cox.Cause.SEPARATION);
        double[][] hole = x.apply(1, 1);
        hole[3][1] = Double.NaN;
        refused("row 3: value 1 must be finite", () -> Cox.fit(rows, hole));
        refused("at least one value", () -> Cox.fit(rows, new double[40][0]));
    }

    @Test
    void coxFindsExtremeButFiniteCoefficients() {
        SplitMix random = new SplitMix(7);
        int n = 400;
        double[] time = new double[n];
        double[][] x = new double[n][1];
        for (int i = 0; i < n; i++) {
            x[i][0] = 1e4 + 1e-3 * random.nextGaussian();
            time[i] = random.nextExponential() / Math.exp(4e3 * (x[i][0] - 1e4));
        }
        boolean[] event = new boolean[n];
        Arrays.fill(event, true);
        Cox.Fit fit = (Cox.Fit) Cox.fit(FollowUp.of(time, event), x);
        assertThat(fit.coefficient("b", 0, 0.999).lower()).isLessThan(4e3);
        assertThat(fit.coefficient("b", 0, 0.999).upper()).isGreaterThan(4e3);
        assertThat(Arrays.stream(fit.survival(x, 0, 1e-9))).allMatch(s -> s > 0.9 && s <= 1);
        FollowUp together = FollowUp.of(time, event).clustered(new int[n]);
        refused("at least two units", () -> ((Cox.Fit) Cox.fit(together, x)).coefficient("b", 0, 0.95));
        refused("there is no stratum 1", () -> fit.survival(x, 1, 1));
        refused("row: expected length 1, found 2", () -> fit.linearPredictor(new double[2]));
    }

    @Test
    void groupsOfEqualRiskStayTogether() {
        double[] risk = {0.1, 0.1, 0.1, 0.1, 0.9, 0.9};
        FollowUp rows = FollowUp.of(new double[] {5, 5, 5, 5, 1, 5}, new int[] {0, 0, 0, 0, 1, 0});
        List<HorizonCalibration.Group> groups = HorizonCalibration.groups(rows, risk, 1, 3, 3, 0.95);
        assertThat(groups).extracting(HorizonCalibration.Group::predicted)
                .satisfiesExactly(p -> assertThat(p).isCloseTo(0.1, within(1e-12)),
                        p -> assertThat(p).isCloseTo(0.9, within(1e-12)));
        assertThat(groups.get(1).observed().value()).isEqualTo(0.5);
    }

    @Test
    void integratedBrierIsTheTrapezoid() {
        double[][] risk = {
            {0.2, 0.3, 0.1, 0.4, 0.2, 0.1}, {0.3, 0.4, 0.2, 0.5, 0.3, 0.2}, {0.4, 0.5, 0.3, 0.6, 0.4, 0.3}
        };
        double[] t = {1, 2, 4};
        double[] at = new double[3];
        for (int k = 0; k < 3; k++) {
            at[k] = SurvivalBrier.at("b", ROWS, risk[k], 1, t[k], 0.95).value();
        }
        double area = ((at[0] + at[1]) / 2 + (at[1] + at[2]) / 2 * 2) / 3;
        assertThat(SurvivalBrier.integrated("b", ROWS, risk, 1, t, 0.95).value()).isCloseTo(area, within(1e-14));
    }

    @Test
    void halfAMillionRowsTakeAMoment() {
        SplitMix random = new SplitMix(3);
        int n = 500_000;
        double[] time = new double[n];
        boolean[] event = new boolean[n];
        double[] score = new double[n];
        for (int i = 0; i < n; i++) {
            score[i] = random.nextGaussian();
            time[i] = random.nextExponential() * Math.exp(-score[i]);
            event[i] = random.nextDouble() < 0.5;
        }
        FollowUp rows = FollowUp.of(time, event);
        long start = System.nanoTime();
        Estimate c = Concordance.uno("c", rows, score, 1, 0.95);
        assertThat((System.nanoTime() - start) / 1e9).as("seconds").isLessThan(20);
        assertThat(c.halfWidth()).isLessThan(0.005);
    }
}
