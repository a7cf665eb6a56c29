package org.realfm.stats.dependence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.realfm.stats.ReferenceValues.CLOSE;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.Permutation;
import org.realfm.stats.ReferenceValues;
import org.realfm.stats.SplitMix;
import org.realfm.stats.Table;
import org.realfm.stats.dependence.InverseProbability.Target;

/// Balance, partial correlation, conditional permutation and weighting against SciPy, statsmodels and R, and at their
/// edges.
class DependenceTest {

    private static final ReferenceValues PYTHON = new ReferenceValues("dependence_values.csv");
    private static final ReferenceValues R = new ReferenceValues("dependence_r.csv");
    private static final Table ROWS = Table.golden("dependence.csv");
    private static final boolean[] TREATED = ROWS.flags("treated");
    private static final double[] ONE = {1};

    private static double[] of(String column, boolean treated) {
        return IntStream.range(0, ROWS.size())
                .filter(i -> TREATED[i] == treated)
                .mapToDouble(i -> ROWS.number(column, i))
                .toArray();
    }

    private static int[] sites(boolean treated) {
        int[] counts = new int[3];
        for (double site : of("site", treated)) {
            counts[(int) site]++;
        }
        return counts;
    }

    private static double[][] rows(String... columns) {
        return IntStream.range(0, ROWS.size())
                .mapToObj(i -> Arrays.stream(columns).mapToDouble(c -> ROWS.number(c, i)).toArray())
                .toArray(double[][]::new);
    }

    @Test
    void standardisedDifferences() {
        double[] x = of("age", true);
        double[] y = of("age", false);
        PYTHON.assertEstimate(StandardisedDifference.continuous("age", x, y, 0.95), "smd.continuous");
        PYTHON.assertEstimate(StandardisedDifference.cohen("age", x, y, 0.95), "smd.cohen");
        PYTHON.assertEstimate(StandardisedDifference.hedges("age", x, y, 0.95), "smd.hedges");
        PYTHON.assertEstimate(StandardisedDifference.binary("sex", 30, 80, 15, 60, 0.95), "smd.binary");
        PYTHON.assertEstimate(
                StandardisedDifference.categorical("site", sites(true), sites(false), 0.95), "smd.categorical");
        assertThat(Math.sqrt(NoncentralChiSquared.noncentrality(40, 3, 0.975)))
                .isCloseTo(PYTHON.get("ncx2.far"), CLOSE);
        assertThat(NoncentralChiSquared.cumulative(4_000, 3, 4_000)).isBetween(0.48, 0.52);
    }

    @Test
    void edgesOfStandardisedDifferences() {
        double[] same = {2, 2};
        double[] other = {3, 3};
        assertThat(StandardisedDifference.continuous("d", same, same, 0.95))
                .satisfies(e -> assertThat(e.upper()).isZero());
        assertThat(StandardisedDifference.cohen("d", same, same, 0.95).value()).isZero();
        assertThat(StandardisedDifference.continuous("d", ONE, new double[] {1, 2}, 0.95).upper()).isInfinite();
        assertThat(StandardisedDifference.hedges("d", ONE, new double[] {1, 2}, 0.95).value()).isZero();
        assertThatThrownBy(() -> StandardisedDifference.continuous("d", same, other, 0.95))
                .hasMessageContaining("constants");
        assertThatThrownBy(() -> StandardisedDifference.cohen("d", same, other, 0.95))
                .hasMessageContaining("constants");
        assertThatThrownBy(() -> StandardisedDifference.cohen("d", new double[0], other, 0.95))
                .hasMessageContaining("first sample");
        assertThat(StandardisedDifference.binary("d", 0, 5, 0, 9, 0.95).value()).isZero();
        assertThat(StandardisedDifference.binary("d", 0, 5, 4, 9, 0.95).upper()).isLessThan(1);
        assertThatThrownBy(() -> StandardisedDifference.binary("d", 0, 5, 9, 9, 0.95))
                .hasMessageContaining("constants");
        assertThatThrownBy(() -> StandardisedDifference.binary("d", 0, 0, 9, 9, 0.95))
                .hasMessageContaining("first group");
        assertThat(StandardisedDifference.categorical("d", new int[] {4, 0}, new int[] {7, 0}, 0.95).upper()).isZero();
        assertThat(StandardisedDifference.categorical("d", new int[] {40, 40}, new int[] {70, 70}, 0.95).lower())
                .isZero();
        assertThatThrownBy(() -> StandardisedDifference.categorical("d", new int[2], new int[] {1, 1}, 0.95))
                .hasMessageContaining("no case");
    }

