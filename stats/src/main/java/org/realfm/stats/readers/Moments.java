package org.realfm.stats.readers;

import java.util.Arrays;
import org.realfm.stats.Require;

/// The second moments behind the covariance of two reader-averaged AUROCs (of one modality with itself: its variance).
///
/// With s the success of a reader on a pair of a negative and a positive, the BDG moments M1, ..., M8 are the means of
/// the product of two successes that share, in this order,
///
/// | | same negative and positive | other negative | other positive | both other |
/// |---|---|---|---|---|
/// | same reader | M1 | M2 | M3 | M4 |
/// | other reader | M5 | M6 | M7 | M8 |
///
/// and the covariance is sum_k c_k M_k, where c_k is the share of such pairs of pairs in the design, less 1 for M8
/// (which takes off the product of the means).
///
/// Sources: Gallas 2006, doi:10.1016/j.acra.2005.11.030; Gallas, Bandos, Samuelson & Wagner 2009,
/// doi:10.1080/03610920802610084.
///
/// @param unbiased    the eight moments from distinct readers and cases; 0 where the design has none of a kind
/// @param biased      the eight moments from all pairs, also those of a reader or case with itself
/// @param coefficient c_1, ..., c_8
@SuppressWarnings("ArrayRecordComponent")
public record Moments(double[] unbiased, double[] biased, double[] coefficient) {

    static final int COUNT = 8;

    /// Rows: from sums over all pairs to sums over distinct ones.
    private static final int[][] DISTINCT = {
        {1, 0, 0, 0, 0, 0, 0, 0},
        {-1, 1, 0, 0, 0, 0, 0, 0},
        {-1, 0, 1, 0, 0, 0, 0, 0},
        {1, -1, -1, 1, 0, 0, 0, 0},
        {-1, 0, 0, 0, 1, 0, 0, 0},
        {1, -1, 0, 0, -1, 1, 0, 0},
        {1, 0, -1, 0, -1, 0, 1, 0},
        {-1, 1, 1, -1, 1, -1, -1, 1},
    };

    /// Rows: from moments to the components of variance N, D, ND, R, NR, DR, RND.
    private static final int[][] COMPONENT = {
        {0, 0, 0, 0, 0, 0, 1, -1},
        {0, 0, 0, 0, 0, 1, 0, -1},
        {0, 0, 0, 0, 1, -1, -1, 1},
        {0, 0, 0, 1, 0, 0, 0, -1},
        {0, 0, 1, -1, 0, 0, -1, 1},
        {0, 1, 0, -1, 0, -1, 0, 1},
        {1, -1, -1, 1, -1, 1, 1, -1},
    };

    /// Which moments' shares of pairs make the coefficient of a component.
    private static final int[][] SHARES = {
        {1, 0, 1, 0, 1, 0, 1, 0},
        {1, 1, 0, 0, 1, 1, 0, 0},
        {1, 0, 0, 0, 1, 0, 0, 0},
        {1, 1, 1, 1, 0, 0, 0, 0},
        {1, 0, 1, 0, 0, 0, 0, 0},
        {1, 1, 0, 0, 0, 0, 0, 0},
        {1, 0, 0, 0, 0, 0, 0, 0},
    };

    public Moments {
        Require.sameLength(COUNT, unbiased.length, "unbiased moments");
        Require.sameLength(COUNT, biased.length, "biased moments");
        Require.sameLength(COUNT, coefficient.length, "coefficients");
    }

    /// @param successes for each of the eight kinds the sum of products over all pairs of pairs
    /// @param pairs     for each of the eight kinds how many pairs of pairs there are
    static Moments of(double[] successes, double[] pairs) {
        double[] distinct = product(DISTINCT, successes);
        double[] distinctPairs = product(DISTINCT, pairs);
        return new Moments(
                ratio(distinct, distinctPairs), ratio(successes, pairs), coefficients(distinctPairs, pairs[7]));
    }

    static double[] coefficientsOfPairs(double[] pairs) {
        return coefficients(product(DISTINCT, pairs), pairs[7]);
    }

    private static double[] coefficients(double[] distinctPairs, double all) {
        double[] coefficient = Arrays.stream(distinctPairs).map(p -> p / all).toArray();
        coefficient[7] -= 1;
        return coefficient;
    }

    private static double[] ratio(double[] sum, double[] pairs) {
        double[] ratio = new double[COUNT];
        Arrays.setAll(ratio, k -> pairs[k] > 0.5 ? sum[k] / pairs[k] : 0);
        return ratio;
    }

    static double[] product(int[][] matrix, double[] vector) {
        return Arrays.stream(matrix)
                .mapToDouble(row -> {
                    double sum = 0;
                    for (int k = 0; k < row.length; k++) {
                        sum += row[k] * vector[k];
                    }
                    return sum;
                })
                .toArray();
    }

    /// Whether the product of the means can be taken off without bias: there are pairs of distinct readers, negatives
    /// and positives.
    boolean estimable() {
        return coefficient[7] > -1;
    }

    /// The covariance.
    public double covariance(Form form) {
        return covariance(form, coefficient);
    }

    /// The covariance in another design with the given coefficients.
    double covariance(Form form, double[] of) {
        double[] moment = moments(form);
        double sum = 0;
        for (int k = 0; k < COUNT; k++) {
            sum += of[k] * moment[k];
        }
        return sum;
    }

    /// The moments of one form; not a copy.
    public double[] moments(Form form) {
        return form == Form.UNBIASED ? unbiased : biased;
    }

    /// The components of variance of Barrett, Clarkson & Kupinski, in the order negatives (N), positives (D), ND,
    /// readers (R), NR, DR, RND. In a fully crossed design the covariance is N/n0 + D/n1 + ND/(n0 n1) + R/r + ...
    ///
    /// Source: Clarkson, Kupinski & Barrett 2006, doi:10.1016/j.acra.2006.07.016.
    public double[] components(Form form) {
        return product(COMPONENT, moments(form));
    }

    /// What each of the components is multiplied with in this design: 1/n0, 1/n1, ... where it is fully crossed.
    public double[] componentCoefficients() {
        return componentCoefficients(coefficient);
    }

    static double[] componentCoefficients(double[] coefficient) {
        return product(SHARES, coefficient);
    }

    /// Negatives, positives and readers, for [Satterthwaite].
    Satterthwaite.Factors factors() {
        double[] component = components(Form.MLE);
        double[] share = componentCoefficients();
        return new Satterthwaite.Factors(
                new double[] {component[0], component[1], component[3]}, new double[] {share[0], share[1], share[3]});
    }
}
