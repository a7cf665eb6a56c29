package org.realfm.stats.agreement;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.FDistribution;
import org.realfm.stats.Estimate;
import org.realfm.stats.Require;

/// Intraclass correlations of n subjects measured by k raters: the six forms of Shrout and Fleiss, F-based intervals.
///
/// With the mean squares B between subjects, W within subjects, J between raters, E residual:
///
/// | model | one rating | mean of k |
/// |---|---|---|
/// | one-way | ICC(1,1) = (B - W) / (B + (k-1) W) | ICC(1,k) = (B - W) / B |
/// | two-way random, agreement | ICC(2,1) = (B - E) / (B + (k-1) E + k (J - E)/n) | ICC(2,k) = (B - E) / (B + (J - E)/n) |
/// | two-way mixed, consistency | ICC(3,1) = (B - E) / (B + (k-1) E) | ICC(3,k) = (B - E) / B |
///
/// They may be negative, ICC(2,1) and the averages even below -1. Where the error
/// mean square is 0 (no disagreement at all), or B is, the F ratio says nothing, and the interval is everything possible.
///
/// Sources: Shrout & Fleiss 1979, doi:10.1037/0033-2909.86.2.420; McGraw & Wong 1996, doi:10.1037/1082-989X.1.1.30.
public final class IntraclassCorrelation {

    /// What raters are.
    public enum Model {
        /// Each subject has other raters, or it is not known who rated what: ICC(1).
        ONE_WAY("one-way"),
        /// Raters are a sample; a rater who scores higher throughout disagrees: ICC(2), absolute agreement.
        TWO_WAY_RANDOM("two-way random, absolute agreement"),
        /// These raters only; a rater who scores higher throughout does not matter: ICC(3), consistency.
        TWO_WAY_MIXED("two-way mixed, consistency");

        private final String label;

        Model(String label) {
            this.label = label;
        }
    }

    /// The share of all squares that rounding may leave.
    private static final double ROUNDING = 1e-24;

    private final int n;
    private final int k;
    private final double between;
    private final double within;
    private final double raters;
    private final double residual;

    private IntraclassCorrelation(int n, int k, double between, double within, double raters, double residual) {
        this.n = n;
        this.k = k;
        this.between = between;
        this.within = within;
        this.raters = raters;
        this.residual = residual;
    }

