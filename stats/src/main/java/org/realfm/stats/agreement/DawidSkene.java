package org.realfm.stats.agreement;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.Require;

/// The model of Dawid and Skene: every subject has a true category, every rater a table of how often each true category
/// is called what, and given the truth raters err independently. Both are estimated without a reference standard, by EM.
///
/// The likelihood may have several maxima; the start is each subject's votes, as in the source. Identifiable only with
/// three raters or more, who are on the whole better than chance. Raters who share their errors (the same report, the
/// same shortcut) break the model and look better than they are.
///
/// Source: Dawid & Skene 1979, doi:10.2307/2346806.
///
/// @param prevalence    share of each true category
/// @param called        `[rater][true][given]`: of subjects truly so, the share the rater calls so; rows sum to 1. A
///                      category that has no share has a row of the rater's overall calls
/// @param posterior     `[subject][true]`: the chance that the subject is truly so, given all its ratings
/// @param logLikelihood at the end
/// @param iterations    done
/// @param converged     whether no posterior changed by more than 1e-12 in the last iteration
@SuppressWarnings("ArrayRecordComponent")
public record DawidSkene(
        double[] prevalence, double[][][] called, double[][] posterior, double logLikelihood, int iterations,
        boolean converged) {

    private static final int MOST_ITERATIONS = 20_000;
    private static final double TOLERANCE = 1e-12;
    /// Enough for a replicate of a bootstrap.
    private static final double COARSE = 1e-6;

    /// Fits the model.
    ///
    /// @param rating `[subject][rater]`, 0 to `categories` - 1, or -1 where not rated; a subject nobody rated is allowed
    /// @throws IllegalArgumentException where nobody rated anything
    public static DawidSkene fit(int[][] rating, int categories) {
        Require.notEmpty(rating.length, "subjects");
        for (int[] row : rating) {
            Require.sameLength(rating[0].length, row.length, "ratings");
            Ratings.check(row, categories);
        }
        Patterns patterns = Patterns.of(rating);
        int[] ones = new int[rating.length];
        Arrays.fill(ones, 1);
        DawidSkene fit = fit(
                patterns.rating, categories, patterns.counts(ones), votes(patterns.rating, categories), TOLERANCE);
        double[][] posterior = Arrays.stream(patterns.of)
                .mapToObj(pattern -> fit.posterior[pattern].clone())
                .toArray(double[][]::new);
        return new DawidSkene(
                fit.prevalence, fit.called, posterior, fit.logLikelihood, fit.iterations, fit.converged);
    }

    /// The distinct rows of ratings: subjects who were rated alike are treated alike.
    @SuppressWarnings("ArrayRecordComponent")
    private record Patterns(int[][] rating, int[] of) {

        static Patterns of(int[][] rating) {
            Map<String, Integer> known = new HashMap<>();
            int[] of = new int[rating.length];
            int[] first = new int[rating.length];
            for (int i = 0; i < rating.length; i++) {
                int next = known.size();
                of[i] = known.computeIfAbsent(Arrays.toString(rating[i]), key -> next);
                if (of[i] == next) {
                    first[next] = i;
                }
            }
            int[][] distinct = IntStream.range(0, known.size())
                    .mapToObj(k -> rating[first[k]])
                    .toArray(int[][]::new);
            return new Patterns(distinct, of);
        }

        /// How often each pattern counts, from how often each subject does.
        int[] counts(int[] ofSubject) {
            int[] counts = new int[rating.length];
            for (int i = 0; i < of.length; i++) {
                counts[of[i]] += ofSubject[i];
            }
            return counts;
        }
    }

    /// Fits the model to rows that count several times, or not at all.
    private static DawidSkene fit(
            int[][] rating, int categories, int[] count, double[][] start, double tolerance) {
        double[][] posterior = Arrays.stream(start).map(double[]::clone).toArray(double[][]::new);
        int[] used = IntStream.range(0, rating.length)
                .filter(i -> count[i] > 0 && Arrays.stream(rating[i]).anyMatch(c -> c >= 0))
                .toArray();
        double[] logs = new double[categories];
        for (int iteration = 1; ; iteration++) {
            double[] prevalence = prevalence(posterior, used, count, categories);
            double[][][] called = called(posterior, rating, used, count, categories);
            double[] logPrevalence = Arrays.stream(prevalence).map(Math::log).toArray();
            double[][][] logCalled = logarithms(called);
            double logLikelihood = 0;
            double change = 0;
            for (int i : used) {
                double largest = Double.NEGATIVE_INFINITY;
                for (int t = 0; t < categories; t++) {
                    logs[t] = logPrevalence[t];
                    for (int r = 0; r < rating[i].length; r++) {
                        logs[t] += rating[i][r] >= 0 ? logCalled[r][t][rating[i][r]] : 0;
                    }
                    largest = Math.max(largest, logs[t]);
                }
                double sum = 0;
                for (int t = 0; t < categories; t++) {
                    logs[t] = Math.exp(logs[t] - largest);
                    sum += logs[t];
                }
                for (int t = 0; t < categories; t++) {
                    change = Math.max(change, Math.abs(logs[t] / sum - posterior[i][t]));
                    posterior[i][t] = logs[t] / sum;
                }
                logLikelihood += count[i] * (largest + Math.log(sum));
            }
            if (change <= tolerance || iteration == MOST_ITERATIONS) {
                return new DawidSkene(
                        prevalence, called, posterior, logLikelihood, iteration, change <= tolerance);
            }
        }
    }

    private static double[][][] logarithms(double[][][] called) {
        return Arrays.stream(called)
                .map(ofRater -> Arrays.stream(ofRater)
                        .map(row -> Arrays.stream(row).map(Math::log).toArray())
                        .toArray(double[][]::new))
                .toArray(double[][][]::new);
    }

    private static double[][] votes(int[][] rating, int categories) {
        double[][] votes = new double[rating.length][categories];
        boolean any = false;
        for (int i = 0; i < rating.length; i++) {
            double n = Arrays.stream(rating[i]).filter(c -> c >= 0).count();
            any |= n > 0;
            for (int c : rating[i]) {
                if (c >= 0) {
                    votes[i][c] += 1 / n;
                }
            }
            if (n == 0) {
                Arrays.fill(votes[i], 1.0 / categories);
            }
        }
        Require.that(any, "nobody rated anything");
        return votes;
    }

    private static double[] prevalence(double[][] posterior, int[] used, int[] count, int categories) {
        double[] prevalence = new double[categories];
        double total = 0;
        for (int i : used) {
            total += count[i];
            for (int t = 0; t < categories; t++) {
                prevalence[t] += count[i] * posterior[i][t];
            }
        }
        double n = total;
        return Arrays.stream(prevalence).map(p -> p / n).toArray();
    }

    private static double[][][] called(
            double[][] posterior, int[][] rating, int[] used, int[] count, int categories) {
        int raters = rating[0].length;
        double[][][] called = new double[raters][categories][categories];
        double[][] overall = new double[raters][categories];
        for (int i : used) {
            for (int r = 0; r < raters; r++) {
                int c = rating[i][r];
                if (c >= 0) {
                    overall[r][c] += count[i];
                    for (int t = 0; t < categories; t++) {
                        called[r][t][c] += count[i] * posterior[i][t];
                    }
                }
            }
        }
        for (int r = 0; r < raters; r++) {
            for (int t = 0; t < categories; t++) {
                double sum = Arrays.stream(called[r][t]).sum();
                double[] row = sum > 0 ? called[r][t] : overall[r].clone();
                double all = sum > 0 ? sum : Arrays.stream(row).sum();
                for (int c = 0; c < categories; c++) {
                    row[c] = all > 0 ? row[c] / all : 1.0 / categories;
                }
                called[r][t] = row;
            }
        }
        return called;
    }

    /// The share of a true category with a bootstrap percentile interval over subjects. Replicates start from the fit to
    /// all subjects, so that categories keep their meaning.
    ///
    /// @param plan draws subjects (rows)
    public static Estimate prevalence(
            String name, int[][] rating, int categories, int category, Bootstrap.Plan plan, double confidence) {
        return estimate(name, rating, categories, plan, confidence, fit -> fit.prevalence[category]);
    }

    /// Of subjects that are truly `category` the share that a rater calls `given`, with a bootstrap percentile interval
    /// over subjects: with `given` the same, a sensitivity without a reference standard.
    public static Estimate called(
            String name, int[][] rating, int categories, int rater, int category, int given, Bootstrap.Plan plan,
            double confidence) {
        return estimate(name, rating, categories, plan, confidence, fit -> fit.called[rater][category][given]);
    }

    private static Estimate estimate(
            String name, int[][] rating, int categories, Bootstrap.Plan plan, double confidence,
            ToDoubleFunction<DawidSkene> what) {
        Require.sameLength(rating.length, plan.rows(), "rows of the plan");
        DawidSkene all = fit(rating, categories);
        Patterns patterns = Patterns.of(rating);
        double[][] start = new double[patterns.rating.length][];
        for (int i = 0; i < rating.length; i++) {
            start[patterns.of[i]] = all.posterior[i];
        }
        double[] replicates = Bootstrap.column(
                Bootstrap.replicate(
                        plan,
                        counts -> new double[] {
                            what.applyAsDouble(
                                    fit(patterns.rating, categories, patterns.counts(counts), start, COARSE))
                        }),
                0);
        return Bootstrap.percentile(name, what.applyAsDouble(all), replicates, confidence, plan).within(0, 1);
    }
}
