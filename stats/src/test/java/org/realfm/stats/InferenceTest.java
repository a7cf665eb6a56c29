package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.realfm.stats.Golden.CLOSE;
import static org.realfm.stats.Golden.PYTHON;
import static org.realfm.stats.Golden.R;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.realfm.stats.Multiplicity.Equivalence;
import org.realfm.stats.dependence.Association;
import org.realfm.stats.dependence.StandardisedDifference;
import org.realfm.stats.dependence.Weighting;
import org.realfm.stats.shift.PopulationStability;

/// Many tests, permutation, sites, quantiles, weights, missingness and planning.
class InferenceTest {

    private static final double[] P = {0.01, 0.04, 0.03, 0.005, 0.5, 0.04};

    @Test
    void adjustedPValuesAgreeWithR() {
        double[] holm = Multiplicity.holm(P);
        double[] bh = Multiplicity.benjaminiHochberg(P);
        for (int i = 0; i < P.length; i++) {
            assertThat(holm[i]).isCloseTo(R.get("holm", i), CLOSE);
            assertThat(bh[i]).isCloseTo(R.get("bh", i), CLOSE).isCloseTo(PYTHON.get("bh", i), CLOSE);
        }
    }

    @Test
    void equivalenceFromAnInterval() {
        assertThat(Multiplicity.equivalence(gap(-0.04, 0.05), -0.1, 0.1)).isEqualTo(Equivalence.EQUIVALENT);
        assertThat(Multiplicity.equivalence(gap(-0.14, 0.05), -0.1, 0.1)).isEqualTo(Equivalence.INCONCLUSIVE);
        assertThat(Multiplicity.equivalence(gap(0.11, 0.2), -0.1, 0.1)).isEqualTo(Equivalence.DIFFERENT);
        assertThat(Multiplicity.tost(0, 0.05, -0.1, 0.1)).isCloseTo(0.022750132, CLOSE);
    }

    private static Estimate gap(double lower, double upper) {
        return new Estimate("gap", (lower + upper) / 2, lower, upper, 0.9, "test", 10);
    }

    @Test
    void permutationIsExactOnASmallSample() {
        double[] x = {1, 2, 3, 4, 5, 6, 7, 8};
        Permutation.Result result = Permutation.test(
                new int[8], 20_000, 5, from -> x[from[0]] + x[from[1]] + x[from[2]] - 0 * x[from[7]]);
        assertThat(result.observed()).isEqualTo(6);
        assertThat(result.p()).isOne();
        Permutation.Result low =
                Permutation.test(new int[8], 20_000, 5, from -> -(x[from[0]] + x[from[1]] + x[from[2]]));
        assertThat(low.p()).isCloseTo(1 / 56.0, within(0.003)); // 56 subsets of three, one as extreme
        assertThat(Permutation.pValue(0, 99)).isEqualTo(0.01);
    }

