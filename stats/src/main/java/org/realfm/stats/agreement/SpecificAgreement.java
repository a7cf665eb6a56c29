package org.realfm.stats.agreement;

import java.util.Optional;
import org.realfm.stats.Estimate;
import org.realfm.stats.Proportion;
import org.realfm.stats.Require;
import org.realfm.stats.StandardNormal;

/// Specific agreement: where a rater gives a category, how often does another give it too? For two raters and two
/// categories these are positive agreement PA = 2a / (2a + b + c) and negative agreement NA = 2d / (2d + b + c).
///
/// Show both: a single number hides that rare findings are agreed on less. They are not corrected for chance.
///
/// Sources: Cicchetti & Feinstein 1990, doi:10.1016/0895-4356(90)90159-M; de Vet et al. 2013, doi:10.1136/bmj.f2125.
public final class SpecificAgreement {

    private SpecificAgreement() {}

    /// Specific agreement of two raters on one category.
    ///
    /// Of the m subjects to whom at least one rater gave the category, both gave it to a share p = a/m, and the specific
    /// agreement is 2p / (1 + p); so the interval is Wilson's of p, carried over.
    ///
    /// @param first  for each subject whether the first rater gave the category
    /// @param second for each subject whether the second did
    /// @return empty where neither ever gave it
    public static Optional<Estimate> twoRaters(String name, boolean[] first, boolean[] second, double confidence) {
        Require.sameLength(first.length, second.length, "second rater");
        int both = 0;
        int any = 0;
        for (int i = 0; i < first.length; i++) {
            both += first[i] && second[i] ? 1 : 0;
            any += first[i] || second[i] ? 1 : 0;
        }
        if (any == 0) {
            return Optional.empty();
        }
        Estimate p = Proportion.wilson(name, both, any, confidence);
        return Optional.of(new Estimate(
                name, of(p.value()), of(p.lower()), of(p.upper()), confidence,
                "Wilson on subjects with the category", any));
    }

    private static double of(double p) {
        return 2 * p / (1 + p);
    }

    /// Specific agreement of many raters on one category: the share, among pairs of a rating of the category and another
    /// rating of the same subject, in which the other is of the category too. Ratings may be missing.
    ///
    /// With A_i such pairs that agree of B_i in subject i, the share is R = sum A / sum B with the linearised variance
    /// n/(n-1) sum (A_i - R B_i)^2 / (sum B)^2 over the n subjects with B_i > 0, and a logit-scale interval; where R is
    /// 0 or 1 Clopper-Pearson on subjects.
    ///
    /// @param rating `[subject][rater]`, 0 to `categories` - 1, or -1 where not rated
    /// @return empty where there is no such pair
    public static Optional<Estimate> raters(
            String name, int[][] rating, int categories, int category, double confidence) {
        Require.confidence(confidence);
        Require.that(
                category >= 0 && category < categories, "category must lie in 0 to " + (categories - 1));
        Ratings ratings = Ratings.of(rating, categories);
        double agree = 0;
        double pairs = 0;
        int n = 0;
        for (int i = 0; i < ratings.subjects(); i++) {
            double given = ratings.count(i, category);
            agree += given * (given - 1);
            pairs += given * (ratings.ratings(i) - 1);
            n += given > 0 && ratings.paired(i) ? 1 : 0;
        }
        if (pairs == 0) {
            return Optional.empty();
        }
        double value = agree / pairs;
        if (value == 0 || value == 1) {
            Estimate exact = Proportion.clopperPearson(name, value == 1 ? n : 0, n, confidence);
            return Optional.of(new Estimate(
                    name, value, exact.lower(), exact.upper(), confidence, "Clopper-Pearson on subjects", n));
        }
        double squares = 0;
        for (int i = 0; i < ratings.subjects(); i++) {
            double given = ratings.count(i, category);
            double residual = given * (given - 1) - value * given * (ratings.ratings(i) - 1);
            squares += residual * residual;
        }
        if (n < 2) {
            return Optional.of(new Estimate(name, value, 0, 1, confidence, "one subject, no variance", n));
        }
        double error = Math.sqrt(squares * n / (n - 1)) / pairs;
        double reach = StandardNormal.critical(confidence) * error / (value * (1 - value));
        double centre = StandardNormal.logit(value);
        return Optional.of(new Estimate(
                name, value, Math.min(value, StandardNormal.expit(centre - reach)),
                Math.max(value, StandardNormal.expit(centre + reach)), confidence, "linearised, logit scale", n));
    }
}
