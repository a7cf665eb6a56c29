package org.realfm.stats.survival;

import java.util.Arrays;

/// Inverse probability of censoring weights by the Kaplan-Meier estimate G of remaining uncensored: what is known by t
/// of a row whose event came at T <= t is weighted by 1/G(T-), of a row still event-free at t by 1/G(t); a row censored
/// before weighs 0. The weights of all rows sum to the number of rows.
///
/// Source: Robins & Rotnitzky 1992; Graf, Schmoor, Sauerbrei & Schumacher 1999,
/// doi:10.1002/(SICI)1097-0258(19990915/30)18:17/18<2529::AID-SIM274>3.0.CO;2-5.
final class CensoringWeights {

    private final RiskTable table;
    private final double[] uncensored;

    CensoringWeights(RiskTable table) {
        this.table = table;
        this.uncensored = table.uncensored();
    }

    /// G just before the time of a row.
    double before(int row) {
        int k = table.index()[row];
        return k == 0 ? 1 : uncensored[k - 1];
    }

    /// The weight of each row for what is known by t, without its own weight; 0 for rows of weight 0.
    double[] at(double t) {
        int steps = table.upTo(t);
        double g = steps == 0 ? 1 : uncensored[steps - 1];
        double[] weight = new double[table.index().length];
        for (int i = 0; i < weight.length; i++) {
            int k = table.index()[i];
            if (k >= steps) {
                weight[i] = 1 / g;
            } else if (k >= 0 && table.rows().cause(i) > 0) {
                weight[i] = 1 / before(i);
            }
        }
        return weight;
    }

    /// The mean over subjects of something that is known at t, sum_i w_i W_i x_i / sum_i w_i.
    ///
    /// @param x for each row; not looked at where it was censored before t
    Linearised mean(double[] x, double t) {
        FollowUp rows = table.rows();
        double[] weight = at(t);
        double total = 0;
        double sum = 0;
        double[] through = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            total += rows.weight(i);
            sum += rows.weight(i) * weight[i] * x[i];
        }
        for (int i = 0; i < x.length; i++) {
            through[i] = weight[i] * x[i] / total;
        }
        double value = sum / total;
        double each = value / total;
        double[] derivative = derivative(through, t);
        Arrays.setAll(derivative, i -> derivative[i] + through[i] - each);
        return new Linearised(value, derivative);
    }

    /// What estimating G adds to the derivative of a statistic by the weight of each row.
    ///
    /// @param through for each row, the derivative of the statistic by the logarithm of 1/G in the row's own weight,
    ///                per unit of the row's weight
    double[] derivative(double[] through, double t) {
        int steps = table.upTo(t);
        double[] later = new double[table.times() + 1];
        for (int i = 0; i < through.length; i++) {
            if (table.index()[i] >= 0) {
                later[table.index()[i]] += table.rows().weight(i) * through[i];
            }
        }
        for (int k = table.times() - 1; k >= 0; k--) {
            later[k] += later[k + 1];
        }
        double[] q = new double[table.times()];
        for (int k = 0; k < steps; k++) {
            double left = table.remaining(k + 1);
            q[k] = left > 0 && table.censored()[k] > 0 ? later[k + 1] / left : 0;
        }
        return table.integrateCensoring(q);
    }
}
