package org.realfm.stats.readers;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.realfm.stats.Require;

/// The mean over readers and cases of a value that a reader gives each case: a sensitivity or specificity (1 where the
/// reader was right), a share of recalls, a reading time; with readers and cases both random, for any design.
///
/// The mean is over all readings, so a reader weighs as many cases as the reader has. With M1, ..., M4 the means of the
/// product of two values of (same reader, same case), (same, other), (other, same), (other, other), the covariance of
/// two means is sum_k c_k M_k, with c_k the share of such pairs in the design, less 1 for M4.
///
/// One reader: the variance is that over cases for this reader, and the method says so. One case: none.
///
/// Source: Gallas, Pennello & Myers 2007, doi:10.1364/JOSAA.24.000B70; Gallas & Brown 2008,
/// doi:10.1016/j.neunet.2007.12.013.
public final class ReaderMean {

    private final double[][][] value;
    private final double least;
    private final double most;
    private final String what;

    private ReaderMean(String what, double[][][] value, double least, double most) {
        this.what = what;
        this.value = value;
        this.least = least;
        this.most = most;
    }

    /// Any value.
    ///
    /// @param value `[modality][reader][case]`, finite; NaN where a case was not read
    public static ReaderMean of(double[][][] value) {
        Require.notEmpty(value.length, "modalities");
        Require.notEmpty(value[0].length, "readers");
        for (double[][] ofModality : value) {
            Require.sameLength(value[0].length, ofModality.length, "readers");
            for (double[] ofReader : ofModality) {
                Require.sameLength(value[0][0].length, ofReader.length, "cases");
                for (double v : ofReader) {
                    Require.that(!Double.isInfinite(v), "values must be finite, found " + v);
                }
            }
        }
        return new ReaderMean("mean", value, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /// The share of positives that readers score at or above a threshold.
    public static ReaderMean sensitivity(ReaderStudy study, double threshold) {
        return called("sensitivity", study, true, threshold);
    }

    /// The share of negatives that readers score below a threshold.
    public static ReaderMean specificity(ReaderStudy study, double threshold) {
        return called("specificity", study, false, threshold);
    }

    private static ReaderMean called(String what, ReaderStudy study, boolean truth, double threshold) {
        Require.that(!Double.isNaN(threshold), "threshold is NaN");
        Require.notEmpty(truth ? study.positives() : study.negatives(), what);
        double[][][] value = new double[study.modalities()][study.readers()][];
        for (int m = 0; m < value.length; m++) {
            for (int r = 0; r < value[m].length; r++) {
                value[m][r] = Arrays.stream(study.scores(m, r, truth))
                        .map(s -> Double.isNaN(s) ? s : s >= threshold == truth ? 1 : 0)
                        .toArray();
            }
        }
        return new ReaderMean(what, value, 0, 1);
    }

    /// The mean of one modality.
    public double mean(int modality) {
        double sum = 0;
        double n = 0;
        for (double[] ofReader : value[modality]) {
            for (double v : ofReader) {
                sum += Double.isNaN(v) ? 0 : v;
                n += Double.isNaN(v) ? 0 : 1;
            }
        }
        Require.that(n > 0, "modality " + modality + " has no reading");
        return sum / n;
    }

    /// The mean of one modality with its variance.
    public Contrast single(int modality, Form form, Degrees degrees) {
        Pairs pairs = pairs(modality, modality);
        Spread spread = spread(pairs, pairs, null, form, degrees);
        return contrast(mean(modality), spread, degrees, form, least, most, modality, modality);
    }

    /// The mean of `first` minus that of `second`, with its variance.
    public Contrast difference(int first, int second, Form form, Degrees degrees) {
        Spread spread = spread(pairs(first, first), pairs(second, second), pairs(first, second), form, degrees);
        return contrast(
                mean(first) - mean(second), spread, degrees, form, least - most, most - least, first, second);
    }

    private Contrast contrast(
            double at, Spread spread, Degrees degrees, Form form, double from, double to, int first, int second) {
        String method = what + ", " + form.label() + ", "
                + (spread.oneReader ? "one reader, for that reader only" : degrees.label());
        long cases = 0;
        for (int c = 0; c < value[0][0].length; c++) {
            cases += read(first, c) || read(second, c) ? 1 : 0;
        }
        return new Contrast(method, at, spread.variance, spread.degrees, from, to, cases);
    }

    private boolean read(int modality, int c) {
        return Arrays.stream(value[modality]).anyMatch(of -> !Double.isNaN(of[c]));
    }

    private record Spread(OptionalDouble variance, double degrees, boolean oneReader) {}

    private Spread spread(
            Pairs a, Pairs b, @Nullable Pairs ab, Form form, Degrees degrees) {
        Require.that(degrees != Degrees.HILLIS, "Hillis degrees of freedom are those of ObuchowskiRockette");
        boolean oneReader = a.oneReader() && b.oneReader() && (ab == null || ab.pairs[1] > 0);
        boolean estimable = a.estimable(oneReader) && b.estimable(oneReader) && (ab == null || ab.estimable(oneReader));
        if (!estimable) {
            return new Spread(OptionalDouble.empty(), Double.POSITIVE_INFINITY, oneReader);
        }
        OptionalDouble variance = OptionalDouble.of(ab == null
                ? a.covariance(form, oneReader)
                : a.covariance(form, oneReader) + b.covariance(form, oneReader) - 2 * ab.covariance(form, oneReader));
        double df = degrees == Degrees.NORMAL || oneReader
                ? Double.POSITIVE_INFINITY
                : Satterthwaite.degrees(a.factors(), b.factors(), ab == null ? null : ab.factors(), variance);
        return new Spread(variance, df, oneReader);
    }

    /// Sums of products over all pairs of readings, and how many pairs there are: same reader and case, same reader,
    /// same case, all.
    @SuppressWarnings("ArrayRecordComponent")
    private record Pairs(double[] sums, double[] pairs) {

        private static double[] distinct(double[] all) {
            return new double[] {all[0], all[1] - all[0], all[2] - all[0], all[3] - all[1] - all[2] + all[0]};
        }

        boolean oneReader() {
            return pairs[1] == pairs[3];
        }

        /// Whether there are pairs of distinct cases, and of distinct readers unless there is only one.
        boolean estimable(boolean oneReader) {
            return distinct(pairs)[oneReader ? 1 : 3] > 0.5;
        }

        /// sum_k c_k M_k; for one reader over cases only.
        double covariance(Form form, boolean oneReader) {
            double[] sum = distinct(sums);
            double[] n = distinct(pairs);
            double product = sums[3] / pairs[3];
            int last = oneReader ? 1 : 3;
            if (form == Form.UNBIASED) {
                return product - sum[last] / n[last];
            }
            double total = 0;
            for (int k = 0; k < 4; k++) {
                total += pairs[k] > 0 ? n[k] / pairs[3] * sums[k] / pairs[k] : 0;
            }
            return total - sums[last] / pairs[last];
        }

        Satterthwaite.Factors factors() {
            double[] moment = new double[4];
            Arrays.setAll(moment, k -> pairs[k] > 0 ? sums[k] / pairs[k] : 0);
            return new Satterthwaite.Factors(
                    new double[] {moment[1] - moment[3], moment[2] - moment[3]},
                    new double[] {pairs[1] / pairs[3], pairs[2] / pairs[3]});
        }
    }

    private Pairs pairs(int first, int second) {
        mean(first);
        mean(second);
        int cases = value[0][0].length;
        double[] sums = new double[4];
        double[] n = new double[4];
        double[] total = new double[4];
        double[][] ofCase = new double[4][cases];
        for (int r = 0; r < value[first].length; r++) {
            double[] ofReader = new double[4];
            for (int c = 0; c < cases; c++) {
                boolean a = !Double.isNaN(value[first][r][c]);
                boolean b = !Double.isNaN(value[second][r][c]);
                double x = a ? value[first][r][c] : 0;
                double y = b ? value[second][r][c] : 0;
                sums[0] += x * y;
                n[0] += a && b ? 1 : 0;
                double[] four = {x, y, a ? 1 : 0, b ? 1 : 0};
                for (int k = 0; k < 4; k++) {
                    ofReader[k] += four[k];
                    ofCase[k][c] += four[k];
                    total[k] += four[k];
                }
            }
            sums[1] += ofReader[0] * ofReader[1];
            n[1] += ofReader[2] * ofReader[3];
        }
        for (int c = 0; c < cases; c++) {
            sums[2] += ofCase[0][c] * ofCase[1][c];
            n[2] += ofCase[2][c] * ofCase[3][c];
        }
        sums[3] = total[0] * total[1];
        n[3] = total[2] * total[3];
        return new Pairs(sums, n);
    }
}
