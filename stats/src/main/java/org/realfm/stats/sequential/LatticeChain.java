package org.realfm.stats.sequential;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.realfm.stats.Require;

/// The mean run length of a CUSUM from S = 0, by a Markov chain on equally spaced values of S: where a step ends
/// between two of them, each is reached with the probability that keeps the mean.
final class LatticeChain {

    private final int states;
    private final double unit;
    private final DMatrixRMaj system;

    /// @param states    values of S, from 0 to just below the threshold
    /// @param threshold where it signals
    LatticeChain(int states, double threshold) {
        this.states = states;
        this.unit = threshold / states;
        this.system = CommonOps_DDRM.identity(states);
    }

    /// Adds a step that happens with a probability.
    void add(double score, double probability) {
        for (int i = 0; i < states; i++) {
            double to = Math.max(0, i + score / unit);
            int below = (int) Math.floor(to);
            double share = to - below;
            enter(i, below, probability * (1 - share));
            enter(i, below + 1, probability * share);
        }
    }

    private void enter(int from, int to, double probability) {
        if (to < states) {
            system.add(from, to, -probability);
        }
    }

    double runLength() {
        DMatrixRMaj ones = new DMatrixRMaj(states, 1);
        CommonOps_DDRM.fill(ones, 1);
        DMatrixRMaj length = new DMatrixRMaj(states, 1);
        Require.that(
                CommonOps_DDRM.solve(system, ones, length) && length.get(0) > 0 && Double.isFinite(length.get(0)),
                "the chart never signals, or too rarely to compute how rarely");
        return length.get(0);
    }
}
