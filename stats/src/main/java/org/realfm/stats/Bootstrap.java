package org.realfm.stats;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// The bootstrap of patients within strata.
///
/// A [Plan] says who can be drawn. A statistic is a function of `counts`: for each row, how often it is in the
/// replicate; the point estimate is the statistic at all ones. Several statistics evaluated on the same counts are
/// joint. Replicate b is drawn by a generator seeded from (seed, b), so results do not depend on threads or order.
///
/// Of more than 65,536 patients blocks are drawn instead of patients, see [#plan(int\[\], int\[\], int, long)].
///
/// A statistic may return NaN on a replicate where it is undefined; such replicates are left out of intervals, and more
/// than one in twenty of them is an IllegalArgumentException. Where every stratum has one patient no replicate can differ,
/// and the interval is unbounded. A statistic that has the same value on every replicate (complete separation, no event)
/// gets an interval of no width, which is no certainty: kernels that know the case have an exact limit for it.
///
/// Sources: Efron 1987, doi:10.1080/01621459.1987.10478410; Davison & Hinkley 1997, doi:10.1017/CBO9780511802843.
public final class Bootstrap {

    /// Replicates of ordinary criteria.
    public static final int REPLICATES = 2_000;

    private static final int FEWEST_REPLICATES = 200;
    private static final long ROWS_DRAWN = 20_000_000;
    private static final int MOST_DRAWN = 65_536;
    private static final int FEWEST_BLOCKS = 1_024;

    /// Fewer patients than this in a class, and a bootstrap interval is not to be trusted: see [#smallestClass].
    public static final int MINIMUM_PER_CLASS = 20;

    private static final double UNDEFINED_SHARE = 0.05;

    private Bootstrap() {}

    /// Who can be drawn: clusters (patients) within strata, how often and from which seed.
    public static final class Plan {

        private final Clusters clusters;
        private final int[] unit;
        private final int[][] units;
        private final int[][] strata;
        private final int replicates;
        private final long seed;

        /// @param strata the patients of each stratum
        /// @param unit   for each row what is drawn: its patient, or a block of patients
        /// @param units  what is drawn in each stratum
        private Plan(Clusters clusters, int[][] strata, int[] unit, int[][] units, int replicates, long seed) {
            this.clusters = clusters;
            this.strata = strata;
            this.unit = unit;
            this.units = units;
            this.replicates = replicates;
            this.seed = seed;
        }

        public int replicates() {
            return replicates;
        }

        public int rows() {
            return clusters.rows();
        }

        public int clusters() {
            return clusters.count();
        }

        Clusters patients() {
            return clusters;
        }

        /// Whether replicates can differ: some stratum has two patients.
        public boolean varies() {
            return Arrays.stream(strata).anyMatch(stratum -> stratum.length > 1);
        }

        void requireSpread() {
            Require.that(varies(), "a bootstrap band needs a stratum with at least two patients");
        }

        /// How many patients have a row of the class `of`.
        public int clusters(boolean[] truth, boolean of) {
            Require.sameLength(rows(), truth.length, "truth");
            boolean[] has = new boolean[clusters.count()];
            for (int i = 0; i < truth.length; i++) {
                has[clusters.of()[i]] |= truth[i] == of;
            }
            return Auroc.count(has);
        }

        /// The most independent pairs of a positive and a negative that the patients form.
        public int disjointPairs(boolean[] truth) {
            return Math.min(clusters.count() / 2, Math.min(clusters(truth, true), clusters(truth, false)));
        }

        /// How often each row is in replicate `b`: as many patients as the stratum has are drawn with replacement.
        public int[] counts(int b) {
            return spread(drawn(b));
        }

        /// How often each unit is in replicate `b`; a unit is a patient, or of very many patients a block of them.
        int[] drawn(int b) {
            SplitMix random = Seeds.generator(seed, "bootstrap", b);
            int[] drawn = new int[count()];
            for (int[] stratum : units) {
                for (int i = 0; i < stratum.length; i++) {
                    drawn[stratum[random.nextInt(stratum.length)]]++;
                }
            }
            return drawn;
        }

