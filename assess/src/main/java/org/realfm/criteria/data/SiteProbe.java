package org.realfm.criteria.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Estimate;
import org.realfm.stats.Permutation;
import org.realfm.stats.RankedScores;
import org.realfm.stats.SplitMix;

/// Can one tell the site from the model's features? Ridge regression of a site's indicator on standardised features, each
/// patient predicted by what was learned from the other folds, and the AUROC of that prediction within folds
/// ([CrossFitted]), averaged over sites by their size. The half widths are averaged likewise: no more than that is the half
/// width of the mean, however the sites hang together (Cauchy-Schwarz).
/// It is wide: the interval held the truth in all of 400 samples of 90 patients at three sites.
final class SiteProbe {

    /// Patients beyond these are left out, drawn at random: the hat matrix grows with the square.
    private static final int MOST = 600;

    private static final int FEWEST = 20;
    private static final int PERMUTATIONS = 199;
    private static final int FOLDS = 10;
    private static final double RIDGE = 1;

    private SiteProbe() {}

    /// The AUROC and its permutation p-value (U-PERM); empty without features, or with fewer than two sites of 20 patients.
    static List<Estimate> of(SubjectEvidence evidence, int[] rows, int[] site, long seed) {
        if (!evidence.interactive()) {
            return List.of(); // a table has no features, and looking for them in a million cases takes its time
        }
        int[] order = IntStream.range(0, rows.length)
                .filter(i -> site[i] >= 0 && evidence.hasFeatures(rows[i]))
                .toArray();
        new SplitMix(seed).shuffle(order);
        int[] drawn = IntStream.of(order).limit(MOST).sorted().toArray();
        int[] large = IntStream.of(drawn)
                .map(i -> site[i])
                .distinct()
                .sorted()
                .filter(s -> IntStream.of(drawn).filter(i -> site[i] == s).count() >= FEWEST)
                .toArray();
        if (large.length < 2) {
            return List.of();
        }
        int[] used = IntStream.of(drawn)
                .filter(i -> IntStream.of(large).anyMatch(s -> s == site[i]))
                .toArray();
        DMatrixRMaj x = standardised(evidence.features(IntStream.of(used).map(i -> rows[i]).toArray()));
        int[] label = IntStream.of(used).map(i -> site[i]).toArray();
        return List.of(telling(x, label, large, seed), byChance(x, label, large, seed));
    }

    /// The AUROC.
    ///
    /// @param x     features in columns, beside a column of ones
    /// @param label the site of each patient
    /// @param sites of at least [#FEWEST] patients each
    static Estimate telling(DMatrixRMaj x, int[] label, int[] sites, long seed) {
        double auroc = 0;
        double half = 0;
        for (int s : sites) {
            boolean[] here = here(label, s);
            Estimate one = CrossFitted.auroc("auroc", here, seed, fold -> predicted(hat(x, fold), here))
                    .orElseThrow();
            double share = (double) IntStream.of(label).filter(each -> each == s).count() / label.length;
            auroc += share * one.value();
            half += share * Math.max(one.upper() - one.value(), one.value() - one.lower());
        }
        return new Estimate(
                String.format(Locale.ROOT, "auroc of telling the site from the features, %d sites", sites.length),
                auroc, Math.max(0, auroc - half), Math.min(1, auroc + half), CrossFitted.CONFIDENCE,
                "ridge, cross-fitted", label.length);
    }

    /// How often labels that were shuffled within folds are told at least as well.
    static Estimate byChance(DMatrixRMaj x, int[] label, int[] sites, long seed) {
        int[] fold = IntStream.range(0, label.length).map(i -> i % FOLDS).toArray();
        DMatrixRMaj hat = hat(x, fold);
        Permutation.Result result = Permutation.test(fold, PERMUTATIONS, seed, from -> auroc(hat, label, from, sites));
        return Estimate.exact("p of telling the site from the features", result.p(), PERMUTATIONS);
    }

    private static boolean[] here(int[] label, int site) {
        boolean[] here = new boolean[label.length];
        for (int i = 0; i < here.length; i++) {
            here[i] = label[i] == site;
        }
        return here;
    }

