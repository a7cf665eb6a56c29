package org.realfm.stats.readers;

import org.realfm.stats.Require;

/// The design of a study of two modalities that is yet to be done: fully crossed, or split into groups of readers who
/// each read their own cases, with readers and cases shared between the modalities or not.
///
/// @param readers         in each modality
/// @param negatives       in each modality
/// @param positives       in each modality
/// @param groups          into how many groups readers and cases are split, 1 for none; divides the three numbers
/// @param pairedReaders   whether the same readers read both modalities
/// @param pairedNegatives whether the same negatives are shown in both
/// @param pairedPositives whether the same positives are shown in both
public record PlannedDesign(
        int readers, int negatives, int positives, int groups, boolean pairedReaders, boolean pairedNegatives,
        boolean pairedPositives) {

    public PlannedDesign {
        Require.that(readers > 1 && negatives > 1 && positives > 1, "at least two readers, negatives and positives");
        Require.that(groups > 0, "at least one group");
        Require.that(
                readers % groups == 0 && negatives % groups == 0 && positives % groups == 0,
                "readers, negatives and positives must be multiples of the " + groups + " groups");
    }

    /// Every reader reads every case in both modalities.
    public static PlannedDesign crossed(int readers, int negatives, int positives) {
        return new PlannedDesign(readers, negatives, positives, 1, true, true, true);
    }

    /// The coefficients of the moments of one modality's variance.
    double[] within() {
        return coefficients(true, true, true);
    }

    /// The coefficients of the moments of the covariance of both modalities.
    double[] between() {
        return coefficients(pairedReaders, pairedNegatives, pairedPositives);
    }

    private double[] coefficients(boolean reader, boolean negative, boolean positive) {
        double g = groups;
        double r = readers / g;
        double i = negatives / g;
        double j = positives / g;
        double ofReader = reader ? 1 : 0;
        double ofNegative = negative ? 1 : 0;
        double ofPositive = positive ? 1 : 0;
        return Moments.coefficientsOfPairs(new double[] {
            g * r * i * j * ofReader * ofNegative * ofPositive,
            g * r * i * i * j * ofReader * ofPositive,
            g * r * i * j * j * ofReader * ofNegative,
            g * r * i * i * j * j * ofReader,
            g * r * r * i * j * ofNegative * ofPositive,
            g * r * r * i * i * j * ofPositive,
            g * r * r * i * j * j * ofNegative,
            g * g * r * r * i * i * j * j,
        });
    }
}
