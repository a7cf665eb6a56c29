package org.realfm.stats.agreement;

import java.util.Arrays;
import org.realfm.stats.Require;

/// How often each category was given to each subject.
final class Ratings {

    private final double[][] count;
    private final double[] of;

    private Ratings(double[][] count) {
        this.count = count;
        this.of = Arrays.stream(count).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
    }

    /// The subjects with at least one rating.
    ///
    /// @param rating `[subject][rater]`, -1 where not rated
    static Ratings of(int[][] rating, int categories) {
        return new Ratings(Arrays.stream(rating)
                .map(row -> counts(row, categories))
                .filter(row -> Arrays.stream(row).sum() > 0)
                .toArray(double[][]::new));
    }

    private static double[] counts(int[] row, int categories) {
        check(row, categories);
        double[] counts = new double[categories];
        for (int category : row) {
            if (category >= 0) {
                counts[category]++;
            }
        }
        return counts;
    }

    static void check(int[] rating, int categories) {
        Require.notEmpty(categories, "categories");
        for (int category : rating) {
            Require.that(
                    category >= -1 && category < categories,
                    "a category must lie in 0 to " + (categories - 1) + " or be -1, found " + category);
        }
    }

    int subjects() {
        return count.length;
    }

    /// Subjects with at least two ratings.
    int paired() {
        return (int) Arrays.stream(of).filter(r -> r > 1).count();
    }

    boolean paired(int subject) {
        return of[subject] > 1;
    }

    /// The (weighted) share of pairs of ratings of a subject that agree.
    double agreement(int subject, double[][] weights) {
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            for (int l = 0; l < weights.length; l++) {
                sum += weights[k][l] * count[subject][k] * (count[subject][l] - (k == l ? 1 : 0));
            }
        }
        return sum / (of[subject] * (of[subject] - 1));
    }

    /// The share of a subject's ratings that are of a category.
    double share(int subject, int category) {
        return count[subject][category] / of[subject];
    }

    /// The mean over subjects of that share, for each category.
    double[] shares() {
        double[] shares = new double[count.length == 0 ? 0 : count[0].length];
        for (int i = 0; i < count.length; i++) {
            for (int k = 0; k < shares.length; k++) {
                shares[k] += share(i, k) / count.length;
            }
        }
        return shares;
    }

    double count(int subject, int category) {
        return count[subject][category];
    }

    double ratings(int subject) {
        return of[subject];
    }
}