    /// Features with mean 0 and standard deviation 1, beside a column of ones; constant features are left out.
    private static DMatrixRMaj standardised(List<float[]> features) {
        int width = features.getFirst().length;
        List<double[]> columns = new ArrayList<>();
        for (int c = 0; c < width; c++) {
            int column = c;
            double[] values = features.stream()
                    .mapToDouble(own -> column < own.length ? own[column] : 0)
                    .toArray();
            double mean = Arrays.stream(values).average().orElse(0);
            double sd = Math.sqrt(Arrays.stream(values)
                    .map(v -> (v - mean) * (v - mean))
                    .average()
                    .orElse(0));
            if (sd > 1e-9 && Double.isFinite(sd)) {
                columns.add(Arrays.stream(values).map(v -> (v - mean) / sd).toArray());
            }
        }
        DMatrixRMaj x = new DMatrixRMaj(features.size(), columns.size() + 1);
        for (int i = 0; i < features.size(); i++) {
            x.set(i, 0, 1);
            for (int c = 0; c < columns.size(); c++) {
                x.set(i, c + 1, columns.get(c)[i]);
            }
        }
        return x;
    }

    /// What the others' labels add to the prediction of each patient: the rows of one fold are X (Z'Z + ridge)^-1 Z', Z the
    /// patients of the other folds, the intercept without penalty; 0 for patients of the same fold.
    private static DMatrixRMaj hat(DMatrixRMaj x, int[] fold) {
        DMatrixRMaj hat = new DMatrixRMaj(x.numRows, x.numRows);
        for (int f = 0; f <= IntStream.of(fold).max().orElseThrow(); f++) {
            int number = f;
            int[] out = IntStream.range(0, fold.length).filter(i -> fold[i] == number).toArray();
            int[] in = IntStream.range(0, fold.length).filter(i -> fold[i] != number).toArray();
            DMatrixRMaj z = rows(x, in);
            DMatrixRMaj gram = new DMatrixRMaj(x.numCols, x.numCols);
            CommonOps_DDRM.multTransA(z, z, gram);
            for (int c = 1; c < x.numCols; c++) {
                gram.add(c, c, RIDGE * in.length / 100.0);
            }
            CommonOps_DDRM.invert(gram);
            DMatrixRMaj left = new DMatrixRMaj(out.length, x.numCols);
            CommonOps_DDRM.mult(rows(x, out), gram, left);
            DMatrixRMaj part = new DMatrixRMaj(out.length, in.length);
            CommonOps_DDRM.multTransB(left, z, part);
            for (int i = 0; i < out.length; i++) {
                for (int j = 0; j < in.length; j++) {
                    hat.set(out[i], in[j], part.get(i, j));
                }
            }
        }
        return hat;
    }

    private static DMatrixRMaj rows(DMatrixRMaj x, int[] of) {
        DMatrixRMaj rows = new DMatrixRMaj(of.length, x.numCols);
        for (int i = 0; i < of.length; i++) {
            System.arraycopy(x.data, of[i] * x.numCols, rows.data, i * x.numCols, x.numCols);
        }
        return rows;
    }

    private static double[] predicted(DMatrixRMaj hat, boolean[] here) {
        DMatrixRMaj y = new DMatrixRMaj(here.length, 1);
        for (int i = 0; i < here.length; i++) {
            y.set(i, here[i] ? 1 : 0);
        }
        DMatrixRMaj fitted = new DMatrixRMaj(here.length, 1);
        CommonOps_DDRM.mult(hat, y, fitted);
        return fitted.data;
    }

    private static double auroc(DMatrixRMaj hat, int[] label, int[] from, int[] sites) {
        int[] shuffled = IntStream.of(from).map(i -> label[i]).toArray();
        double sum = 0;
        for (int s : sites) {
            boolean[] here = here(shuffled, s);
            long size = IntStream.of(shuffled).filter(each -> each == s).count();
            sum += size * RankedScores.of(predicted(hat, here), here).auroc();
        }
        return sum / label.length;
    }
}
