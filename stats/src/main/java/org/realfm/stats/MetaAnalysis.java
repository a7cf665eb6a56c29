package org.realfm.stats;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.TDistribution;

/// Random effects over sites: REML between-site variance, Hartung-Knapp interval for the mean, and a prediction
/// interval for a new site. Pool AUROCs and proportions on the logit scale, O/E on the log scale.
///
/// @param mean       the mean over sites; t with k - 1 degrees of freedom on the Hartung-Knapp standard error (on the
///                   plain one, 1/sqrt(sum of weights), where all sites have the same value)
/// @param prediction same value, with the interval in which the true value of a new site is expected; t with k - 2
///                   degrees of freedom on sqrt(tau2 + SE^2)
/// @param tau2       between-site variance, on the scale of the analysis
/// @param i2         share of variation that is between sites, in [0, 1] (Higgins & Thompson, from tau2)
/// @param q          Cochran's Q
///
/// Sources: IntHout 2014, doi:10.1186/1471-2288-14-25; IntHout 2016, doi:10.1136/bmjopen-2015-010247; Higgins 2009,
/// doi:10.1111/j.1467-985X.2008.00552.x; Snell 2018, doi:10.1177/0962280217705678.
public record MetaAnalysis(Estimate mean, Estimate prediction, double tau2, double i2, double q) {

    /// Pools sites.
    ///
    /// @param name          what is pooled
    /// @param value         for each site its estimate, on the scale of the analysis
    /// @param standardError for each site, greater than 0
    /// @throws IllegalArgumentException for fewer than three sites: list them instead
    public static MetaAnalysis pool(String name, double[] value, double[] standardError, double confidence) {
        Require.confidence(confidence);
        int k = value.length;
        Require.that(k >= 3, name + ": pooling needs at least 3 sites, found " + k);
        Require.sameLength(k, standardError.length, "standard errors");
        Require.finite(value, name);
        double[] within = new double[k];
        for (int i = 0; i < k; i++) {
            Require.that(
                    standardError[i] > 0 && Double.isFinite(standardError[i]),
                    "standard error " + i + " must be positive, found " + standardError[i]);
            within[i] = standardError[i] * standardError[i];
        }
        double tau2 = reml(value, within);
        double mu = centre(value, within, tau2);
        double weights = 0;
        double squares = 0;
        double fixed = centre(value, within, 0);
        double q = 0;
        double w1 = 0;
        double w2 = 0;
        for (int i = 0; i < k; i++) {
            double w = 1 / (within[i] + tau2);
            weights += w;
            squares += w * (value[i] - mu) * (value[i] - mu);
            q += (value[i] - fixed) * (value[i] - fixed) / within[i];
            w1 += 1 / within[i];
            w2 += 1 / (within[i] * within[i]);
        }
        boolean agree = squares <= 1e-24 * weights * Math.max(1, mu * mu);
        double error = Math.sqrt((agree ? k - 1 : squares) / ((k - 1) * weights));
        double tail = (1 - confidence) / 2;
        double half = TDistribution.of(k - 1).inverseSurvivalProbability(tail) * error;
        double wide = TDistribution.of(k - 2).inverseSurvivalProbability(tail) * Math.sqrt(tau2 + error * error);
        double typical = (k - 1) * w1 / (w1 * w1 - w2);
        return new MetaAnalysis(
                new Estimate(name, mu, mu - half, mu + half, confidence, "REML, Hartung-Knapp", k),
                new Estimate(name, mu, mu - wide, mu + wide, confidence, "REML, prediction interval", k),
                tau2,
                tau2 / (tau2 + typical),
                q);
    }

    /// The same on another scale.
    ///
    /// @param back an increasing function, such as `Math::exp` for O/E
    public MetaAnalysis transformed(DoubleUnaryOperator back) {
        return new MetaAnalysis(transformed(mean, back), transformed(prediction, back), tau2, i2, q);
    }

    /// The same on the probability scale, from an analysis of logits.
    public MetaAnalysis probability() {
        return transformed(StandardNormal::expit);
    }

    private static Estimate transformed(Estimate e, DoubleUnaryOperator back) {
        return new Estimate(
                e.name(), back.applyAsDouble(e.value()), back.applyAsDouble(e.lower()),
                back.applyAsDouble(e.upper()), e.confidence(), e.method(), e.n());
    }

    private static double centre(double[] value, double[] within, double tau2) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < value.length; i++) {
            sum += value[i] / (within[i] + tau2);
            weights += 1 / (within[i] + tau2);
        }
        return sum / weights;
    }

    /// The between-site variance at which the restricted likelihood is greatest: the likelihood is searched on a grid
    /// and the best cell refined by the root of its derivative.
    private static double reml(double[] value, double[] within) {
        double low = Arrays.stream(value).min().orElseThrow();
        double high = Arrays.stream(value).max().orElseThrow();
        double ceiling = Math.max((high - low) * (high - low), Arrays.stream(within).max().orElseThrow()) * 4;
        int cells = 2_000;
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c <= cells; c++) {
            double likelihood = restricted(value, within, grid(c, cells, ceiling));
            if (likelihood > most) {
                most = likelihood;
                best = c;
            }
        }
        double from = grid(Math.max(0, best - 1), cells, ceiling);
        double to = grid(Math.min(cells, best + 1), cells, ceiling);
        if (best == 0 && slope(value, within, 0) <= 0) {
            return 0;
        }
        for (int i = 0; i < 200 && to - from > 1e-16 * ceiling; i++) {
            double middle = 0.5 * (from + to);
            if (slope(value, within, middle) > 0) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return 0.5 * (from + to);
    }

    private static double grid(int cell, int cells, double ceiling) {
        double share = (double) cell / cells;
        return ceiling * share * share;
    }

    private static double restricted(double[] value, double[] within, double tau2) {
        double mu = centre(value, within, tau2);
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < value.length; i++) {
            double v = within[i] + tau2;
            sum -= Math.log(v) + (value[i] - mu) * (value[i] - mu) / v;
            weights += 1 / v;
        }
        return 0.5 * (sum - Math.log(weights));
    }

    /// Twice the derivative of the restricted log-likelihood.
    private static double slope(double[] value, double[] within, double tau2) {
        double mu = centre(value, within, tau2);
        double w1 = 0;
        double w2 = 0;
        double fit = 0;
        for (int i = 0; i < value.length; i++) {
            double w = 1 / (within[i] + tau2);
            w1 += w;
            w2 += w * w;
            fit += w * w * (value[i] - mu) * (value[i] - mu);
        }
        return fit - w1 + w2 / w1;
    }
}
