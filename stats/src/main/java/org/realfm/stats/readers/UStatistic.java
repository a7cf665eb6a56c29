package org.realfm.stats.readers;

import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.realfm.stats.Require;

/// The analysis of a reader study by U-statistics ("one-shot"): reader-averaged AUROCs whose variance has readers and
/// cases both random, for any design.
///
/// The reader-averaged AUROC of a modality is A = sum s(r, i, j) / number of such triples, over readers r and the pairs
/// of a negative i and a positive j that r read; where readers read different cases, a reader weighs as many pairs as
/// the reader has. s is 1 where the positive scored higher, 1/2 where they tied, else 0. Variances and covariances are
/// those of [Moments].
///
/// Sums over pairs of cases are never formed one by one: for each pair of (reader, modality) columns one sweep in
/// O(n log n), so that the whole costs O((readers x modalities)^2 n log n).
///
/// One reader: reader variance cannot be seen, so the variance is that for this reader alone and the method says so.
/// One case in a class: no variance. A modality without any pair is an IllegalArgumentException.
///
/// Source: Gallas 2006, doi:10.1016/j.acra.2005.11.030; Gallas & Brown 2008, doi:10.1016/j.neunet.2007.12.013 for
/// designs that are not crossed.
public final class UStatistic {

    private final ReaderStudy study;
    private final Column[][] columns;
    private final double[][] joint;

    private UStatistic(ReaderStudy study, Column[][] columns, double[][] joint) {
        this.study = study;
        this.columns = columns;
        this.joint = joint;
    }

    public static UStatistic of(ReaderStudy study) {
        int readers = study.readers();
        Column[][] columns = IntStream.range(0, study.modalities())
                .mapToObj(m -> IntStream.range(0, readers)
                        .parallel()
                        .mapToObj(r -> new Column(study.scores(m, r, false), study.scores(m, r, true)))
                        .toArray(Column[]::new))
                .toArray(Column[][]::new);
        int count = study.modalities() * readers;
        double[][] joint = new double[count][count];
        IntStream.range(0, count).parallel().forEach(a -> {
            Column.Counter counter = new Column.Counter(study.negatives());
            Column first = columns[a / readers][a % readers];
            for (int b = a; b < count && !first.empty(); b++) {
                Column second = columns[b / readers][b % readers];
                joint[a][b] = second.empty() ? 0 : first.jointSuccesses(second, counter);
            }
        });
        for (int a = 0; a < count; a++) {
            for (int b = 0; b < a; b++) {
                joint[a][b] = joint[b][a];
            }
        }
        return new UStatistic(study, columns, joint);
    }

    /// The study that was analysed.
    public ReaderStudy study() {
        return study;
    }

    /// The AUROC of one reader in one modality; empty where the reader did not read both classes in it.
    public OptionalDouble auroc(int modality, int reader) {
        Column c = columns[modality][reader];
        return c.empty() ? OptionalDouble.empty() : OptionalDouble.of(c.auroc());
    }

    /// The reader-averaged AUROC of one modality.
    public double auroc(int modality) {
        double sum = 0;
        double pairs = 0;
        for (Column c : columns[modality]) {
            sum += c.total;
            pairs += (double) c.negatives * c.positives;
        }
        Require.that(pairs > 0, "modality " + modality + " has no reader who read both classes");
        return sum / pairs;
    }

    /// The moments of the covariance of two modalities' reader-averaged AUROCs; of a modality with itself, its variance.
    public Moments moments(int first, int second) {
        auroc(first);
        auroc(second);
        int readers = study.readers();
        double[] successes = new double[Moments.COUNT];
        double[] pairs = new double[Moments.COUNT];
        for (int r = 0; r < readers; r++) {
            Column a = columns[first][r];
            for (int q = 0; q < readers; q++) {
                Column b = columns[second][q];
                double same = joint[first * readers + r][second * readers + q];
                successes[4] += same;
                double[] of = pairs(a, b);
                for (int k = 0; k < of.length; k++) {
                    pairs[k + 4] += of[k];
                    pairs[k] += r == q ? of[k] : 0;
                }
                if (r == q) {
                    successes[0] += same;
                    successes[1] += dot(a.overNegatives, b.overNegatives);
                    successes[2] += dot(a.overPositives, b.overPositives);
                    successes[3] += a.total * b.total;
                }
            }
        }
        successes[5] = dot(sum(first, true), sum(second, true));
        successes[6] = dot(sum(first, false), sum(second, false));
        successes[7] = total(first) * total(second);
        return Moments.of(successes, pairs);
    }

    /// For each case of a class the successes of all readers with all cases of the other.
    private double[] sum(int modality, boolean truth) {
        double[] sum = new double[truth ? study.positives() : study.negatives()];
        for (Column c : columns[modality]) {
            double[] of = truth ? c.overNegatives : c.overPositives;
            for (int k = 0; k < sum.length; k++) {
                sum[k] += of[k];
            }
        }
        return sum;
    }

    private double total(int modality) {
        double sum = 0;
        for (Column c : columns[modality]) {
            sum += c.total;
        }
        return sum;
    }

    private static double[] pairs(Column a, Column b) {
        double i = a.negativesShared(b);
        double j = a.positivesShared(b);
        double all = (double) a.negatives * b.negatives * a.positives * b.positives;
        return new double[] {i * j, j * a.negatives * b.negatives, i * a.positives * b.positives, all};
    }

