package org.realfm.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.realfm.stats.SplitMix;
import org.realfm.stats.readers.Degrees;
import org.realfm.stats.readers.Form;
import org.realfm.stats.readers.ReaderStudy;
import org.realfm.stats.readers.UStatistic;

/// The U-statistic analysis of a reader study against the direct double loop over pairs of cases.
final class ReaderRace {

    private static final int READERS = 10;
    private static final int OF_EACH_TRUTH = 2_000;
    private static final int RUNS = 9;
    private static final int RUNS_OF_LOOP = 3;
    private static final double TARGET = 50;
    private static final int[] MORE_READERS = {5, 10, 20, 40};

    private ReaderRace() {}

    /// Scores of readers with and without help, and the truth.
    ///
    /// @param score `[modality][reader][case]`
    @SuppressWarnings("ArrayRecordComponent")
    record Readings(double[][][] score, boolean[] truth) {

        static Readings of(int readers, int ofEachTruth, long seed) {
            SplitMix random = new SplitMix(seed);
            boolean[] truth = new boolean[2 * ofEachTruth];
            double[] hard = new double[truth.length];
            for (int c = 0; c < truth.length; c++) {
                truth[c] = c % 2 == 0;
                hard[c] = random.nextGaussian();
            }
            double[][][] score = new double[2][readers][truth.length];
            for (int r = 0; r < readers; r++) {
                double skill = 1 + 0.3 * random.nextGaussian();
                for (int m = 0; m < 2; m++) {
                    for (int c = 0; c < truth.length; c++) {
                        double signal = (truth[c] ? skill + 0.3 * m : 0) + hard[c] + random.nextGaussian();
                        score[m][r][c] = Math.rint(10 * signal);
                    }
                }
            }
            return new Readings(score, truth);
        }

        /// The difference of the modalities with its interval.
        double analyse() {
            return UStatistic.of(ReaderStudy.of(score, truth))
                    .difference(0, 1, Form.UNBIASED, Degrees.BDG)
                    .estimate("difference", 0.95)
                    .halfWidth();
        }

        /// The moments that the same needs, one by one.
        double[][] loop() {
            return new double[][] {
                DoubleLoop.moments(score[0], score[0], truth),
                DoubleLoop.moments(score[1], score[1], truth),
                DoubleLoop.moments(score[0], score[1], truth)
            };
        }

        boolean agrees() {
            UStatistic statistic = UStatistic.of(ReaderStudy.of(score, truth));
            double[][] loop = loop();
            int[][] modalities = {{0, 0}, {1, 1}, {0, 1}};
            boolean agreed = true;
            for (int k = 0; k < loop.length; k++) {
                double[] moments = statistic.moments(modalities[k][0], modalities[k][1]).biased();
                for (int i = 0; i < moments.length; i++) {
                    agreed &= Races.close(loop[k][i], moments[i], 1e-10);
                }
            }
            return agreed;
        }
    }

    static Races.Result run() {
        Readings readings = Readings.of(READERS, OF_EACH_TRUTH, 3);
        boolean agreed = readings.agrees();
        Times loop = Times.of(0, RUNS_OF_LOOP, readings::loop);
        Times ours = Times.of(5, RUNS, readings::analyse);
        List<String> lines = new ArrayList<>(Races.HEAD);
        lines.add(Races.line(
                "direct double loop, in Java, one thread", loop.words(), ours.words(), loop.median() / ours.median(), TARGET));
        lines.add("");
        lines.add(agreed ? "Both find the same moments to 1e-10." : "THE LOOP FINDS OTHER NUMBERS.");
        lines.add("");
        lines.add("| readers | time | ms / readers squared |");
        lines.add("|---:|---|---:|");
        double[] readers = new double[MORE_READERS.length];
        double[] seconds = new double[MORE_READERS.length];
        for (int k = 0; k < MORE_READERS.length; k++) {
            Readings more = Readings.of(MORE_READERS[k], OF_EACH_TRUTH, 4);
            Times times = Times.of(2, RUNS, more::analyse);
            readers[k] = MORE_READERS[k];
            seconds[k] = times.median();
            lines.add(String.format(
                    Locale.ROOT, "| %d | %s | %.3f |", MORE_READERS[k], times.words(),
                    1000 * seconds[k] / (readers[k] * readers[k])));
        }
        lines.add("");
        lines.add(String.format(
                Locale.ROOT, "Fitted exponent of the time on the number of readers: %.2f, where 2 is linear in readers squared.",
                Races.exponent(readers, seconds)));
        return new Races.Result(
                "U-statistics of a reader study: 10 readers, 2 modalities, 2,000 cases of each truth", lines, agreed);
    }
}
