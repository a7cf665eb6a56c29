package org.realfm.bench;

import org.realfm.stats.SplitMix;
import org.realfm.stats.StandardNormal;

/// Scores of cases with and without a condition, as in a validation: normal, a standard deviation apart, 30% positive.
///
/// @param score   of each row
/// @param truth   of each row
/// @param patient of each row; two rows each
@SuppressWarnings("ArrayRecordComponent")
record Sample(double[] score, boolean[] truth, int[] patient) {

    static Sample of(int rows, long seed) {
        SplitMix random = new SplitMix(seed);
        double[] score = new double[rows];
        boolean[] truth = new boolean[rows];
        int[] patient = new int[rows];
        for (int i = 0; i < rows; i++) {
            truth[i] = random.nextDouble() < 0.3;
            score[i] = random.nextGaussian() + (truth[i] ? 1 : 0);
            patient[i] = i / 2;
        }
        return new Sample(score, truth, patient);
    }

    /// The same with probabilities for scores.
    Sample risks() {
        double[] risk = new double[score.length];
        for (int i = 0; i < risk.length; i++) {
            risk[i] = StandardNormal.expit(score[i] - 1);
        }
        return new Sample(risk, truth, patient);
    }
}