        /// How many units there are.
        int count() {
            return Arrays.stream(units).mapToInt(stratum -> stratum.length).sum();
        }

        /// The unit of a row.
        int unitOf(int row) {
            return unit[row];
        }

        /// The rows of replicate `b`, ascending, each as often as it was drawn.
        public int[] rows(int b) {
            int[] counts = counts(b);
            return IntStream.range(0, counts.length)
                    .flatMap(i -> IntStream.range(0, counts[i]).map(j -> i))
                    .toArray();
        }

        /// Weights of the Bayesian bootstrap (Rubin 1981): flat Dirichlet over the patients of each stratum, scaled so
        /// that a stratum's patients weigh as many as they are.
        public double[] weights(int b) {
            SplitMix random = Seeds.generator(seed, "bayesian-bootstrap", b);
            double[] weight = new double[count()];
            for (int[] stratum : units) {
                double sum = 0;
                for (int c : stratum) {
                    weight[c] = random.nextExponential();
                    sum += weight[c];
                }
                for (int c : stratum) {
                    weight[c] *= stratum.length / sum;
                }
            }
            return Arrays.stream(unit).mapToDouble(u -> weight[u]).toArray();
        }

        /// The counts of the sample itself.
        public int[] ones() {
            int[] ones = new int[rows()];
            Arrays.fill(ones, 1);
            return ones;
        }

        /// The counts with one patient left out.
        public int[] without(int cluster) {
            int[] counts = ones();
            for (int i = 0; i < counts.length; i++) {
                counts[i] = clusters.of()[i] == cluster ? 0 : 1;
            }
            return counts;
        }

