package org.realfm.criteria.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.realfm.stats.Estimate;
import org.realfm.stats.Proportion;
import org.realfm.stats.Seeds;
import org.realfm.stats.SplitMix;

/// How often the interval of a cross-fitted AUROC holds what it is about: 0.5 where there is nothing to learn, otherwise the
/// mean over many samples of that size.
class CrossFittedTest {

    private static final int SAMPLES = 2_000;

    @ParameterizedTest
    @CsvSource({"60, 0", "200, 0", "440, 0", "60, 0.8", "200, 0.8", "440, 0.3"})
    void theIntervalOfACategoryHoldsWhatItPromises(int patients, double signal) {
        List<Estimate> found = new ArrayList<>();
        for (int s = 0; s < SAMPLES; s++) {
            SplitMix random = Seeds.generator(5, "category " + patients + " " + signal, s);
            boolean[] truth = new boolean[patients];
            int[] category = new int[patients];
            for (int i = 0; i < patients; i++) {
                truth[i] = i % 2 == 0;
                category[i] = truth[i] && random.nextDouble() < signal / 2 ? 0 : random.nextInt(4);
            }
            found.add(CrossFitted.auroc("site", category, truth, s).orElseThrow());
        }
        covers(found, signal > 0);
    }

    @ParameterizedTest
    @CsvSource({"60, 0", "300, 0", "60, 0.4", "300, 0.4"})
    void theIntervalOfIndicatorsHoldsWhatItPromises(int patients, double signal) {
        List<Estimate> found = new ArrayList<>();
        for (int s = 0; s < SAMPLES; s++) {
            SplitMix random = Seeds.generator(5, "indicators " + patients + " " + signal, s);
            boolean[] truth = new boolean[patients];
            List<boolean[]> indicators = List.of(new boolean[patients], new boolean[patients], new boolean[patients]);
            for (int i = 0; i < patients; i++) {
                truth[i] = i % 3 == 0;
                for (boolean[] indicator : indicators) {
                    indicator[i] = random.nextDouble() < (truth[i] ? 0.2 + signal : 0.2);
                }
            }
            found.add(CrossFitted.auroc("absent", indicators, truth, s).orElseThrow());
        }
        covers(found, signal > 0);
    }

    @ParameterizedTest
    @CsvSource({"0", "0.8"})
    void theIntervalOfTheSiteProbeHoldsWhatItPromises(double signal) {
        List<Estimate> found = new ArrayList<>();
        for (int s = 0; s < 400; s++) {
            int[] site = sites();
            found.add(SiteProbe.telling(features(site, signal, s), site, new int[] {0, 1, 2}, s));
        }
        covers(found, signal > 0);
    }

    @Test
    void chanceTellsTheSiteAsOftenAsThePValueSays() {
        int[] site = sites();
        long small = IntStream.range(0, 400)
                .filter(s -> SiteProbe.byChance(features(site, 0, s), site, new int[] {0, 1, 2}, s).value() <= 0.1)
                .count();
        Estimate share = Proportion.wilson("p <= 0.1", small, 400, 0.99);
        assertThat(share.lower()).as(share.toString()).isLessThan(0.1);
        assertThat(share.upper()).as(share.toString()).isGreaterThan(0.1);
    }

    private static int[] sites() {
        return IntStream.range(0, 90).map(i -> i % 3).toArray();
    }

    private static DMatrixRMaj features(int[] site, double signal, int sample) {
        SplitMix random = Seeds.generator(5, "probe " + signal, sample);
        DMatrixRMaj x = new DMatrixRMaj(site.length, 5);
        for (int i = 0; i < site.length; i++) {
            x.set(i, 0, 1);
            for (int c = 1; c < 5; c++) {
                x.set(i, c, random.nextGaussian() + (c == 1 ? signal * site[i] : 0));
            }
        }
        return x;
    }

    private static void covers(List<Estimate> found, boolean signal) {
        double mean = found.stream().mapToDouble(Estimate::value).average().orElseThrow();
        double truth = signal ? mean : 0.5;
        long holding = found.stream().filter(e -> e.lower() <= truth && truth <= e.upper()).count();
        Estimate coverage = Proportion.wilson("coverage", holding, found.size(), 0.99);
        assertThat(coverage.upper()).as(coverage.toString()).isGreaterThan(0.95);
        if (!signal) {
            assertThat(mean).isBetween(0.49, 0.51);
        }
    }
}