    @Test
    void weightedDifferences() {
        double[] values = {1, 2, 3, 2, 3, 4};
        boolean[] first = {true, true, true, false, false, false};
        double[] ones = {1, 1, 1, 1, 1, 1};
        assertThat(StandardisedDifference.weighted(values, first, ones)).isCloseTo(-1, CLOSE);
        assertThat(StandardisedDifference.weighted(values, first, new double[] {0, 0, 1, 0, 1, 0})).isCloseTo(0, CLOSE);
        Bootstrap.Plan plan = Bootstrap.plan(ROWS.integers("patient"), 300, 1);
        double[] weight = new double[ROWS.size()];
        Arrays.fill(weight, 1);
        Estimate age = StandardisedDifference.weighted("age", ROWS.numbers("age"), TREATED, weight, plan, 0.95);
        assertThat(age.value()).isCloseTo(PYTHON.get("smd.continuous.0"), CLOSE);
        assertThat(age.lower()).isCloseTo(PYTHON.get("smd.continuous.1"), Offset.offset(0.15));
        assertThatThrownBy(() -> StandardisedDifference.weighted(values, first, new double[] {1, 1, 1, 0, 0, 0}))
                .hasMessageContaining("no weight");
    }

    @Test
    void partialCorrelations() {
        PartialCorrelation partial = PartialCorrelation.of(
                        ROWS.numbers("marker"), ROWS.numbers("outcome"), rows("age", "site"))
                .orElseThrow();
        PYTHON.assertEstimate(partial.estimate("r", 0.95), "partial");
        assertThat(partial.r()).isCloseTo(R.get("partial"), CLOSE);
        assertThat(partial.p()).isCloseTo(PYTHON.get("partial.fisher"), Offset.offset(1e-18));
        assertThat(partial.exactP()).isCloseTo(PYTHON.get("partial.t"), Offset.offset(1e-18));
        // A column twice changes nothing but the count of what is held fixed.
        assertThat(PartialCorrelation.of(ROWS.numbers("marker"), ROWS.numbers("outcome"), rows("age", "site", "age"))
                        .orElseThrow()
                        .r())
                .isCloseTo(partial.r(), CLOSE);
    }

    @Test
    void edgesOfPartialCorrelation() {
        double[] x = {1, 2, 3, 5};
        double[][] none = new double[4][0];
        assertThat(PartialCorrelation.of(x, x, none).orElseThrow()).satisfies(same -> {
            assertThat(same.r()).isCloseTo(1, CLOSE);
            assertThat(same.p()).isCloseTo(0, CLOSE);
            assertThat(same.estimate("r", 0.95).upper()).isEqualTo(1);
        });
        assertThat(new PartialCorrelation(1, 9, 1).estimate("r", 0.95).lower()).isEqualTo(1);
        assertThat(new PartialCorrelation(-1, 9, 1).exactP()).isZero();
        assertThat(PartialCorrelation.of(x, new double[4], none)).isEmpty();
        assertThat(PartialCorrelation.of(x, new double[] {0, 1, 0, 1}, new double[][] {{2}, {4}, {6}, {10}})).isEmpty();
        PartialCorrelation few = new PartialCorrelation(0.5, 4, 2);
        assertThat(few.p()).isEqualTo(1);
        assertThat(few.exactP()).isEqualTo(1);
        assertThat(few.estimate("r", 0.95).lower()).isEqualTo(-1);
        assertThatThrownBy(() -> PartialCorrelation.of(ONE, ONE, new double[][] {{1}}))
                .hasMessageContaining("fewer rows");
        assertThatThrownBy(() -> PartialCorrelation.of(x, new double[] {1, 2, 3, Double.NaN}, none))
                .hasMessageContaining("finite");
    }

