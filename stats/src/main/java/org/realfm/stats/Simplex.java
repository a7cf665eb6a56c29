package org.realfm.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.ToDoubleFunction;

/// The simplex method of Nelder & Mead for smooth functions of a few variables without derivatives.
///
/// Source: Nelder & Mead 1965, doi:10.1093/comjnl/7.4.308.
final class Simplex {

    private static final int RESTARTS = 3;
    private static final int STEPS = 5_000;
    private static final double CLOSE = 1e-14;

    /// A corner of the simplex and the function there.
    private record Vertex(double[] at, double value) {

        static Vertex of(ToDoubleFunction<double[]> f, double[] at) {
            return new Vertex(at, f.applyAsDouble(at));
        }
    }

    private Simplex() {}

    /// Where the function is least, as found from `start`. A found minimum is started from again, since a simplex can
    /// collapse before it arrives.
    static double[] minimum(ToDoubleFunction<double[]> f, double[] start) {
        double[] best = start;
        for (int restart = 0; restart < RESTARTS; restart++) {
            best = descend(f, best);
        }
        return best;
    }

    private static double[] descend(ToDoubleFunction<double[]> f, double[] start) {
        int p = start.length;
        Vertex[] simplex = new Vertex[p + 1];
        simplex[0] = Vertex.of(f, start);
        for (int j = 0; j < p; j++) {
            double[] at = start.clone();
            at[j] += Math.max(0.1, 0.2 * Math.abs(at[j]));
            simplex[j + 1] = Vertex.of(f, at);
        }
        for (int step = 0; step < STEPS; step++) {
            Arrays.sort(simplex, Comparator.comparingDouble(Vertex::value));
            Vertex worst = simplex[p];
            if (worst.value - simplex[0].value <= CLOSE * (1 + Math.abs(simplex[0].value))) {
                break;
            }
            double[] centre = new double[p];
            for (int i = 0; i < p; i++) {
                for (int j = 0; j < p; j++) {
                    centre[j] += simplex[i].at[j] / p;
                }
            }
            Vertex reflected = along(f, centre, worst.at, -1);
            if (reflected.value < simplex[0].value) {
                Vertex expanded = along(f, centre, worst.at, -2);
                simplex[p] = expanded.value < reflected.value ? expanded : reflected;
            } else if (reflected.value < simplex[p - 1].value) {
                simplex[p] = reflected;
            } else {
                Vertex contracted = along(f, centre, worst.at, reflected.value < worst.value ? -0.5 : 0.5);
                if (contracted.value < Math.min(reflected.value, worst.value)) {
                    simplex[p] = contracted;
                } else {
                    for (int i = 1; i <= p; i++) {
                        simplex[i] = along(f, simplex[0].at, simplex[i].at, 0.5);
                    }
                }
            }
        }
        return simplex[0].at;
    }

    /// The point at `from + share x (to - from)`.
    private static Vertex along(ToDoubleFunction<double[]> f, double[] from, double[] to, double share) {
        double[] at = new double[from.length];
        Arrays.setAll(at, j -> from[j] + share * (to[j] - from[j]));
        return Vertex.of(f, at);
    }
}
