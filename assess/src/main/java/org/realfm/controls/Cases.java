package org.realfm.controls;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.realfm.imaging.Image2D;
import org.realfm.stats.Seeds;
import org.realfm.stats.SplitMix;

/// Random cases, half of them sick, with a logit score of normal distribution: mean +d among the sick, -d among the well,
/// standard deviation 1.
///
/// @param truth 0 or 1
/// @param logit of the score
@SuppressWarnings("ArrayRecordComponent")
record Cases(int[] truth, double[] logit) {

    /// What a lesion adds to the logit of a well case.
    static final double LESION = 3;

    /// A picture for each row, all different and as small as can be.
    static final IntFunction<Image2D> PICTURES = row -> Image2D.of(1, 1, 1, 65_535, new float[] {row});

    static Cases draw(int n, double d, long seed) {
        SplitMix random = new SplitMix(Seeds.derive(seed, "cases", n));
        int[] truth = new int[n];
        double[] logit = new double[n];
        for (int i = 0; i < n; i++) {
            truth[i] = i % 2;
            logit[i] = (truth[i] == 1 ? d : -d) + random.nextGaussian();
        }
        return new Cases(truth, logit);
    }

    static double expit(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    static double[] risk(double[] logits) {
        return Arrays.stream(logits).map(Cases::expit).toArray();
    }
}