    /// x and y share z and nothing else: the plain permutation is fooled, the conditional one is not.
    @Test
    void conditionalPermutationIsNotFooledByACommonCause() {
        SplitMix random = new SplitMix(8);
        int n = 150;
        double[][] z = IntStream.range(0, n).mapToObj(i -> new double[] {random.nextGaussian()}).toArray(double[][]::new);
        double[] x = Arrays.stream(z).mapToDouble(v -> v[0] + random.nextGaussian()).toArray();
        double[] y = Arrays.stream(z).mapToDouble(v -> v[0] + random.nextGaussian()).toArray();
        double[] caused = IntStream.range(0, n).mapToDouble(i -> y[i] + 0.8 * x[i]).toArray();
        double[][] none = new double[n][0];
        assertThat(Permutation.test(new int[n], 199, 1, ConditionalPermutation.correlation(x, y, none)).p())
                .isEqualTo(1 / 200.0);
        // The same statistic, that takes no notice of z.
        assertThat(ConditionalPermutation.gaussian(x, z, 199, 1, ConditionalPermutation.correlation(x, y, none)).p())
                .isGreaterThan(0.05);
        assertThat(ConditionalPermutation.gaussian(x, z, 199, 1, ConditionalPermutation.correlation(x, caused, z)).p())
                .isEqualTo(1 / 200.0);
        int[] bin = Arrays.stream(z).mapToInt(v -> (int) Math.floor(8 * v[0])).toArray();
        assertThat(ConditionalPermutation.withinStrata(bin, 199, 1, ConditionalPermutation.correlation(x, y, none)).p())
                .isGreaterThan(0.05);
    }

