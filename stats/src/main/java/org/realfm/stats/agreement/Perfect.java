package org.realfm.stats.agreement;

import org.realfm.stats.Estimate;

/// The interval of a chance-corrected coefficient where every subject was agreed on.
final class Perfect {

    private Perfect() {}

    /// 1, down to (p - pe) / (1 - pe) with p the Clopper-Pearson limit of n agreements in n subjects.
    ///
    /// @param chance pe, below 1
    static Estimate estimate(String name, double chance, long n, double confidence) {
        double limit = Math.pow((1 - confidence) / 2, 1.0 / n);
        return new Estimate(
                name, 1, Math.max(-1, (limit - chance) / (1 - chance)), 1, confidence,
                "exact binomial on subjects (perfect agreement)", n);
    }
}
