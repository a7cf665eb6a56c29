package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InfluenceTest {

    private static final int N = 400;
    private static final int REPLICATES = 20_000;

    private final SplitMix random = new SplitMix(11);
    private final int[] patients = IntStream.range(0, N).toArray();
    private final boolean[] truth = new boolean[N];
    private final double[] first = new double[N];
    private final double[] second = new double[N];

    InfluenceTest() {
        for (int i = 0; i < N; i++) {
            truth[i] = i % 3 == 0;
            double shared = random.nextGaussian();
            first[i] = (truth[i] ? 1.2 : 0) + shared + 0.5 * random.nextGaussian();
            second[i] = (truth[i] ? 0.8 : 0) + shared + 0.5 * random.nextGaussian();
        }
    }

    private static double covariance(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        return IntStream.range(0, a.length).mapToDouble(i -> (a[i] - meanA) * (b[i] - meanB)).sum() / a.length;
    }

    private static double correlation(double[] a, double[] b) {
        return covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b));
    }

    @Test
    void replicatesOfAMeanSpreadLikeItsStandardError() {
        double[] deviation = Influence.ofMean(first, patients).replicates(1, REPLICATES);
        double expected = Mean.standardDeviation(first) / Math.sqrt(N);
        assertThat(Math.sqrt(covariance(deviation, deviation))).isEqualTo(expected, within(0.02 * expected));
    }

    @Test
    void replicatesOfTwoAurocsDependOnEachOtherAsDeLongSays() {
        Auroc.Joint joint = Auroc.joint(new double[][] {first, second}, truth, patients);
        double[] a = Influence.ofAuroc(first, truth, patients).replicates(1, REPLICATES);
        double[] b = Influence.ofAuroc(second, truth, patients).replicates(1, REPLICATES);
        double expected = joint.covariance()[0][1] / joint.standardError(0) / joint.standardError(1);
        assertThat(expected).isGreaterThan(0.5);
        assertThat(correlation(a, b)).isEqualTo(expected, within(0.02));
        assertThat(Math.sqrt(covariance(a, a))).isEqualTo(joint.standardError(0), within(0.03 * joint.standardError(0)));
    }

    @Test
    void statisticsOfOtherPatientsDoNotDependOnEachOther() {
        int[] others = IntStream.range(N, 2 * N).toArray();
        double[] a = Influence.ofMean(first, patients).replicates(1, REPLICATES);
        double[] b = Influence.ofMean(first, others).replicates(1, REPLICATES);
        assertThat(correlation(a, b)).isEqualTo(0, within(0.03));
    }

    @Test
    void patientsOfSeveralRowsMoveTogether() {
        int[] pairs = IntStream.range(0, N).map(i -> i / 2).toArray();
        double[] doubled = IntStream.range(0, N).mapToDouble(i -> first[i / 2 * 2]).toArray();
        double[] alone = Influence.ofMean(doubled, patients).replicates(1, REPLICATES);
        double[] clustered = Influence.ofMean(doubled, pairs).replicates(1, REPLICATES);
        assertThat(covariance(clustered, clustered) / covariance(alone, alone)).isEqualTo(2, within(0.1));
    }

    @Test
    void leavingGroupsOutGivesAMeanTheSameDirection() {
        double[] exact = Influence.ofMean(first, patients).replicates(1, 2_000);
        int[] groups = IntStream.range(0, N).map(i -> i % 40).toArray();
        double[] left = Influence.jackknife(groups, weight -> Mean.weighted(first, weight)).replicates(1, 2_000);
        double[] known = Influence.ofMean(first, groups).replicates(1, 2_000);
        assertThat(correlation(left, known)).isGreaterThan(0.999);
        assertThat(exact).isNotEqualTo(left);
    }

    @Test
    void aStatisticThatIsNotDefinedWithoutAGroupIsNotMovedByIt() {
        Influence influence = Influence.jackknife(
                new int[] {0, 1, 2}, weight -> weight[1] == 0 ? Double.NaN : Mean.weighted(new double[] {1, 2, 6}, weight));
        assertThat(influence.value()[1]).isZero();
        assertThat(influence.value()[2]).isPositive();
    }

    @Test
    void aDifferenceDeviatesByTheDifference() {
        Influence a = Influence.ofAuroc(first, truth, patients);
        Influence b = Influence.ofAuroc(second, truth, patients);
        double[] difference = a.minus(b).replicates(3, 50);
        double[] of = a.replicates(3, 50);
        double[] minus = b.replicates(3, 50);
        double[] negated = b.negated().replicates(3, 50);
        for (int r = 0; r < 50; r++) {
            assertThat(difference[r]).isEqualTo(of[r] - minus[r], within(1e-15));
            assertThat(negated[r]).isEqualTo(-minus[r], within(1e-15));
        }
    }

    @Test
    void aShareCountsOnlyWhatCounts() {
        Influence share = Influence.ofShare(
                new boolean[] {true, false, true}, new boolean[] {true, true, false}, new int[] {0, 1, 2});
        assertThat(share.value()).containsExactly(0.25, -0.25, 0);
    }

    @Test
    void whatIsUnknownMovesNothing() {
        assertThat(Influence.unknown().replicates(1, 5)).containsOnly(0);
    }

    @Test
    void badInputIsRefused() {
        assertThatThrownBy(() -> new Influence(new int[2], new double[1])).hasMessageContaining("value");
        assertThatThrownBy(() -> new Influence(new int[1], new double[] {Double.NaN})).hasMessageContaining("influence");
        assertThatThrownBy(() -> Influence.ofMean(new double[0], new int[0])).hasMessageContaining("values");
        assertThatThrownBy(() -> Influence.ofAuroc(new double[] {1, 2}, new boolean[] {true, true}, new int[] {0, 1}))
                .hasMessageContaining("both classes");
    }
}
