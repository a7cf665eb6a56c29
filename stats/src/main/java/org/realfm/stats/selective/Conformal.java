package org.realfm.stats.selective;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.realfm.stats.Require;

/// A split-conformal threshold. A nonconformity score says how strange an answer would be for a case (see [ClassScore];
/// for a number, |truth - prediction|). On calibration cases that the model did not learn from, the threshold is the
/// k-th smallest score of the true answers, k = ceil((n + 1)(1 - alpha)); for a new case every answer with a score of at
/// most the threshold is in the set. The set then holds the true answer with a probability of at least 1 - alpha, over
/// the draw of calibration and new case, whatever the model: provided only that they are exchangeable. Cases of another
/// site, or several of one patient on either side, are not; use one case a patient, and calibrate at each site.
///
/// The guarantee is of the average over calibration samples. What one sample gives is the [CoverageLaw].
///
/// Sources: Vovk, Gammerman & Shafer 2005, doi:10.1007/b106715; Lei et al. 2018, doi:10.1080/01621459.2017.1307116.
///
/// @param threshold positive infinity where there are too few cases for alpha, n < 1/alpha - 1: then every answer is in
///                  the set
/// @param n         calibration cases
/// @param alpha     strictly between 0 and 1
public record Conformal(double threshold, int n, double alpha) {

    public Conformal {
        Require.that(!Double.isNaN(threshold), "threshold is NaN");
        Require.interior(alpha, "alpha");
        Require.that(n >= 0, "n must not be negative, found " + n);
    }

    /// Calibrates.
    ///
    /// @param score of the true answer of each calibration case; none is allowed, and gives the threshold infinity
    public static Conformal calibrate(double[] score, double alpha) {
        Require.interior(alpha, "alpha");
        for (int i = 0; i < score.length; i++) {
            Require.that(!Double.isNaN(score[i]), "score " + i + " is NaN");
        }
        int rank = rank(score.length, alpha);
        double[] sorted = score.clone();
        Arrays.sort(sorted);
        return new Conformal(
                rank > score.length ? Double.POSITIVE_INFINITY : sorted[rank - 1], score.length, alpha);
    }

    /// ceil((n + 1)(1 - alpha)), safe against rounding: n + 1 - floor((n + 1) alpha).
    static int rank(int n, double alpha) {
        return n + 1 - (int) Math.floor((n + 1) * alpha + 1e-9);
    }

    /// Calibrates each group on its own (Mondrian), so that the guarantee holds within each: groups of cases (sites, age
    /// bands), or the classes themselves (class-conditional; then see [#set(Conformal\[\], ClassScore, double\[\])]).
    ///
    /// @param group of each calibration case, 0 to `groups` - 1; of the true class, for class-conditional sets
    /// @return for each group its threshold
    public static Conformal[] calibrate(double[] score, int[] group, int groups, double alpha) {
        Require.sameLength(score.length, group.length, "group");
        for (int g : group) {
            Require.that(g >= 0 && g < groups, "group must lie in [0, " + groups + "), found " + g);
        }
        return IntStream.range(0, groups)
                .mapToObj(g -> calibrate(
                        IntStream.range(0, score.length)
                                .filter(i -> group[i] == g)
                                .mapToDouble(i -> score[i])
                                .toArray(),
                        alpha))
                .toArray(Conformal[]::new);
    }

    /// Whether an answer with this score is in the set.
    public boolean holds(double score) {
        return score <= threshold;
    }

    /// Which classes are in the set of a case; may be none.
    public boolean[] set(ClassScore score, double[] probability) {
        Conformal[] alike = new Conformal[probability.length];
        Arrays.fill(alike, this);
        return set(alike, score, probability);
    }

    /// Which classes are in the class-conditional set of a case.
    public static boolean[] set(Conformal[] byClass, ClassScore score, double[] probability) {
        Require.sameLength(byClass.length, probability.length, "probabilities");
        boolean[] set = new boolean[byClass.length];
        for (int c = 0; c < set.length; c++) {
            set[c] = byClass[c].holds(score.of(probability, c));
        }
        return set;
    }

    /// Numbers from `lower` to `upper`, both included.
    public record Range(double lower, double upper) {

        public boolean holds(double value) {
            return lower <= value && value <= upper;
        }
    }

    /// The interval of a number, where scores are |truth - prediction| / scale.
    ///
    /// @param scale 1, or the model's own guess at the size of its error for this case
    public Range interval(double prediction, double scale) {
        Require.that(scale > 0 && Double.isFinite(scale), "scale must be positive and finite, found " + scale);
        return new Range(prediction - threshold * scale, prediction + threshold * scale);
    }

    /// The interval where scores are max(lower - truth, truth - upper) for two predicted quantiles (conformalised
    /// quantile regression); empty where a negative threshold makes the ends cross.
    ///
    /// Source: Romano, Patterson & Candes 2019, arXiv:1905.03222.
    public Optional<Range> between(double lower, double upper) {
        return lower - threshold <= upper + threshold
                ? Optional.of(new Range(lower - threshold, upper + threshold))
                : Optional.empty();
    }

    /// How the coverage of this calibration is spread.
    public CoverageLaw law() {
        return CoverageLaw.of(n, alpha);
    }
}
