package org.realfm.criteria.technical;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.realfm.controls.Synthetic;
import org.realfm.stats.SplitMix;

/// Patients whose risks are right: logit(risk) is normal.
///
/// @param truth 0 or 1
/// @param risk  probability of the condition
@SuppressWarnings("ArrayRecordComponent")
record Drawn(int[] truth, double[] risk) {

    static Drawn of(int n, double mean, double deviation, long seed) {
        SplitMix random = new SplitMix(seed);
        double[] risk = new double[n];
        int[] truth = new int[n];
        for (int i = 0; i < n; i++) {
            risk[i] = expit(mean + deviation * random.nextGaussian());
            truth[i] = random.nextDouble() < risk[i] ? 1 : 0;
        }
        return new Drawn(truth, risk);
    }

    Synthetic study() {
        return Synthetic.cases(truth).score(risk);
    }

    /// Risks after a change of their logits.
    double[] logits(double times, IntToDoubleFunction plus) {
        return IntStream.range(0, risk.length)
                .mapToDouble(i -> expit(times * Math.log(risk[i] / (1 - risk[i])) + plus.applyAsDouble(i)))
                .toArray();
    }

    /// Risks, with those of some rows replaced.
    double[] with(double value, int... rows) {
        double[] changed = risk.clone();
        Arrays.stream(rows).forEach(row -> changed[row] = value);
        return changed;
    }

    String[] labels(IntFunction<String> label) {
        return IntStream.range(0, risk.length).mapToObj(label).toArray(String[]::new);
    }

    private static double expit(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
