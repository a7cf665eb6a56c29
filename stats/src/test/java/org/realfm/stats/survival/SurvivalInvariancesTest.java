package org.realfm.stats.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;
import org.realfm.stats.Estimate;
import org.realfm.stats.NetBenefit;
import org.realfm.stats.RankedScores;
import org.realfm.stats.SplitMix;

/// What may not matter to survival statistics, what their derivatives are, and a direct count of pairs.
class SurvivalInvariancesTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-10);
    private static final double T = 6;

    /// Forty rows with many ties in time and in score, two causes, and whole weights.
    private record Draw(double[] time, int[] cause, double[] weight, double[] score, double[] risk) {

        static Draw of(long seed) {
            SplitMix random = new SplitMix(seed);
            int n = 40;
            double[] time = new double[n];
            int[] cause = new int[n];
            double[] weight = new double[n];
            double[] score = new double[n];
            double[] risk = new double[n];
            for (int i = 0; i < n; i++) {
                time[i] = random.nextInt(12);
                cause[i] = random.nextInt(3);
                weight[i] = i < 4 ? 1 : random.nextInt(3);
                score[i] = random.nextInt(7) - 0.2 * time[i];
                risk[i] = random.nextDouble();
            }
            System.arraycopy(new double[] {3, 4, 9, 12}, 0, time, 0, 4);
            System.arraycopy(new int[] {1, 0, 1, 2}, 0, cause, 0, 4);
            return new Draw(time, cause, weight, score, risk);
        }

        FollowUp rows() {
            return FollowUp.of(time, cause).weighted(weight);
        }

        Draw at(int[] rows) {
            return new Draw(
                    pick(time, rows), Arrays.stream(rows).map(i -> cause[i]).toArray(), pick(weight, rows),
                    pick(score, rows), pick(risk, rows));
        }

        Draw with(DoubleUnaryOperator onTime, DoubleUnaryOperator onScore) {
            return new Draw(
                    Arrays.stream(time).map(onTime).toArray(), cause, weight,
                    Arrays.stream(score).map(onScore).toArray(), risk);
        }

        Draw withWeight(double[] other) {
            return new Draw(time, cause, other, score, risk);
        }

        private static double[] pick(double[] x, int[] rows) {
            return Arrays.stream(rows).mapToDouble(i -> x[i]).toArray();
        }
    }

    /// Everything that takes weights as counts, at the horizon t.
    private static List<Estimate> everything(Draw draw, double t) {
        FollowUp rows = draw.rows();
        List<Estimate> all = new ArrayList<>();
        all.add(KaplanMeier.of(rows).estimate("km", t, 0.95));
        all.addAll(KaplanMeier.of(rows).quantile("median", 0.4, 0.95).stream().toList());
        all.add(AalenJohansen.of(rows, 2).estimate("aj", t, 0.95));
        all.add(RestrictedMean.of("rmst", rows, t, 0.95));
        all.add(Concordance.harrell("harrell", rows.causeSpecific(1), draw.score, 0.95));
        all.add(Concordance.uno("uno", rows, draw.score, t, 0.95));
        all.add(TimeDependentAuc.at("auc", rows, draw.score, 1, t, 0.95));
        all.add(SurvivalBrier.at("brier", rows, draw.risk, 1, t, 0.95));
        all.add(SurvivalBrier.ipa("ipa", rows, draw.risk, 1, t, 0.95));
        all.add(HorizonNetBenefit.at("net", rows, draw.risk, 1, t, 0.4, 0.95));
        all.add(HorizonCalibration.observedToExpected("o/e", rows, draw.risk, 1, t, 0.95));
        return all;
    }

    private static void assertSame(List<Estimate> one, List<Estimate> two) {
        assertThat(one).hasSameSizeAs(two);
        for (int k = 0; k < one.size(); k++) {
            assertThat(one.get(k).name()).isEqualTo(two.get(k).name());
            assertThat(one.get(k).n()).isEqualTo(two.get(k).n());
            assertThat(one.get(k).value()).as(one.get(k).name()).isCloseTo(two.get(k).value(), EXACT);
            assertThat(one.get(k).lower()).as(one.get(k).name()).isCloseTo(two.get(k).lower(), EXACT);
            if (Double.isFinite(one.get(k).upper())) {
                assertThat(one.get(k).upper()).as(one.get(k).name()).isCloseTo(two.get(k).upper(), EXACT);
            } else {
                assertThat(two.get(k).upper()).isEqualTo(one.get(k).upper());
            }
        }
    }

    @Property(tries = 100)
    void orderOfRowsDoesNotMatter(@ForAll long seed) {
        Draw draw = Draw.of(seed);
        int[] shuffled = IntStream.range(0, draw.time.length).toArray();
        new SplitMix(seed).shuffle(shuffled);
        assertSame(everything(draw, T), everything(draw.at(shuffled), T));
    }

    @Property(tries = 100)
    void aWeightOfTwoIsTwoRows(@ForAll long seed) {
        Draw draw = Draw.of(seed);
        int[] copies = IntStream.range(0, draw.time.length)
                .flatMap(i -> IntStream.range(0, (int) draw.weight[i]).map(c -> i))
                .toArray();
        double[] ones = new double[copies.length];
        Arrays.fill(ones, 1);
        Draw copied = draw.at(copies).withWeight(ones);
        assertSame(everything(draw, T), everything(copied, T));
        int[] group = IntStream.range(0, draw.time.length).map(i -> i % 3).toArray();
        LogRank one = LogRank.test(draw.rows(), group);
        LogRank two = LogRank.test(copied.rows(), Arrays.stream(copies).map(i -> i % 3).toArray());
        assertThat(one.chiSquared()).isCloseTo(two.chiSquared(), EXACT);
        assertThat(one.expected()).containsExactly(two.expected(), EXACT);
    }

    @Property(tries = 100)
    void monotoneTransformsDoNotMatterToRanks(@ForAll long seed) {
        Draw draw = Draw.of(seed);
        Draw other = draw.with(t -> t, s -> s > 5 ? Double.POSITIVE_INFINITY : Math.exp(s));
        Draw same = draw.with(t -> t, s -> Math.min(s, 6));
        assertSame(
                everything(same, T).subList(4, 8), everything(same.with(t -> t, Math::exp), T).subList(4, 8));
        assertThat(Concordance.harrell(other.rows(), other.score).value()).isBetween(0.0, 1.0);
        // Ranks of time count too, for Harrell's C.
        Linearised stretched = Concordance.harrell(draw.with(t -> t * t, s -> s).rows(), draw.score);
        assertThat(stretched.value()).isCloseTo(Concordance.harrell(draw.rows(), draw.score).value(), EXACT);
    }

    @Property(tries = 100)
    void turnedScoresTurnTheShare(@ForAll long seed) {
        Draw draw = Draw.of(seed);
        Draw turned = draw.with(t -> t, s -> -s);
        FollowUp rows = draw.rows();
        assertThat(Concordance.harrell(rows, turned.score).value())
                .isCloseTo(1 - Concordance.harrell(rows, draw.score).value(), EXACT);
        assertThat(Concordance.uno(rows, turned.score, T).value())
                .isCloseTo(1 - Concordance.uno(rows, draw.score, T).value(), EXACT);
        assertThat(TimeDependentAuc.at(rows, turned.score, 1, T).value())
                .isCloseTo(1 - TimeDependentAuc.at(rows, draw.score, 1, T).value(), EXACT);
    }

    @Property(tries = 100)
    void unitsOfTimeDoNotMatter(@ForAll long seed) {
        Draw draw = Draw.of(seed);
        List<Estimate> days = everything(draw.with(t -> 32 * t, s -> s), 32 * T);
        List<Estimate> months = everything(draw, T);
        for (int k = 0; k < days.size(); k++) {
            double unit = days.get(k).name().matches("median|rmst") ? 32 : 1;
            assertThat(days.get(k).lower()).isCloseTo(unit * months.get(k).lower(), EXACT);
        }
    }

    /// The infinitesimal jackknife rests on derivatives by the weights; here they are taken by differences.
    @Property(tries = 20)
    void derivativesAreThoseOfTheStatistic(@ForAll long seed) {
        Draw draw = Draw.of(seed);
        FollowUp rows = draw.rows();
        check(draw, d -> AalenJohansen.of(d.rows(), 2).incidence(T), AalenJohansen.of(rows, 2).derivative(T));
        check(draw, d -> Concordance.harrell(d.rows(), d.score).value(),
                Concordance.harrell(rows, draw.score).derivative());
        check(draw, d -> Concordance.uno(d.rows(), d.score, T).value(),
                Concordance.uno(rows, draw.score, T).derivative());
        check(draw, d -> TimeDependentAuc.at(d.rows(), d.score, 1, T).value(),
                TimeDependentAuc.at(rows, draw.score, 1, T).derivative());
        check(draw, d -> SurvivalBrier.at(d.rows(), d.risk, 1, T).value(),
                SurvivalBrier.at(rows, draw.risk, 1, T).derivative());
        check(draw, d -> HorizonNetBenefit.at(d.rows(), d.risk, 1, T, 0.4).value(),
                HorizonNetBenefit.at(rows, draw.risk, 1, T, 0.4).derivative());
        check(draw, d -> SurvivalBrier.ipa("i", d.rows(), d.risk, 1, T, 0.95).value(),
                SurvivalBrier.ipa(rows, draw.risk, 1, T).derivative());
    }

    private static void check(Draw draw, ToDoubleFunction<Draw> statistic, double[] derivative) {
        double step = 1e-5;
        for (int i = 0; i < 12; i++) {
            if (draw.weight[i] > 0) {
                double[] more = draw.weight.clone();
                double[] less = draw.weight.clone();
                more[i] += step;
                less[i] -= step;
                double difference = statistic.applyAsDouble(draw.withWeight(more))
                        - statistic.applyAsDouble(draw.withWeight(less));
                assertThat(derivative[i]).isCloseTo(difference / (2 * step), Offset.offset(1e-7));
            }
        }
    }

    @Property(tries = 100)
    void concordanceCountsPairs(@ForAll long seed) {
        Draw draw = Draw.of(seed);
        double right = 0;
        double pairs = 0;
        for (int i = 0; i < draw.time.length; i++) {
            for (int j = 0; j < draw.time.length; j++) {
                boolean first = draw.time[i] < draw.time[j] || (draw.time[i] == draw.time[j] && draw.cause[j] == 0);
                if (draw.cause[i] > 0 && i != j && first) {
                    double w = draw.weight[i] * draw.weight[j];
                    pairs += w;
                    right += w * (draw.score[i] > draw.score[j] ? 1 : draw.score[i] == draw.score[j] ? 0.5 : 0);
                }
            }
        }
        assertThat(Concordance.harrell(draw.rows(), draw.score).value()).isCloseTo(right / pairs, EXACT);
    }

    @Property(tries = 100)
    void everyoneEndsSomewhere(@ForAll long seed) {
        FollowUp rows = Draw.of(seed).rows();
        double sum = KaplanMeier.of(rows).survival(T)
                + AalenJohansen.of(rows, 1).incidence(T)
                + AalenJohansen.of(rows, 2).incidence(T);
        assertThat(sum).isCloseTo(1, EXACT);
        // The weighted mean of events by t is the incidence.
        RiskTable table = RiskTable.of(rows);
        double[] weight = new CensoringWeights(table).at(T);
        double mean = 0;
        double total = 0;
        for (int i = 0; i < weight.length; i++) {
            total += rows.weight(i) * weight[i];
            mean += rows.cause(i) == 1 && rows.time(i) <= T ? rows.weight(i) * weight[i] : 0;
        }
        assertThat(mean / total).isCloseTo(AalenJohansen.of(rows, 1).incidence(T), EXACT);
    }

    /// Where all are followed to the horizon, it is the mean over rows.
    @Property(tries = 50)
    void withoutCensoringTheFixedHorizonMethodsAgree(@ForAll long seed) {
        Draw draw = Draw.of(seed);
        int n = draw.time.length;
        boolean[] truth = new boolean[n];
        double[] until = new double[n];
        for (int i = 0; i < n; i++) {
            truth[i] = draw.cause[i] == 1 && draw.time[i] <= T;
            until[i] = draw.cause[i] == 0 ? 99 : draw.time[i];
        }
        FollowUp rows = FollowUp.of(until, draw.cause);
        assertThat(HorizonNetBenefit.at(rows, draw.risk, 1, T, 0.4).value())
                .isCloseTo(NetBenefit.of(draw.risk, truth).model(0.4), EXACT);
        Linearised auc = TimeDependentAuc.at(rows, draw.score, 1, T);
        assertThat(auc.value()).isCloseTo(RankedScores.of(draw.score, truth).auroc(), EXACT);
        double brier = IntStream.range(0, n)
                .mapToDouble(i -> Math.pow((truth[i] ? 1 : 0) - draw.risk[i], 2))
                .average()
                .orElseThrow();
        assertThat(SurvivalBrier.at(rows, draw.risk, 1, T).value()).isCloseTo(brier, EXACT);
    }

    /// A landmark: those event-free at 3, with horizons from time 0, are as if followed from then on.
    @Property(tries = 50)
    void aLandmarkNeedsNoNewClock(@ForAll long seed) {
        Draw draw = Draw.of(seed);
        int[] later = IntStream.range(0, draw.time.length).filter(i -> draw.time[i] > 3).toArray();
        Draw kept = draw.at(later);
        double event = KaplanMeier.of(kept.rows()).survival(T);
        double shifted = KaplanMeier.of(kept.with(t -> t - 3, s -> s).rows()).survival(T - 3);
        assertThat(event).isCloseTo(shifted, EXACT);
    }

    @Property(tries = 50)
    void aClusterForEachRowChangesNothing(@ForAll long seed) {
        Draw drawn = Draw.of(seed);
        double[] ones = new double[drawn.weight.length];
        Arrays.fill(ones, 1);
        Draw draw = drawn.withWeight(ones);
        int[] each = IntStream.range(0, ones.length).toArray();
        FollowUp rows = draw.rows();
        FollowUp clustered = rows.clustered(each);
        assertThat(KaplanMeier.of(clustered).standardError(T))
                .isCloseTo(KaplanMeier.of(rows).standardError(T), EXACT);
        assertThat(Concordance.uno("c", clustered, draw.score, T, 0.95))
                .isEqualTo(Concordance.uno("c", rows, draw.score, T, 0.95));
    }

    @Property(tries = 50)
    void coxKnowsNoUnitsAndTurnsWithTheCovariate(@ForAll long seed) {
        Draw draw = Draw.of(seed);
        double[][] x = new double[draw.time.length][];
        double[][] scaled = new double[draw.time.length][];
        for (int i = 0; i < x.length; i++) {
            x[i] = new double[] {draw.score[i], draw.risk[i]};
            scaled[i] = new double[] {-1e3 * draw.score[i] + 5e4, draw.risk[i]};
        }
        if (Cox.fit(draw.rows(), x) instanceof Cox.Fit one && Cox.fit(draw.rows(), scaled) instanceof Cox.Fit two) {
            assertThat(two.coefficients()[0] * -1e3).isCloseTo(one.coefficients()[0], Offset.offset(1e-7));
            assertThat(two.coefficients()[1]).isCloseTo(one.coefficients()[1], Offset.offset(1e-7));
            assertThat(two.logLikelihood()).isCloseTo(one.logLikelihood(), Offset.offset(1e-8));
            assertThat(two.survival(scaled, 0, T)).containsExactly(one.survival(x, 0, T), Offset.offset(1e-7));
            assertThat(two.standardError(0) * 1e3).isCloseTo(one.standardError(0), Offset.offset(1e-7));
        } else {
            throw new AssertionError("not fitted");
        }
    }
}
