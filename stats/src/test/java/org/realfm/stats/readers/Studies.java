package org.realfm.stats.readers;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.realfm.stats.SplitMix;
import org.realfm.stats.Table;

/// Reader studies for the tests.
public final class Studies {

    private Studies() {}

    static ReaderStudy golden(String file) {
        return of(Table.golden(file), "reader", "modality", "case", "truth", "score");
    }

    static ReaderStudy vanDyke() {
        return of(Table.shared("readers/vandyke.csv"), "reader", "treatment", "case", "truth", "rating");
    }

    static ReaderStudy of(
            Table table, String reader, String modality, String subject, String truth, String score) {
        return ReaderStudy.of(
                table.codes(reader), table.codes(modality), table.codes(subject), table.flags(truth),
                table.numbers(score));
    }

    /// A table in the layout of iMRMC, where the truth is a reader.
    static ReaderStudy imrmc(Table table) {
        Set<String> positive = new HashSet<>();
        for (int i = 0; i < table.size(); i++) {
            if (table.text("readerID", i).equals("truth") && table.number("score", i) == 1) {
                positive.add(table.text("caseID", i));
            }
        }
        Table read = table.rows(
                IntStream.range(0, table.size()).filter(i -> !table.text("readerID", i).equals("truth")));
        boolean[] truth = new boolean[read.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = positive.contains(read.text("caseID", i));
        }
        return ReaderStudy.of(
                read.codes("readerID"), read.codes("modalityID"), read.codes("caseID"), truth, read.numbers("score"));
    }

    /// A study as Roe and Metz draw it: the score is the sum of independent normal effects of the reader, the case and
    /// both, once for all modalities and once more for each; the mean of positives is `separation[modality]` higher.
    ///
    /// @param levels rounds scores to multiples of 1 / levels; 0 leaves them
    public static double[][][] draw(
            SplitMix random, int readers, int negatives, int positives, double[] separation, double levels) {
        double[][][] score = new double[separation.length][readers][negatives + positives];
        for (int truth = 0; truth < 2; truth++) {
            int from = truth == 0 ? 0 : negatives;
            int n = truth == 0 ? negatives : positives;
            double[][] common = effects(random, readers, n);
            for (int m = 0; m < separation.length; m++) {
                double[][] own = effects(random, readers, n);
                for (int r = 0; r < readers; r++) {
                    for (int c = 0; c < n; c++) {
                        double s = common[r][c] + own[r][c] + truth * separation[m];
                        score[m][r][from + c] = levels == 0 ? s : Math.rint(s * levels) / levels;
                    }
                }
            }
        }
        return score;
    }

    public static final double READER = 0.03;
    public static final double CASE = 0.3;
    public static final double BOTH = 0.2;

    private static double[][] effects(SplitMix random, int readers, int cases) {
        double[] ofCase = new double[cases];
        Arrays.setAll(ofCase, c -> Math.sqrt(CASE) * random.nextGaussian());
        double[][] effect = new double[readers][cases];
        for (double[] ofReader : effect) {
            double reader = Math.sqrt(READER) * random.nextGaussian();
            Arrays.setAll(ofReader, c -> reader + ofCase[c] + Math.sqrt(BOTH) * random.nextGaussian());
        }
        return effect;
    }

    public static boolean[] truth(int negatives, int positives) {
        boolean[] truth = new boolean[negatives + positives];
        Arrays.fill(truth, negatives, truth.length, true);
        return truth;
    }
}
