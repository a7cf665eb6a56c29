package org.realfm.criteria.technical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.realfm.imaging.pictures.PictureFile;
import org.realfm.ledger.Digest;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Seeds;
import org.realfm.stats.SplitMix;
import org.realfm.study.Cohort;
import org.realfm.study.Grouping;
import org.realfm.study.Split;

class CoarseGapTest {

    private static final int INTERNAL = 15_000;
    private static final int ALL = 25_000;

    private final SplitMix random = new SplitMix(3);
    private final boolean[] truth = new boolean[ALL];
    private final int[] group = new int[ALL];
    private final double[] score = new double[ALL];

    /// Scores in steps, so that there are ties, and some cases on which the model failed.
    private Membership membership() {
        for (int i = 0; i < ALL; i++) {
            boolean away = i >= INTERNAL;
            truth[i] = random.nextDouble() < (away ? 0.3 : 0.2);
            group[i] = random.nextDouble() < (away ? 0.7 : 0.4) ? 1 : 0;
            double raw = random.nextGaussian() + (truth[i] ? 1.5 - 0.6 * group[i] : 0);
            score[i] = i % 500 == 0
                    ? (truth[i] ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)
                    : Math.rint(raw * 1e4) / 1e4;
        }
        int[] none = new int[ALL];
        Cohort.Columns columns = new Cohort.Columns(
                new String[ALL], none, none, new Split[ALL], none, List.of(), new double[0],
                new PictureFile[0], new Digest[0],
                List.of(new Grouping("sex", List.of("F", "M"), group)), Map.of(), true, false);
        return Membership.of(new Cohort(columns, List.of(), Digest.of("cohort")), cases(0, INTERNAL), cases(INTERNAL, ALL));
    }

    private ScoredCases cases(int from, int to) {
        int[] rows = IntStream.range(from, to).toArray();
        int[] all = IntStream.range(0, ALL).toArray();
        return new ScoredCases(all, score, truth, all, 0.7).at(rows);
    }

    @Test
    void replicatesAreThoseOfTheCasesAsTheyAre() {
        Membership membership = membership();
        ScoredCases internal = cases(0, INTERNAL);
        ScoredCases site = cases(INTERNAL, ALL);
        CoarseGap coarse = new CoarseGap(internal, site, membership);
        int replicates = 20;
        double[][] exact = new double[replicates][6];
        double[][] found = new double[replicates][];
        for (int replicate = 0; replicate < replicates; replicate++) {
            SplitMix draw = Seeds.generator(9, "draw", replicate);
            int[] counts = IntStream.range(0, ALL).map(i -> draw.nextInt(3)).toArray();
            double[] weight = membership.weights(i -> counts[i]);
            IntToDoubleFunction mixed = i -> counts[i] * weight[i];
            found[replicate] = coarse.parts(counts);
            for (FloorMeasure measure : FloorMeasure.values()) {
                double reweighted = measure.weighted(internal).value(mixed);
                double home = measure.weighted(internal).value(i -> counts[i]);
                double away = measure.weighted(site).value(i -> counts[INTERNAL + i]);
                exact[replicate][2 * measure.ordinal()] = home - reweighted;
                exact[replicate][2 * measure.ordinal() + 1] = reweighted - away;
            }
        }
        for (int part = 0; part < 6; part++) {
            double[] values = Bootstrap.column(exact, part);
            // Of the AUROC, a hundredth of what replicates vary by; the others are those of the cases.
            double near = part < 2 ? 0.01 * spread(values) : 1e-12;
            assertThat(near).isPositive();
            for (int replicate = 0; replicate < replicates; replicate++) {
                assertThat(found[replicate][part]).as("part " + part).isCloseTo(values[replicate], within(near));
            }
        }
    }

    private static double spread(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1));
    }
}
