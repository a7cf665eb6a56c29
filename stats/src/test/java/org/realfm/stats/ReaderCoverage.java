package org.realfm.stats;

import java.util.Arrays;
import java.util.List;
import org.realfm.stats.CoverageSimulation.Scenario;
import org.realfm.stats.CoverageSimulation.Shot;
import org.realfm.stats.readers.Contrast;
import org.realfm.stats.readers.Degrees;
import org.realfm.stats.readers.Form;
import org.realfm.stats.readers.ObuchowskiRockette;
import org.realfm.stats.readers.ReaderMean;
import org.realfm.stats.readers.ReaderStudy;
import org.realfm.stats.readers.Sampled;
import org.realfm.stats.readers.Studies;
import org.realfm.stats.readers.UStatistic;

/// Rows of the coverage table for reader studies, on scores as Roe and Metz draw them.
final class ReaderCoverage {

    private static final double CONFIDENCE = 0.95;
    /// The variance of one score: reader, case and both, once for all modalities and once for each.
    private static final double SCORE = 2 * (Studies.READER + Studies.CASE + Studies.BOTH);
    private static final double LOW = 1.2;
    private static final double HIGH = 1.75;

    /// What the rows say, for the page.
    static final String NOTES = """
            - One modality's reader-averaged AUROC from few readers and cases: the plain interval lies above the truth more
              often than below it; the one on the logit scale does not. Differences are well covered by either degrees of
              freedom, in split-plot and unpaired designs too. The MLE variance errs to the wide side, the normal
              distribution to the narrow.
            - Treating readers as fixed when they are a sample makes intervals far too narrow.
            """;

    private ReaderCoverage() {}

    private static double auroc(double separation) {
        return StandardNormal.cumulative(separation / Math.sqrt(2 * SCORE));
    }

    static List<Scenario> scenarios() {
        String crossed = "AUROC 0.80 and 0.89, 5 readers, 50 + 50";
        return List.of(
                new Scenario("U-statistic, BDG", "AUROC 0.80, 5 readers, 50 + 50", 0.92, random -> single(
                        UStatistic.of(crossed(random, 5, 50, 50)).single(0, Form.UNBIASED, Degrees.BDG), LOW)),
                new Scenario("U-statistic, BDG", "AUROC 0.89, 5 readers, 50 + 50", 0.91, random -> single(
                        UStatistic.of(crossed(random, 5, 50, 50)).single(1, Form.UNBIASED, Degrees.BDG), HIGH)),
                new Scenario("U-statistic, BDG, logit scale", "AUROC 0.80, 5 readers, 50 + 50", 0.94, random -> logit(
                        UStatistic.of(crossed(random, 5, 50, 50)).single(0, Form.UNBIASED, Degrees.BDG), LOW)),
                new Scenario("U-statistic, BDG, logit scale", "AUROC 0.89, 5 readers, 50 + 50", 0.94, random -> logit(
                        UStatistic.of(crossed(random, 5, 50, 50)).single(1, Form.UNBIASED, Degrees.BDG), HIGH)),
                new Scenario("U-statistic difference, BDG", crossed, 0.94, random -> difference(
                        UStatistic.of(crossed(random, 5, 50, 50)).difference(1, 0, Form.UNBIASED, Degrees.BDG))),
                new Scenario("U-statistic difference, BDG", "the same, 10 readers, 100 + 100", 0.94,
                        random -> difference(UStatistic.of(crossed(random, 10, 100, 100))
                                .difference(1, 0, Form.UNBIASED, Degrees.BDG))),
                new Scenario("U-statistic difference, Hillis", crossed, 0.94, random -> difference(
                        UStatistic.of(crossed(random, 5, 50, 50)).difference(1, 0, Form.UNBIASED, Degrees.HILLIS))),
                new Scenario("U-statistic difference, MLE, BDG", crossed, 0.94, random -> difference(
                        UStatistic.of(crossed(random, 5, 50, 50)).difference(1, 0, Form.MLE, Degrees.BDG))),
                new Scenario("U-statistic difference, normal", crossed, 0.90, random -> difference(
                        UStatistic.of(crossed(random, 5, 50, 50)).difference(1, 0, Form.UNBIASED, Degrees.NORMAL))),
                new Scenario("U-statistic difference, BDG", "8 readers in 4 groups, each its 20 + 20", 0.94,
                        random -> difference(UStatistic.of(split(random))
                                .difference(1, 0, Form.UNBIASED, Degrees.BDG))),
                new Scenario("U-statistic difference, BDG", "5 readers for each modality, 50 + 50 for both", 0.94,
                        random -> difference(UStatistic.of(unpaired(random))
                                .difference(1, 0, Form.UNBIASED, Degrees.BDG))),
                new Scenario("Obuchowski-Rockette difference, Hillis", crossed, 0.94, random -> difference(
                        ObuchowskiRockette.jackknife(crossed(random, 5, 50, 50))
                                .difference(1, 0, Sampled.READERS_AND_CASES))),
                new Scenario("Obuchowski-Rockette, Hillis", "AUROC 0.80, 5 readers, 50 + 50", 0.91, random -> single(
                        ObuchowskiRockette.jackknife(crossed(random, 5, 50, 50))
                                .single(0, Sampled.READERS_AND_CASES), LOW)),
                new Scenario("Obuchowski-Rockette, Hillis, logit scale", "AUROC 0.80, 5 readers, 50 + 50", 0.94,
                        random -> logit(ObuchowskiRockette.jackknife(crossed(random, 5, 50, 50))
                                .single(0, Sampled.READERS_AND_CASES), LOW)),
                new Scenario("Obuchowski-Rockette, ignoring that readers are a sample",
                        "the same: why fixed readers speak of themselves only", 0.80, random -> single(
                                ObuchowskiRockette.jackknife(crossed(random, 5, 50, 50)).single(0, Sampled.CASES),
                                LOW)),
                new Scenario("sensitivity, readers and cases random, BDG", "0.80, 5 readers, 50 positives", 0.92,
                        random -> shot(
                                ReaderMean.sensitivity(crossed(random, 5, 2, 50), threshold())
                                        .single(0, Form.UNBIASED, Degrees.BDG), 0.8)),
                new Scenario("sensitivity difference, readers and cases random, BDG",
                        "0.80 and 0.92, 5 readers, 50 positives", 0.94, random -> shot(
                                ReaderMean.sensitivity(crossed(random, 5, 2, 50), threshold())
                                        .difference(1, 0, Form.UNBIASED, Degrees.BDG),
                                StandardNormal.cumulative((HIGH - threshold()) / Math.sqrt(SCORE)) - 0.8)));
    }

