package org.realfm.stats.sequential;

import org.realfm.stats.GaussLegendre;
import org.realfm.stats.StandardNormal;

/// A Brownian motion B with drift, B(t) ~ N(drift t, t), of those paths that have crossed no boundary yet: where they
/// are at information t, as masses at the nodes of a quadrature.
///
/// Source: Armitage, McPherson & Rowe 1969, doi:10.2307/2343787 (the recursion).
@SuppressWarnings("ArrayRecordComponent")
record Continuation(double t, double drift, double[] node, double[] mass) {

    private static final GaussLegendre RULE = GaussLegendre.of(12);
    /// Beyond so many standard deviations there is nothing.
    private static final double REACH = 9;
    private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

    static Continuation start(double drift) {
        return new Continuation(0, drift, new double[1], new double[] {1});
    }

    /// The probability of having crossed nothing before, and of Z = B/sqrt(t) >= z at the next look.
    double above(double next, double z) {
        double root = Math.sqrt(next - t);
        double sum = 0;
        for (int i = 0; i < node.length; i++) {
            sum += mass[i] * StandardNormal.cumulative((node[i] + drift * (next - t) - z * Math.sqrt(next)) / root);
        }
        return sum;
    }

    /// The probability of having crossed nothing before, and of Z <= z at the next look.
    double below(double next, double z) {
        double root = Math.sqrt(next - t);
        double sum = 0;
        for (int i = 0; i < node.length; i++) {
            sum += mass[i] * StandardNormal.cumulative((z * Math.sqrt(next) - node[i] - drift * (next - t)) / root);
        }
        return sum;
    }

    /// Those that are strictly between the boundaries at the next look.
    ///
    /// @param scale the smaller of the increments of information before and after that look, for the fineness of the
    ///              quadrature
    Continuation between(double next, double lower, double upper, double scale) {
        double root = Math.sqrt(next);
        double low = Math.max(lower * root, drift * next - REACH * root);
        double high = Math.min(upper * root, drift * next + REACH * root);
        if (low >= high) {
            return new Continuation(next, drift, new double[0], new double[0]);
        }
        int panels = (int) Math.ceil((high - low) / (1.5 * Math.sqrt(scale)));
        GaussLegendre rule = RULE.over(low, high, Math.max(2, panels));
        double step = Math.sqrt(next - t);
        double[] masses = new double[rule.node().length];
        for (int k = 0; k < masses.length; k++) {
            double density = 0;
            for (int i = 0; i < node.length; i++) {
                double z = (rule.node()[k] - node[i] - drift * (next - t)) / step;
                density += mass[i] * Math.exp(-0.5 * z * z);
            }
            masses[k] = rule.weight()[k] * density / (step * ROOT_TWO_PI);
        }
        return new Continuation(next, drift, rule.node(), masses);
    }
}