    @Test
    void permutationStaysWithinStrata() {
        int[] site = {0, 0, 0, 1, 1, 1};
        Permutation.Result result = Permutation.test(site, 200, 1, from -> {
            boolean within = IntStream.range(0, 6).allMatch(i -> site[i] == site[from[i]]);
            boolean whole = Arrays.stream(from).distinct().count() == 6;
            return within && whole ? 0 : 1;
        });
        assertThat(result.nullValues()).containsOnly(0);
        assertThat(result.p()).isOne();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spread | 0.62,0.10,0.45,-0.05,0.80,0.31 | 0.15,0.22,0.10,0.30,0.25,0.12",
                "alike | 0.5,0.51,0.49,0.5 | 0.2,0.1,0.3,0.2",
                "three | 0.62,0.10,0.45 | 0.15,0.22,0.10"
            })
    void sitesPoolAsInTheReference(String name, String values, String errors) {
        MetaAnalysis pooled = MetaAnalysis.pool("x", numbers(values), numbers(errors), 0.95);
        assertThat(pooled.mean().value()).isCloseTo(PYTHON.get("meta." + name, 0), CLOSE);
        assertThat(pooled.tau2()).isCloseTo(PYTHON.get("meta." + name, 1), CLOSE);
        PYTHON.assertInterval(pooled.mean(), "meta." + name, 2);
        PYTHON.assertInterval(pooled.prediction(), "meta." + name, 4);
        assertThat(pooled.i2()).isBetween(0.0, 1.0);
        assertThat(pooled.probability().mean().upper()).isBetween(0.0, 1.0);
        assertThat(pooled.transformed(Math::exp).mean().value()).isCloseTo(Math.exp(pooled.mean().value()), CLOSE);
    }

    @Test
    void twoSitesAreNotPooled() {
        assertThatThrownBy(() -> MetaAnalysis.pool("x", new double[2], new double[] {1, 1}, 0.95))
                .hasMessageContaining("at least 3 sites");
    }

    private static double[] numbers(String list) {
        return Arrays.stream(list.split(",")).mapToDouble(Double::parseDouble).toArray();
    }

    @ParameterizedTest
    @CsvSource({"30,0.5", "200,0.95", "367,0.99", "368,0.99", "10,0.1"})
    void quantileRanksAgreeWithTheReference(int n, double q) {
        double[] ranks = IntStream.rangeClosed(1, n).asDoubleStream().toArray();
        Estimate interval = Quantiles.interval("q", ranks, q, 0.95);
        double low = PYTHON.get("ranks." + n + "." + q, 0);
        double high = PYTHON.get("ranks." + n + "." + q, 1);
        assertThat(interval.lower()).isEqualTo(low == 0 ? Double.NEGATIVE_INFINITY : low);
        assertThat(interval.upper()).isEqualTo(high > n ? Double.POSITIVE_INFINITY : high);
        assertThat(interval.value()).isEqualTo(Math.ceil(n * q));
    }

    @Test
    void oneSidedQuantileLimitsNeedTheCatalogueNumbers() {
        assertThat(Quantiles.upper("p99", new double[298], 0.99, 0.95).upper()).isInfinite();
        assertThat(Quantiles.upper("p99", new double[299], 0.99, 0.95).upper()).isZero();
        assertThat(Quantiles.upper("p95", new double[58], 0.95, 0.95).upper()).isInfinite();
        assertThat(Quantiles.upper("p95", new double[59], 0.95, 0.95).upper()).isZero();
        assertThat(Quantiles.interval("p50", new double[] {4}, 0.5, 0.95).value()).isEqualTo(4);
        assertThat(Quantiles.of(new double[] {4, 1, 3, 2}, 0.4)).isCloseTo(2.2, CLOSE);
    }

    @Test
    void associationAgreesWithTheReference() {
        int[] cluster = Golden.cluster();
        boolean[] truth = Golden.truth();
        double[] score = Golden.column("score");
        int[] first = new int[cluster.length];
        int[] second = new int[cluster.length];
        int[] band = new int[cluster.length];
        int[] outcome = new int[cluster.length];
        for (int i = 0; i < cluster.length; i++) {
            outcome[i] = truth[i] ? 1 : 0;
            first[i] = (cluster[i] * 7 + outcome[i]) % 4;
            second[i] = (cluster[i] + 2 * outcome[i]) % 3;
            band[i] = score[i] < 0 ? 0 : score[i] < 1 ? 1 : 2;
        }
        assertThat(Association.cramersV(first, second)).isCloseTo(PYTHON.get("cramer"), CLOSE);
        assertThat(Association.cramersV(band, outcome)).isCloseTo(PYTHON.get("cramer-truth"), CLOSE);
        assertThat(Association.cramersV(band, new int[band.length])).isZero();
        double[] p = {0.2, 0.5, 0.3, 0};
        double[] q = {0.3, 0.3, 0.4, 0};
        assertThat(StandardisedDifference.ofShares(p, q)).isCloseTo(PYTHON.get("smd-shares"), CLOSE);
        assertThat(StandardisedDifference.ofShares(new double[] {0.4, 0.6}, new double[] {0.5, 0.5}))
                .isCloseTo(0.1 / Math.sqrt((0.24 + 0.25) / 2), CLOSE);
        assertThat(PopulationStability.ofShares(p, q, 1e-6)).isCloseTo(PYTHON.get("psi"), CLOSE);
        double[] ill = IntStream.range(0, truth.length).filter(i -> truth[i]).mapToDouble(i -> score[i]).toArray();
        double[] well = IntStream.range(0, truth.length).filter(i -> !truth[i]).mapToDouble(i -> score[i]).toArray();
        assertThat(StandardisedDifference.of(ill, well)).isCloseTo(PYTHON.get("smd"), CLOSE);
    }

    @Test
    void rakingReachesItsMarginals() {
        int[] sex = {0, 0, 0, 1, 1, 0, 1, 0, 0, 1};
        int[] age = {0, 1, 2, 0, 1, 1, 2, 2, 0, 1};
        double[] sexTarget = {0.5, 0.5};
        double[] ageTarget = {0.2, 0.3, 0.5};
        double[] weights = Weighting.rake(List.of(sex, age), List.of(sexTarget, ageTarget), 1e-12);
        for (int c = 0; c < 2; c++) {
            assertThat(share(sex, weights, c)).isCloseTo(sexTarget[c], CLOSE);
        }
        for (int c = 0; c < 3; c++) {
            assertThat(share(age, weights, c)).isCloseTo(ageTarget[c], CLOSE);
        }
        double[] post = Weighting.postStratification(sex, sexTarget);
        assertThat(post[0]).isCloseTo(0.5 / 0.6, CLOSE);
        assertThat(Weighting.effectiveSize(post)).isCloseTo(100 / (6 * Math.pow(5 / 6.0, 2) + 4 * 1.25 * 1.25), CLOSE);
        assertThat(Weighting.effectiveSize(new double[] {2, 2, 2})).isCloseTo(3, CLOSE);
        assertThatThrownBy(() -> Weighting.postStratification(new int[5], sexTarget))
                .hasMessageContaining("category 1 has a target share and no row");
    }

    private static double share(int[] category, double[] weights, int of) {
        double sum = 0;
        for (int i = 0; i < category.length; i++) {
            sum += category[i] == of ? weights[i] : 0;
        }
        return sum / Arrays.stream(weights).sum();
    }

    @Test
    void representationRatios() {
        Estimate known = Weighting.representationRatio("F", 30, 100, 0.5, 0.95);
        assertThat(known.value()).isCloseTo(0.6, CLOSE);
        assertThat(known.lower()).isCloseTo(2 * Proportion.wilson("F", 30, 100, 0.95).lower(), CLOSE);
        Estimate sampled = Weighting.representationRatio("F", 30, 100, 500, 1000, 0.95);
        double error = Math.sqrt(1 / 30.0 - 1 / 100.0 + 1 / 500.0 - 1 / 1000.0);
        assertThat(sampled.upper()).isCloseTo(0.6 * Math.exp(1.959963984540054 * error), CLOSE);
        Estimate absent = Weighting.representationRatio("F", 0, 100, 500, 1000, 0.95);
        assertThat(absent.value()).isZero();
        assertThat(absent.upper()).isBetween(0.01, 0.3);
    }

    @Test
    void littlesTestAgreesWithDirectMaximisation() {
        double[] a = Golden.column("m1");
        double[] b = Golden.column("m2");
        double[] c = Golden.column("m3");
        double[][] rows = new double[a.length][];
        Arrays.setAll(rows, i -> new double[] {a[i], b[i], c[i]});
        Mcar test = Mcar.test(rows);
        assertThat(test.statistic()).isCloseTo(PYTHON.get("mcar", 0), within(1e-4));
        assertThat(test.df()).isEqualTo((int) PYTHON.get("mcar", 1));
        assertThat(test.p()).isCloseTo(PYTHON.get("mcar", 2), within(1e-6));
        assertThat(test.patterns()).isEqualTo(4);
        double[][] complete = {{1, 2}, {2, 1}, {3, 5}};
        assertThat(Mcar.test(complete).p()).isOne();
        double[][] dependent = {{1, 2}, {2, 4}, {3, Double.NaN}};
        assertThatThrownBy(() -> Mcar.test(dependent)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isotonicAgreesWithScipy() {
        double[] score = Golden.column("score");
        double[] weight = Golden.column("weight");
        boolean[] truth = Golden.truth();
        int[] order = IntStream.range(0, score.length)
                .boxed()
                .sorted((i, j) -> Double.compare(score[i], score[j]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] fitted = Isotonic.fit(
                Arrays.stream(order).mapToDouble(i -> truth[i] ? 1 : 0).toArray(),
                Arrays.stream(order).mapToDouble(i -> weight[i]).toArray());
        assertThat(Arrays.stream(fitted).sum()).isCloseTo(PYTHON.get("isotonic", 0), CLOSE);
        assertThat(Arrays.stream(fitted).map(v -> v * v).sum()).isCloseTo(PYTHON.get("isotonic", 1), CLOSE);
        assertThat(fitted[fitted.length / 2]).isCloseTo(PYTHON.get("isotonic", 2), CLOSE);
        assertThat(fitted[fitted.length - 1]).isCloseTo(PYTHON.get("isotonic", 3), CLOSE);
    }

    @Test
    void planningAgreesWithTheReference() {
        assertThat(Planning.auroc(0.8, 0.1, 0.0255)).isEqualTo((int) PYTHON.get("plan.auroc"));
        double[] lp = Arrays.stream(Golden.column("risk")).map(p -> Math.log(p / (1 - p))).toArray();
        assertThat(Planning.calibrationSlope(lp, 0.1)).isEqualTo((int) PYTHON.get("plan.slope"));
        assertThat(Planning.observedExpected(0.018, 0.102)).isEqualTo((int) PYTHON.get("plan.oe"));
        assertThat(Planning.logStandardError(1.25, 0.95)).isCloseTo(Math.log(1.25) / 1.959963984540054, CLOSE);
        assertThat(Planning.zeroEvents(0.01, 0.95)).isEqualTo(299);
        assertThat(Planning.zeroEvents(0.001, 0.95)).isEqualTo(2995);
        assertThat(Planning.zeroEvents(0.02, 0.95)).isEqualTo(149);
        assertThat(Planning.sensitivity(0.9, 0.05, 0.1, 0.95)).isEqualTo(1410);
        assertThat(Planning.specificity(0.9, 0.05, 0.1, 0.95)).isEqualTo(157);
        assertThat(Planning.designEffect(3, 0.5)).isEqualTo(2);
        assertThat(Planning.netBenefit(0.25, 0.01)).isEqualTo(2500);
    }

    @Test
    void rakingAndClusteredMeansAgreeWithSurvey() {
        Golden survey = new Golden("survey_r.csv");
        double[] score = Golden.column("score");
        int[] band = Arrays.stream(score).mapToInt(s -> s < 0 ? 0 : s < 1 ? 1 : 2).toArray();
        int[] sick = Arrays.stream(Golden.column("truth")).mapToInt(t -> (int) t).toArray();
        double[] bands = {0.2, 0.5, 0.3};
        double[] raked = Weighting.rake(List.of(band, sick), List.of(bands, new double[] {0.7, 0.3}), 1e-12);
        double[] post = Weighting.postStratification(band, bands);
        for (int i = 0; i < 5; i++) {
            assertThat(raked[i]).isCloseTo(survey.get("rake", i), CLOSE);
            assertThat(post[i]).isCloseTo(survey.get("post", i), CLOSE);
        }
        assertThat(Arrays.stream(raked).map(w -> w * w).sum()).isCloseTo(survey.get("rake", 5), within(1e-6));
        survey.assertEstimate(Mean.clustered("m", score, Golden.cluster(), 0.95), "mean");
        survey.assertEstimate(
                Mean.clustered("m", score, Golden.column("weight"), Golden.cluster(), 0.95), "weighted-mean");
    }

    @Test
    void meansWithPatients() {
        Estimate plain = Mean.of("m", new double[] {1, 2, 3, 4, 5}, 0.95);
        assertThat(plain.value()).isEqualTo(3);
        assertThat(plain.halfWidth()).isCloseTo(2.7764451051977987 * Math.sqrt(2.5 / 5), CLOSE);
        double[] twice = {1, 2, 3, 4, 5, 1, 2, 3, 4, 5};
        Estimate clustered = Mean.clustered("m", twice, new int[] {0, 1, 2, 3, 4, 0, 1, 2, 3, 4}, 0.95);
        assertThat(clustered.upper()).isCloseTo(plain.upper(), CLOSE);
        assertThat(Mean.of("m", new double[] {4}, 0.95).upper()).isInfinite();
    }
}