        private int[] spread(int[] drawn) {
            int[] counts = new int[rows()];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = drawn[unit[i]];
            }
            return counts;
        }
    }

    /// Clusters drawn within strata. A cluster whose rows lie in several strata is drawn among the clusters with the
    /// same set of strata. Of more than 65,536 clusters those of a stratum are dealt at random into blocks, 65,536 in all,
    /// which are drawn as one: that costs less, and estimates the same variance.
    ///
    /// @param cluster    for each row the patient
    /// @param stratum    for each row the stratum, usually site x outcome
    /// @param replicates how many, at least 1
    /// @param seed       see [Seeds]
    public static Plan plan(int[] cluster, int[] stratum, int replicates, long seed) {
        Require.sameLength(cluster.length, stratum.length, "stratum");
        Require.notEmpty(cluster.length, "bootstrap sample");
        Require.notEmpty(replicates, "replicates");
        Clusters clusters = Clusters.of(cluster);
        int[][] strata = members(clusters, stratum).values().stream()
                .map(list -> list.build().toArray())
                .toArray(int[][]::new);
        return clusters.count() <= MOST_DRAWN
                ? new Plan(clusters, strata, clusters.of(), strata, replicates, seed)
                : blocks(clusters, strata, replicates, seed);
    }

    /// Of very many patients those of a stratum are dealt, at random, into blocks of equal size (but for one patient) that
    /// are drawn as one. The mean of a block of independent patients is independent of the others' and has their variance over its size,
    /// so that the blocks' bootstrap has the patients' variance, estimated with as many degrees of freedom as there are
    /// blocks. A stratum keeps 1,024 at least, if it has as many patients.
    private static Plan blocks(Clusters clusters, int[][] strata, int replicates, long seed) {
        int[] blockOf = new int[clusters.count()];
        int[][] blocks = new int[strata.length][];
        int first = 0;
        for (int s = 0; s < strata.length; s++) {
            int patients = strata[s].length;
            int wanted = (int) ((long) MOST_DRAWN * patients / clusters.count());
            int count = Math.min(patients, Math.max(FEWEST_BLOCKS, wanted));
            int[] dealt = strata[s].clone();
            Seeds.generator(seed, "blocks", s).shuffle(dealt);
            for (int k = 0; k < patients; k++) {
                blockOf[dealt[k]] = first + k % count;
            }
            blocks[s] = IntStream.range(first, first + count).toArray();
            first += count;
        }
        int[] of = Arrays.stream(clusters.of()).map(c -> blockOf[c]).toArray();
        return new Plan(clusters, strata, of, blocks, replicates, seed);
    }

    /// The clusters of each set of strata. Most clusters lie in one stratum, and only the others get a set of their own.
    private static Map<String, IntStream.Builder> members(Clusters clusters, int[] stratum) {
        int[] first = new int[clusters.count()];
        boolean[] seen = new boolean[first.length];
        Map<Integer, TreeSet<Integer>> several = new HashMap<>();
        for (int i = 0; i < stratum.length; i++) {
            int c = clusters.of()[i];
            if (!seen[c]) {
                seen[c] = true;
                first[c] = stratum[i];
            } else if (stratum[i] != first[c]) {
                several.computeIfAbsent(c, key -> new TreeSet<>(Set.of(first[c]))).add(stratum[i]);
            }
        }
        Map<Integer, IntStream.Builder> alone = new HashMap<>();
        Map<String, IntStream.Builder> members = new TreeMap<>();
        for (int c = 0; c < first.length; c++) {
            TreeSet<Integer> set = several.get(c);
            IntStream.Builder own = set == null
                    ? alone.computeIfAbsent(first[c], key -> IntStream.builder())
                    : members.computeIfAbsent(set.toString(), key -> IntStream.builder());
            own.add(c);
        }
        alone.forEach((only, own) -> members.put("[" + only + "]", own));
        return members;
    }

    /// Clusters drawn within the classes of a truth.
    public static Plan plan(int[] cluster, boolean[] truth, int replicates, long seed) {
        return plan(cluster, classes(truth), replicates, seed);
    }

    /// Clusters drawn without strata.
    public static Plan plan(int[] cluster, int replicates, long seed) {
        return plan(cluster, new int[cluster.length], replicates, seed);
    }

    private static int[] classes(boolean[] truth) {
        int[] classes = new int[truth.length];
        for (int i = 0; i < truth.length; i++) {
            classes[i] = truth[i] ? 1 : 0;
        }
        return classes;
    }

    /// How many replicates of this many rows can be afforded: those wanted up to 20 million rows in all, then fewer, at
    /// least 200. The ends of a percentile interval from B replicates vary by about 2.7/sqrt(B) of a standard error (Davison
    /// & Hinkley 1997, section 2.5.2: sqrt(p (1 - p)/B) over the density at the quantile), 0.19 of it for 200; and the
    /// standard error itself shrinks with the root of the rows.
    public static int affordable(int wanted, int rows) {
        return (int) Math.min(wanted, Math.max(FEWEST_REPLICATES, ROWS_DRAWN / Math.max(1, rows)));
    }

    /// How many patients the smaller class has; compare with [#MINIMUM_PER_CLASS].
    public static int smallestClass(int[] cluster, boolean[] truth) {
        Require.sameLength(cluster.length, truth.length, "truth");
        Clusters clusters = Clusters.of(cluster);
        BitSet positive = new BitSet();
        BitSet negative = new BitSet();
        for (int i = 0; i < truth.length; i++) {
            (truth[i] ? positive : negative).set(clusters.of()[i]);
        }
        return Math.min(positive.cardinality(), negative.cardinality());
    }

    /// Evaluates several statistics on every replicate, in parallel.
    ///
    /// @return `[replicate][statistic]`
    public static double[][] replicate(Plan plan, Function<int[], double[]> statistics) {
        return IntStream.range(0, plan.replicates)
                .parallel()
                .mapToObj(b -> statistics.apply(plan.counts(b)))
                .toArray(double[][]::new);
    }

    /// Evaluates several statistics with each patient left out in turn.
    ///
    /// @return `[cluster][statistic]`
    public static double[][] jackknife(Plan plan, Function<int[], double[]> statistics) {
        return IntStream.range(0, plan.clusters())
                .parallel()
                .mapToObj(c -> statistics.apply(plan.without(c)))
                .toArray(double[][]::new);
    }

    /// Point estimate and percentile interval of one statistic.
    public static Estimate percentile(
            String name, Plan plan, ToDoubleFunction<int[]> statistic, double confidence) {
        double[][] replicates = replicate(plan, counts -> new double[] {statistic.applyAsDouble(counts)});
        double value = statistic.applyAsDouble(plan.ones());
        return percentile(name, value, column(replicates, 0), confidence, plan);
    }

    /// Percentile interval from replicates; widened to hold the point estimate where a biased statistic leaves it out. For
    /// the mean of a skewed sample it is too narrow (90% for 60 lognormal values): take [#studentised] there.
    ///
    /// @param n the number of patients
    public static Estimate percentile(
            String name, double value, double[] replicates, double confidence, long n) {
        Require.confidence(confidence);
        double[] sorted = defined(name, replicates);
        double lower = Quantiles.weibull(sorted, (1 - confidence) / 2);
        double upper = Quantiles.weibull(sorted, (1 + confidence) / 2);
        return new Estimate(
                name, value, Math.min(lower, value), Math.max(upper, value), confidence, "bootstrap percentile", n);
    }

    /// Percentile interval from the replicates of a plan; unbounded where the plan can draw one sample only.
    public static Estimate percentile(
            String name, double value, double[] replicates, double confidence, Plan plan) {
        return plan.varies()
                ? percentile(name, value, replicates, confidence, plan.clusters())
                : unbounded(name, value, confidence, plan);
    }

    private static Estimate unbounded(String name, double value, double confidence, Plan plan) {
        return new Estimate(
                name, value, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, confidence,
                "bootstrap; one patient in every stratum, no variance", plan.clusters());
    }

    /// Point estimate and bias-corrected accelerated interval of one smooth statistic; costs one more evaluation a
    /// patient (jackknife).
    public static Estimate bca(String name, Plan plan, ToDoubleFunction<int[]> statistic, double confidence) {
        Function<int[], double[]> one = counts -> new double[] {statistic.applyAsDouble(counts)};
        double[][] replicates = replicate(plan, one);
        double acceleration = acceleration(plan, column(jackknife(plan, one), 0));
        double value = statistic.applyAsDouble(plan.ones());
        if (!plan.varies()) {
            return unbounded(name, value, confidence, plan);
        }
        return bca(name, value, column(replicates, 0), acceleration, confidence, plan.clusters());
    }

    /// Bias-corrected accelerated interval from replicates. Where the point estimate lies outside all replicates the
    /// bias cannot be estimated, and the percentile interval is returned under its own name.
    public static Estimate bca(
            String name, double value, double[] replicates, double acceleration, double confidence, long n) {
        Require.confidence(confidence);
        double[] sorted = defined(name, replicates);
        double below = 0;
        for (double r : sorted) {
            below += r < value ? 1 : r == value ? 0.5 : 0;
        }
        double bias = StandardNormal.quantile(below / sorted.length);
        if (!Double.isFinite(bias)) {
            return percentile(name, value, replicates, confidence, n);
        }
        double lower = Quantiles.weibull(sorted, shifted((1 - confidence) / 2, bias, acceleration));
        double upper = Quantiles.weibull(sorted, shifted((1 + confidence) / 2, bias, acceleration));
        return new Estimate(
                name, value, Math.min(lower, value), Math.max(upper, value), confidence, "bootstrap BCa", n);
    }

    /// Studentised (bootstrap-t) interval of one statistic that gives its own standard error:
    /// [value - t_(1-a) SE, value - t_(a) SE] with the quantiles t of (replicate - value) / (its standard error).
    ///
    /// @param statistic of counts: the value and its standard error
    public static Estimate studentised(
            String name, Plan plan, Function<int[], double[]> statistic, double confidence) {
        double[] sample = statistic.apply(plan.ones());
        if (!plan.varies()) {
            return unbounded(name, sample[0], confidence, plan);
        }
        double[][] replicates = replicate(plan, statistic);
        return studentised(
                name, sample[0], sample[1], column(replicates, 0), column(replicates, 1), confidence, plan.clusters());
    }

    /// Studentised (bootstrap-t) interval from replicates and their standard errors. A replicate without a positive
    /// standard error is left out as undefined.
    ///
    /// @param standardError   of the sample; where it is 0 the interval has no width
    /// @param replicateErrors one for each replicate
    ///
    /// Source: Efron & Tibshirani 1993, section 12.5; Davison & Hinkley 1997, section 5.2.1.
    public static Estimate studentised(
            String name, double value, double standardError, double[] replicates, double[] replicateErrors,
            double confidence, long n) {
        Require.confidence(confidence);
        Require.sameLength(replicates.length, replicateErrors.length, "replicate errors");
        Require.that(
                standardError >= 0 && Double.isFinite(standardError),
                name + ": standard error must be finite and not negative, found " + standardError);
        if (standardError == 0) {
            return new Estimate(name, value, value, value, confidence, "bootstrap-t; no variance", n);
        }
        double[] t = new double[replicates.length];
        Arrays.setAll(t, b -> replicateErrors[b] > 0 ? (replicates[b] - value) / replicateErrors[b] : Double.NaN);
        double[] sorted = defined(name, t);
        double lower = value - Quantiles.weibull(sorted, (1 + confidence) / 2) * standardError;
        double upper = value - Quantiles.weibull(sorted, (1 - confidence) / 2) * standardError;
        return new Estimate(
                name, value, Math.min(lower, value), Math.max(upper, value), confidence, "bootstrap-t", n);
    }

    private static double shifted(double p, double bias, double acceleration) {
        double moved = bias + StandardNormal.quantile(p);
        double scale = 1 - acceleration * moved;
        return scale > 0 ? StandardNormal.cumulative(bias + moved / scale) : p;
    }

    /// The acceleration from jackknife values: sum l^3 / (6 (sum l^2)^1.5) with the influence of patient j of stratum s
    /// l = (n_s - 1)/n_s x (mean of the stratum's jackknife values - value without j).
    public static double acceleration(Plan plan, double[] jackknife) {
        Require.sameLength(plan.clusters(), jackknife.length, "jackknife");
        double cubes = 0;
        double squares = 0;
        for (int[] stratum : plan.strata) {
            double[] values = Arrays.stream(stratum)
                    .mapToDouble(c -> jackknife[c])
                    .filter(v -> !Double.isNaN(v))
                    .toArray();
            double mean = Arrays.stream(values).average().orElse(0);
            for (double v : values) {
                double l = (mean - v) * (values.length - 1) / values.length;
                squares += l * l;
                cubes += l * l * l;
            }
        }
        return squares > 0 ? cubes / (6 * Math.pow(squares, 1.5)) : 0;
    }

    /// One statistic's replicates.
    public static double[] column(double[][] replicates, int statistic) {
        return Arrays.stream(replicates).mapToDouble(r -> r[statistic]).toArray();
    }

    /// Standard deviation over replicates, for each statistic.
    public static double[] standardErrors(double[][] replicates) {
        return IntStream.range(0, replicates[0].length)
                .mapToDouble(k -> Mean.standardDeviation(defined("standard error", column(replicates, k))))
                .toArray();
    }

    /// The defined replicates, ascending.
    private static double[] defined(String name, double[] replicates) {
        double[] kept =
                Arrays.stream(replicates).filter(r -> !Double.isNaN(r)).sorted().toArray();
        Require.that(
                kept.length > 0 && kept.length >= (1 - UNDEFINED_SHARE) * replicates.length,
                name + ": undefined on " + (replicates.length - kept.length) + " of " + replicates.length
                        + " bootstrap replicates");
        return kept;
    }
}