    /// @param score `[subject][rater]`, finite and complete: leave out subjects that a rater did not rate
    /// @throws IllegalArgumentException with fewer than two subjects or raters
    public static IntraclassCorrelation of(double[][] score) {
        int n = score.length;
        Require.that(n > 1, "at least two subjects, found " + n);
        int k = score[0].length;
        Require.that(k > 1, "at least two raters, found " + k);
        double grand = 0;
        double[] ofSubject = new double[n];
        double[] ofRater = new double[k];
        for (int i = 0; i < n; i++) {
            Require.sameLength(k, score[i].length, "ratings of subject " + i);
            Require.finite(score[i], "rating");
            for (int j = 0; j < k; j++) {
                ofSubject[i] += score[i][j] / k;
                ofRater[j] += score[i][j] / n;
                grand += score[i][j] / ((double) n * k);
            }
        }
        double within = 0;
        double residual = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < k; j++) {
                double w = score[i][j] - ofSubject[i];
                within += w * w;
                double e = w - ofRater[j] + grand;
                residual += e * e;
            }
        }
        double mean = grand;
        double between = k * Arrays.stream(ofSubject).map(s -> (s - mean) * (s - mean)).sum();
        double rater = n * Arrays.stream(ofRater).map(r -> (r - mean) * (r - mean)).sum();
        double rounding = ROUNDING * (between + within);
        return new IntraclassCorrelation(
                n, k, cleared(between, rounding) / (n - 1.0), cleared(within, rounding) / (n * (k - 1.0)),
                cleared(rater, rounding) / (k - 1.0), cleared(residual, rounding) / ((n - 1.0) * (k - 1.0)));
    }

    /// A sum of squares, 0 where it is nothing but rounding.
    private static double cleared(double squares, double rounding) {
        return squares > rounding ? squares : 0;
    }

    /// The correlation of single ratings; empty where all ratings are the same.
    public Optional<Estimate> single(String name, Model model, double confidence) {
        Require.confidence(confidence);
        double error = model == Model.ONE_WAY ? within : residual;
        double spread = model == Model.TWO_WAY_RANDOM ? k * (raters - residual) / n : 0;
        double denominator = between + (k - 1) * error + spread;
        if (denominator <= 0) {
            return Optional.empty();
        }
        double value = (between - error) / denominator;
        double[] limits = limits(model, value, confidence);
        return Optional.of(estimate(name, model, value, limits[0], limits[1], confidence, Math.min(-1, value)));
    }

    /// The correlation of means over the k raters; empty where subjects do not differ.
    public Optional<Estimate> average(String name, Model model, double confidence) {
        Require.confidence(confidence);
        double error = model == Model.ONE_WAY ? within : residual;
        double denominator = between + (model == Model.TWO_WAY_RANDOM ? (raters - residual) / n : 0);
        if (denominator <= 0) {
            return Optional.empty();
        }
        double value = (between - error) / denominator;
        double ofOne = value / (k - (k - 1) * value);
        double[] limits = limits(model, ofOne, confidence);
        return Optional.of(estimate(
                name, model, value, steppedUp(limits[0]), steppedUp(limits[1]), confidence, Double.NEGATIVE_INFINITY));
    }

    /// Spearman-Brown: from one rating to the mean of k.
    private double steppedUp(double single) {
        double denominator = 1 + (k - 1) * single;
        return denominator > 0 ? k * single / denominator : Double.NEGATIVE_INFINITY;
    }

    private Estimate estimate(
            String name, Model model, double value, double lower, double upper, double confidence, double least) {
        double error = model == Model.ONE_WAY ? within : residual;
        if (error == 0 || between == 0) {
            String what = error == 0 ? "; no error seen, no interval" : "; subjects do not differ, no interval";
            return new Estimate(name, value, least, 1, confidence, model.label + what, n);
        }
        return new Estimate(
                name, value, Math.min(value, Math.max(least, lower)), Math.max(value, upper), confidence,
                "F, " + model.label, n);
    }

    private double[] limits(Model model, double single, double confidence) {
        double tail = (1 - confidence) / 2;
        double subjects = n - 1.0;
        if (model == Model.TWO_WAY_RANDOM) {
            double f = raters / residual;
            double part = n * (1 + (k - 1) * single) - k * single;
            double numerator = (k - 1) * subjects * Math.pow(k * single * f + part, 2);
            double denominator = subjects * Math.pow(k * single * f, 2) + part * part;
            double degrees = numerator / denominator;
            if (!(degrees > 0) || Double.isInfinite(degrees)) {
                return new double[] {Double.NEGATIVE_INFINITY, 1};
            }
            double up = FDistribution.of(subjects, degrees).inverseSurvivalProbability(tail);
            double down = FDistribution.of(degrees, subjects).inverseSurvivalProbability(tail);
            double rest = k * raters + ((double) k * n - k - n) * residual;
            return new double[] {
                n * (between - up * residual) / (up * rest + n * between),
                n * (down * between - residual) / (rest + n * down * between)
            };
        }
        double error = model == Model.ONE_WAY ? within : residual;
        double degrees = model == Model.ONE_WAY ? n * (k - 1.0) : subjects * (k - 1);
        double f = between / error;
        double low = f / FDistribution.of(subjects, degrees).inverseSurvivalProbability(tail);
        double high = f * FDistribution.of(degrees, subjects).inverseSurvivalProbability(tail);
        return new double[] {(low - 1) / (low + k - 1), (high - 1) / (high + k - 1)};
    }
}