    private static double threshold() {
        return LOW - Math.sqrt(SCORE) * StandardNormal.quantile(0.8);
    }

    private static List<Shot> logit(Contrast contrast, double separation) {
        return List.of(new Shot(contrast.logit("a", CONFIDENCE), auroc(separation)));
    }

    private static List<Shot> single(Contrast contrast, double separation) {
        return shot(contrast, auroc(separation));
    }

    private static List<Shot> difference(Contrast contrast) {
        return shot(contrast, auroc(HIGH) - auroc(LOW));
    }

    private static List<Shot> shot(Contrast contrast, double truth) {
        return List.of(new Shot(contrast.estimate("a", CONFIDENCE), truth));
    }

    private static ReaderStudy crossed(SplitMix random, int readers, int negatives, int positives) {
        return ReaderStudy.of(
                Studies.draw(random, readers, negatives, positives, new double[] {LOW, HIGH}, 0),
                Studies.truth(negatives, positives));
    }

    private static ReaderStudy split(SplitMix random) {
        double[][][] score = Studies.draw(random, 8, 80, 80, new double[] {LOW, HIGH}, 0);
        for (double[][] modality : score) {
            for (int r = 0; r < 8; r++) {
                for (int c = 0; c < 160; c++) {
                    modality[r][c] = c % 80 / 20 == r / 2 ? modality[r][c] : Double.NaN;
                }
            }
        }
        return ReaderStudy.of(score, Studies.truth(80, 80));
    }

    private static ReaderStudy unpaired(SplitMix random) {
        double[][][] score = Studies.draw(random, 10, 50, 50, new double[] {LOW, HIGH}, 0);
        for (int m = 0; m < 2; m++) {
            for (int r = 0; r < 10; r++) {
                if (r / 5 != m) {
                    Arrays.fill(score[m][r], Double.NaN);
                }
            }
        }
        return ReaderStudy.of(score, Studies.truth(50, 50));
    }
}
