package org.realfm.stats;

/// Nodes and weights of Gauss-Legendre quadrature over [-1, 1], ascending; exact for polynomials of degree 2 n - 1.
///
/// @param node   the zeros of the Legendre polynomial of degree n, by Newton's method
/// @param weight 2 / ((1 - x^2) P'(x)^2)
@SuppressWarnings("ArrayRecordComponent")
public record GaussLegendre(double[] node, double[] weight) {

    /// The rule with n nodes, at least 1.
    public static GaussLegendre of(int n) {
        Require.notEmpty(n, "quadrature nodes");
        double[] node = new double[n];
        double[] weight = new double[n];
        for (int i = 0; i < n; i++) {
            double x = -Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
            double slope = 0;
            for (int step = 0; step < 100; step++) {
                double before = 1;
                double at = x;
                for (int k = 2; k <= n; k++) {
                    double next = ((2 * k - 1) * x * at - (k - 1) * before) / k;
                    before = at;
                    at = next;
                }
                slope = n * (x * at - before) / (x * x - 1);
                double move = at / slope;
                x -= move;
                if (Math.abs(move) < 1e-15) {
                    break;
                }
            }
            node[i] = x;
            weight[i] = 2 / ((1 - x * x) * slope * slope);
        }
        return new GaussLegendre(node, weight);
    }

    /// The same over panels of equal width from `low` to `high`.
    public GaussLegendre over(double low, double high, int panels) {
        int n = node.length;
        double[] nodes = new double[n * panels];
        double[] weights = new double[n * panels];
        double half = (high - low) / (2 * panels);
        for (int p = 0; p < panels; p++) {
            double middle = low + (2 * p + 1) * half;
            for (int i = 0; i < n; i++) {
                nodes[p * n + i] = middle + half * node[i];
                weights[p * n + i] = half * weight[i];
            }
        }
        return new GaussLegendre(nodes, weights);
    }
}