    /// The unbiased covariance of the AUROCs of two readers (of one with itself: the variance) over cases, for these
    /// readers.
    ///
    /// @return empty where one of them has no AUROC, or there are no pairs of distinct cases
    public OptionalDouble covariance(int firstModality, int firstReader, int secondModality, int secondReader) {
        Column a = columns[firstModality][firstReader];
        Column b = columns[secondModality][secondReader];
        if (a.empty() || b.empty()) {
            return OptionalDouble.empty();
        }
        double[] of = pairs(a, b);
        double distinct = of[0] - of[1] - of[2] + of[3];
        if (distinct <= 0) {
            return OptionalDouble.empty();
        }
        int readers = study.readers();
        double same = joint[firstModality * readers + firstReader][secondModality * readers + secondReader];
        double productOfMeans = same
                - dot(a.overNegatives, b.overNegatives)
                - dot(a.overPositives, b.overPositives)
                + a.total * b.total;
        return OptionalDouble.of(a.total * b.total / of[3] - productOfMeans / distinct);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /// The reader-averaged AUROC of one modality with its variance.
    public Contrast single(int modality, Form form, Degrees degrees) {
        double value = auroc(modality);
        if (study.readers(modality, modality) == 1) {
            return oneReader(value, modality, modality, 0);
        }
        Moments moments = moments(modality, modality);
        OptionalDouble variance =
                moments.estimable() ? OptionalDouble.of(moments.covariance(form)) : OptionalDouble.empty();
        double df =
                switch (degrees) {
                    case NORMAL -> Double.POSITIVE_INFINITY;
                    case BDG -> Satterthwaite.degrees(moments.factors(), moments.factors(), null, variance);
                    case HILLIS -> obuchowskiRockette(modality, modality)
                            .single(0, Sampled.READERS_AND_CASES)
                            .degrees();
                };
        return new Contrast(method(form, degrees), value, variance, df, 0, 1, cases(modality, modality));
    }

    /// The reader-averaged AUROC of `first` minus that of `second`, with its variance.
    public Contrast difference(int first, int second, Form form, Degrees degrees) {
        double value = auroc(first) - auroc(second);
        if (study.readers(first, second) == 1) {
            return oneReader(value, first, second, -1);
        }
        Moments a = moments(first, first);
        Moments b = moments(second, second);
        Moments ab = moments(first, second);
        OptionalDouble variance = a.estimable() && b.estimable() && ab.estimable()
                ? OptionalDouble.of(a.covariance(form) + b.covariance(form) - 2 * ab.covariance(form))
                : OptionalDouble.empty();
        double df =
                switch (degrees) {
                    case NORMAL -> Double.POSITIVE_INFINITY;
                    case BDG -> Satterthwaite.degrees(a.factors(), b.factors(), ab.factors(), variance);
                    case HILLIS -> obuchowskiRockette(first, second)
                            .difference(0, 1, Sampled.READERS_AND_CASES)
                            .degrees();
                };
        return new Contrast(method(form, degrees), value, variance, df, -1, 1, cases(first, second));
    }

    private Contrast oneReader(double value, int first, int second, double least) {
        int r = IntStream.range(0, study.readers())
                .filter(q -> study.readsAnything(first, q) || study.readsAnything(second, q))
                .findFirst()
                .orElseThrow();
        OptionalDouble a = covariance(first, r, first, r);
        OptionalDouble b = covariance(second, r, second, r);
        OptionalDouble ab = covariance(first, r, second, r);
        OptionalDouble variance = a.isEmpty() || b.isEmpty() || ab.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        first == second ? a.getAsDouble() : a.getAsDouble() + b.getAsDouble() - 2 * ab.getAsDouble());
        return new Contrast(
                "U-statistic; one reader, for that reader only", value, variance, Double.POSITIVE_INFINITY, least, 1,
                cases(first, second));
    }

    private static String method(Form form, Degrees degrees) {
        return form.label() + ", " + degrees.label();
    }

    private long cases(int first, int second) {
        return (long) study.cases(first, second, false) + study.cases(first, second, true);
    }

    /// The analysis of Obuchowski and Rockette with the unbiased covariances of the U-statistics, as iMRMC has it.
    ///
    /// @throws IllegalArgumentException where the two modalities are not fully crossed, or a class has one case
    public ObuchowskiRockette obuchowskiRockette(int first, int second) {
        Require.that(
                study.crossed(first, second),
                "Hillis degrees of freedom and the analysis of Obuchowski and Rockette need a fully crossed design");
        int[] readers = IntStream.range(0, study.readers())
                .filter(r -> study.readsAnything(first, r))
                .toArray();
        int[] modalities = first == second ? new int[] {first} : new int[] {first, second};
        double[][] figure = new double[modalities.length][readers.length];
        double[][] covariance = new double[modalities.length * readers.length][modalities.length * readers.length];
        for (int m = 0; m < modalities.length; m++) {
            for (int r = 0; r < readers.length; r++) {
                figure[m][r] = auroc(modalities[m], readers[r]).orElseThrow();
                for (int n = 0; n < modalities.length; n++) {
                    for (int q = 0; q < readers.length; q++) {
                        covariance[m * readers.length + r][n * readers.length + q] = covariance(
                                        modalities[m], readers[r], modalities[n], readers[q])
                                .orElseThrow(() -> new IllegalArgumentException("one case in a class, no variance"));
                    }
                }
            }
        }
        return ObuchowskiRockette.of(figure, covariance, cases(first, second));
    }
}
