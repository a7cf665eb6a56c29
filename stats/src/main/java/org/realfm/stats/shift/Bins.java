package org.realfm.stats.shift;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.realfm.stats.Quantiles;
import org.realfm.stats.Require;

/// Bins of one variable: bin 0 holds x up to and with the first cut, bin j what lies above cut j - 1 (counted from 0) up
/// to and with cut j, the last everything above.
///
/// @param cuts ascending, no two equal; none makes a single bin
@SuppressWarnings("ArrayRecordComponent")
public record Bins(double[] cuts) {

    public Bins {
        for (int j = 0; j < cuts.length; j++) {
            Require.that(
                    !Double.isNaN(cuts[j]) && (j == 0 || cuts[j] > cuts[j - 1]),
                    "cuts must ascend, found " + Arrays.toString(cuts));
        }
    }

    /// Bins that hold equal shares of a reference, cut at its quantiles (with linear interpolation). Where many values
    /// are tied, equal cuts become one, and there are fewer bins.
    ///
    /// @param reference finite
    /// @param bins      how many are wanted, at least 1; 10 as a rule
    public static Bins byQuantiles(double[] reference, int bins) {
        Require.notEmpty(bins, "bins");
        Require.notEmpty(reference.length, "reference");
        Require.finite(reference, "reference");
        double[] sorted = Arrays.stream(reference).map(v -> v + 0.0).sorted().toArray();
        return ofSorted(sorted, bins);
    }

    private static Bins ofSorted(double[] reference, int bins) {
        double greatest = reference[reference.length - 1];
        return new Bins(IntStream.range(1, bins)
                .mapToDouble(j -> Quantiles.ofSorted(reference, (double) j / bins))
                .distinct()
                .filter(cut -> cut < greatest)
                .toArray());
    }

    /// How many bins there are.
    public int count() {
        return cuts.length + 1;
    }

    /// The bin of each value; infinite values belong to the outer bins.
    public int[] of(double[] values) {
        int[] bin = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            Require.that(!Double.isNaN(values[i]), "value " + i + " is NaN");
            int at = Arrays.binarySearch(cuts, values[i] + 0.0);
            bin[i] = at >= 0 ? at : -at - 1;
        }
        return bin;
    }

    /// How many rows of either sample are in each bin, `[sample][bin]`, with bins by the quantiles of those rows that are
    /// now in the first.
    static double[][] tables(Pooled pooled, int bins, int[] count, boolean[] second) {
        double[] reference = new double[(int) Pooled.total(count, second, false)];
        int at = 0;
        for (int k = 0; k < pooled.row().length; k++) {
            int row = pooled.row()[k];
            if (!second[row]) {
                Arrays.fill(reference, at, at + count[row], pooled.value()[k]);
                at += count[row];
            }
        }
        double[] cuts = ofSorted(reference, bins).cuts;
        double[][] tables = new double[2][cuts.length + 1];
        int bin = 0;
        for (int k = 0; k < pooled.row().length; k++) {
            while (bin < cuts.length && pooled.value()[k] > cuts[bin]) {
                bin++;
            }
            tables[second[pooled.row()[k]] ? 1 : 0][bin] += count[pooled.row()[k]];
        }
        return tables;
    }

    /// Two samples of categories.
    static int[] pool(int[] first, int[] second, int categories) {
        int[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        for (int c : all) {
            Require.that(c >= 0 && c < categories, "category must lie in [0, " + categories + "), found " + c);
        }
        return all;
    }

    /// How many rows of either sample are in each category, `[sample][category]`.
    static double[][] tables(int[] category, int categories, int[] count, boolean[] second) {
        double[][] tables = new double[2][categories];
        for (int i = 0; i < category.length; i++) {
            tables[second[i] ? 1 : 0][category[i]] += count[i];
        }
        return tables;
    }
}
