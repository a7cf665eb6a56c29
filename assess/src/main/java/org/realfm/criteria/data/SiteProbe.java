package org.realfm.criteria.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.realfm.models.Output;
import org.realfm.run.Stimulus;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Estimate;
import org.realfm.stats.Permutation;
import org.realfm.stats.RankedScores;
import org.realfm.stats.SplitMix;

/// Can one tell the site from the model's features? Ridge regression of a site's indicator on standardised features,
/// each patient predicted without itself (the leave-one-out residual of a linear smoother with hat matrix H is
/// (y - Hy)_i / (1 - h_ii)), and the AUROC of that prediction, averaged over sites by their size.
final class SiteProbe {

    /// Patients beyond these are left out, drawn at random: the hat matrix grows with the square.
    private static final int MOST = 600;

    private static final int FEWEST = 20;
    private static final int PERMUTATIONS = 199;
    private static final double RIDGE = 1;

    private SiteProbe() {}

    /// The AUROC and its permutation p-value; empty without features, or with fewer than two sites of 20 patients.
    static List<Estimate> of(SubjectEvidence evidence, int[] rows, int[] site, long seed) {
        if (!evidence.interactive()) {
            return List.of(); // a table has no features, and looking for them in a million cases takes its time
        }
        int[] order = IntStream.range(0, rows.length)
                .filter(i -> site[i] >= 0 && features(evidence, rows[i]).length > 0)
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
        DMatrixRMaj hat = hat(standardised(evidence, rows, used));
        int[] label = IntStream.of(used).map(i -> site[i]).toArray();
        Permutation.Result result = Permutation.test(
                new int[used.length], PERMUTATIONS, seed, from -> auroc(hat, label, from, large));
        double auroc = result.observed();
        return List.of(
                new Estimate(
                        String.format(Locale.ROOT, "auroc of telling the site from the features, %d sites", large.length),
                        auroc, auroc, auroc, 1, "ridge, leave one out", used.length),
                Estimate.exact("p of telling the site from the features", result.p(), PERMUTATIONS));
    }

    private static float[] features(SubjectEvidence evidence, int row) {
        return evidence.output(Stimulus.of(row))
                .map(output -> output instanceof Output.Scores scores ? scores.embedding() : new float[0])
                .orElse(new float[0]);
    }

    /// Features with mean 0 and standard deviation 1, beside a column of ones; constant features are left out.
    private static DMatrixRMaj standardised(SubjectEvidence evidence, int[] rows, int[] used) {
        int width = features(evidence, rows[used[0]]).length;
        List<double[]> columns = new ArrayList<>();
        for (int c = 0; c < width; c++) {
            int column = c;
            double[] values = IntStream.of(used)
                    .mapToDouble(i -> {
                        float[] own = features(evidence, rows[i]);
                        return column < own.length ? own[column] : 0;
                    })
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
        DMatrixRMaj x = new DMatrixRMaj(used.length, columns.size() + 1);
        for (int i = 0; i < used.length; i++) {
            x.set(i, 0, 1);
            for (int c = 0; c < columns.size(); c++) {
                x.set(i, c + 1, columns.get(c)[i]);
            }
        }
        return x;
    }

    /// X (X'X + ridge)^-1 X', the intercept without penalty.
    private static DMatrixRMaj hat(DMatrixRMaj x) {
        DMatrixRMaj gram = new DMatrixRMaj(x.numCols, x.numCols);
        CommonOps_DDRM.multTransA(x, x, gram);
        for (int c = 1; c < x.numCols; c++) {
            gram.add(c, c, RIDGE * x.numRows / 100.0);
        }
        CommonOps_DDRM.invert(gram);
        DMatrixRMaj left = new DMatrixRMaj(x.numRows, x.numCols);
        CommonOps_DDRM.mult(x, gram, left);
        DMatrixRMaj hat = new DMatrixRMaj(x.numRows, x.numRows);
        CommonOps_DDRM.multTransB(left, x, hat);
        return hat;
    }

    private static double auroc(DMatrixRMaj hat, int[] label, int[] from, int[] sites) {
        int n = label.length;
        double sum = 0;
        double weight = 0;
        for (int s : sites) {
            boolean[] is = new boolean[n];
            DMatrixRMaj y = new DMatrixRMaj(n, 1);
            for (int i = 0; i < n; i++) {
                is[i] = label[from[i]] == s;
                y.set(i, is[i] ? 1 : 0);
            }
            DMatrixRMaj fitted = new DMatrixRMaj(n, 1);
            CommonOps_DDRM.mult(hat, y, fitted);
            double[] score = new double[n];
            int size = 0;
            for (int i = 0; i < n; i++) {
                double leverage = Math.min(hat.get(i, i), 0.999);
                score[i] = y.get(i) - (y.get(i) - fitted.get(i)) / (1 - leverage);
                size += is[i] ? 1 : 0;
            }
            sum += size * RankedScores.of(score, is).auroc();
            weight += size;
        }
        return sum / weight;
    }
}
