package org.realfm.stats.sequential;

import org.realfm.stats.Require;
import org.realfm.stats.StandardNormal;

/// How much of the error alpha of one side may have been spent when a share t of the planned information is there:
/// increasing in t, 0 at 0 and alpha from 1 on.
///
/// With a spending function neither the number nor the times of the looks need be fixed in advance, as long as they do
/// not depend on what was seen. Of a two-sided error each half is spent by itself, as gsDesign and ldbounds do.
///
/// Source: Lan & DeMets 1983, doi:10.1093/biomet/70.3.659.
@FunctionalInterface
public interface Spending {

    /// What may have been spent of `alpha` at information `t`, at least 0.
    double spent(double alpha, double t);

    /// 2 - 2 Phi(z_{alpha/2} / sqrt(t)): very little early on, so that the last look is nearly that of a fixed sample.
    /// The boundaries resemble those of O'Brien & Fleming 1979.
    static Spending obrienFleming() {
        return (alpha, t) -> {
            if (t <= 0) {
                return 0;
            }
            double z = StandardNormal.quantile(alpha / 2);
            return t >= 1 ? alpha : 2 * StandardNormal.cumulative(z / Math.sqrt(t));
        };
    }

    /// alpha ln(1 + (e - 1) t): about as much at each look. The boundaries resemble those of Pocock 1977.
    static Spending pocock() {
        return (alpha, t) -> t >= 1 ? alpha : alpha * Math.log1p((Math.E - 1) * Math.max(0, t));
    }

    /// alpha t^rho: between the two above for rho from about 1 to 3.
    ///
    /// Source: Kim & DeMets 1987, doi:10.1093/biomet/74.1.149.
    static Spending power(double rho) {
        Require.that(rho > 0, "rho must be positive, found " + rho);
        return (alpha, t) -> t >= 1 ? alpha : alpha * Math.pow(Math.max(0, t), rho);
    }
}