    /// Two rows whose swap has the odds 3: three quarters of the permutations are swapped.
    @Test
    void permutationsFollowTheLaw() {
        Permutation.Result result = ConditionalPermutation.given(
                2, (value, given) -> value != given ? Math.log(3) / 2 : 0, 4_000, 1, from -> from[0]);
        assertThat(Arrays.stream(result.nullValues()).average().orElseThrow()).isBetween(0.72, 0.78);
        assertThatThrownBy(() -> ConditionalPermutation.given(2, (a, b) -> Double.NaN, 1, 1, from -> 0))
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> ConditionalPermutation.gaussian(
                        new double[] {1, 2, 3}, new double[][] {{1}, {2}, {3}}, 9, 1, from -> 0))
                .hasMessageContaining("linear function");
        assertThat(ConditionalPermutation.given(1, (a, b) -> 0, 9, 1, from -> 1).p()).isEqualTo(1);
    }

    private static InverseProbability fit(Target target) {
        return InverseProbability.fit(rows("age", "marker"), TREATED, ROWS.integers("patient"), target).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void weightedMeansHaveTheSandwichOfTheWholeEstimation(Target target) {
        String name = "ipw." + target.name().toLowerCase(Locale.ROOT);
        InverseProbability weighted = fit(target);
        double[] outcome = ROWS.numbers("outcome");
        PYTHON.assertEstimate(weighted.difference("effect", outcome, 0.95), name + ".difference");
        PYTHON.assertEstimate(weighted.mean("mean", outcome, true, 0.95), name + ".mean");
        for (int g = 0; g < 2; g++) {
            assertThat(weighted.effectiveSize(g == 1)).isCloseTo(PYTHON.get(name + ".size." + g), CLOSE);
            assertThat(weighted.largestShare(g == 1)).isCloseTo(PYTHON.get(name + ".share." + g), CLOSE);
            assertThat(weighted.balance()[g].after()).isCloseTo(PYTHON.get(name + ".balance." + g), CLOSE);
        }
        assertThat(weighted.balance()[0].before()).isCloseTo(PYTHON.get("smd.continuous.0"), CLOSE);
        assertThat(weighted.difference("effect", outcome, 0.95).n())
                .isEqualTo(Arrays.stream(ROWS.integers("patient")).distinct().count());
    }

    @Test
    void propensitiesAndHajekMeansAreThoseOfR() {
        InverseProbability weighted = fit(Target.ALL);
        assertThat(weighted.propensity()[0]).isCloseTo(R.get("propensity.0"), CLOSE);
        assertThat(weighted.propensity()[119]).isCloseTo(R.get("propensity.119"), CLOSE);
        assertThat(weighted.difference("effect", ROWS.numbers("outcome"), 0.95).value())
                .isCloseTo(R.get("hajek"), CLOSE);
    }

    @Test
    void overlapWeightsBalanceMeansExactlyAndTrimmingLeavesTheRest() {
        for (InverseProbability.Balance balance : fit(Target.OVERLAP).balance()) {
            assertThat(balance.after()).isCloseTo(0, CLOSE);
        }
        InverseProbability weighted = fit(Target.ALL);
        InverseProbability trimmed = weighted.within(0.3, 0.7).orElseThrow();
        double outside = weighted.outside(0.3, 0.7, 0.95).value();
        assertThat(outside).isPositive();
        assertThat(trimmed.rows().length).isEqualTo((int) Math.round(120 * (1 - outside)));
        assertThat(Arrays.stream(trimmed.rows()).allMatch(i ->
                        weighted.propensity()[i] >= 0.3 && weighted.propensity()[i] <= 0.7))
                .isTrue();
        double[] outcome = ROWS.numbers("outcome");
        Estimate effect = trimmed.difference("effect", outcome, 0.95);
        assertThat(effect.lower()).isLessThan(0.6).isLessThan(effect.value());
        assertThat(trimmed.effectiveSize(true)).isLessThan(weighted.effectiveSize(true) + weighted.effectiveSize(false));
        assertThatThrownBy(() -> weighted.within(0.9, 0.95)).hasMessageContaining("both groups");
        assertThatThrownBy(() -> weighted.within(0.9, 0.1)).hasMessageContaining("lowest");
    }

    @Test
    void edgesOfWeighting() {
        double[][] apart = {{0}, {0}, {1}, {1}};
        boolean[] group = {false, false, true, true};
        int[] patient = {0, 1, 2, 3};
        assertThat(InverseProbability.fit(apart, group, patient, Target.ALL)).isEmpty();
        assertThat(InverseProbability.fit(new double[][] {{1}, {1}, {1}, {1}}, group, patient, Target.ALL)).isEmpty();
        assertThatThrownBy(() -> InverseProbability.fit(apart, new boolean[4], patient, Target.ALL))
                .hasMessageContaining("both groups");
        assertThatThrownBy(() -> InverseProbability.fit(new double[0][], new boolean[0], new int[0], Target.ALL))
                .hasMessageContaining("rows");
        double[][] mixed = {{0}, {1}, {0}, {1}};
        InverseProbability alike = InverseProbability.fit(mixed, group, patient, Target.ALL).orElseThrow();
        assertThat(alike.weights()).containsExactly(new double[] {2, 2, 2, 2}, CLOSE);
        assertThat(alike.difference("d", new double[] {1, 2, 4, 5}, 0.95).value()).isCloseTo(3, CLOSE);
        assertThatThrownBy(() -> alike.difference("d", ONE, 0.95)).hasMessageContaining("outcome");
        assertThatThrownBy(() -> alike.difference("d", new double[] {1, 2, 3, Double.NaN}, 0.95))
                .hasMessageContaining("finite");
        InverseProbability one = InverseProbability.fit(mixed, group, new int[4], Target.ALL).orElseThrow();
        assertThat(one.difference("d", new double[] {1, 2, 4, 5}, 0.95).upper()).isInfinite();
        assertThatThrownBy(() -> Association.cramersV(new int[] {0, 1}, new int[] {0, 1}, i -> 0))
                .hasMessageContaining("all be zero");
        assertThatThrownBy(() -> Weighting.representationRatio("r", 1, 2, 0, 9, 0.95)).hasMessageContaining("absent");
        assertThatThrownBy(() -> Weighting.rake(List.of(new int[] {0}), List.of(new double[] {0.4, 0.4}), 1e-9))
                .hasMessageContaining("sum to 1");
    }
}
