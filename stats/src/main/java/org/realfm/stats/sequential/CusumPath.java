package org.realfm.stats.sequential;

import java.util.OptionalInt;
import org.realfm.stats.Require;

/// A cumulative sum chart: S_i = max(0, S_{i-1} + w_i), which signals where it first reaches a threshold. It says that
/// something changed, and the last time at which it was 0 says roughly when.
///
/// @param statistic S after each observation; it goes on after a signal
/// @param threshold where it signals
///
/// Source: Page 1954, doi:10.1093/biomet/41.1-2.100.
@SuppressWarnings("ArrayRecordComponent")
public record CusumPath(double[] statistic, double threshold) {

    /// @param score w, for each observation in order; finite
    static CusumPath of(double[] score, double threshold) {
        double[] statistic = new double[score.length];
        double s = 0;
        for (int i = 0; i < score.length; i++) {
            s = Math.max(0, s + score[i]);
            statistic[i] = s;
        }
        return new CusumPath(statistic, threshold);
    }

    /// The risk-adjusted chart of yes-or-no outcomes whose risks differ: does the odds ratio of the outcome, against
    /// what was predicted, change from 1 to `oddsRatio`? The log-likelihood ratio of an outcome y with predicted risk p
    /// is y log R - log(1 - p + R p).
    ///
    /// The threshold that gives a wanted run length depends on the risks that come; [#riskAdjustedRunLength] says what
    /// it gives.
    ///
    /// @param risk      for each observation the predicted risk, strictly between 0 and 1
    /// @param oddsRatio R: above 1 to find a rise, below 1 to find a fall; not 1
    ///
    /// Source: Steiner, Cook, Farewell & Treasure 2000, doi:10.1093/biostatistics/1.4.441.
    public static CusumPath riskAdjusted(boolean[] outcome, double[] risk, double oddsRatio, double threshold) {
        Require.sameLength(outcome.length, risk.length, "risk");
        checked(oddsRatio, threshold);
        double[] score = new double[risk.length];
        for (int i = 0; i < score.length; i++) {
            Require.interior(risk[i], "risk");
            score[i] = score(outcome[i], risk[i], oddsRatio);
        }
        return of(score, threshold);
    }

    /// The mean number of observations until the risk-adjusted chart signals, where subjects come at random from those
    /// with the given risks and the odds ratio against these is `actual`: 1 for the run length to a false alarm.
    ///
    /// By a Markov chain on 400 values of S, between which the run length is taken as linear. That is good to about 4%
    /// where all risks are the same, the worst case (as S then takes few values), and better where they vary; for one
    /// rate, [BernoulliCusum] is exact.
    ///
    /// Source: Brook & Evans 1972, doi:10.1093/biomet/59.3.539.
    public static double riskAdjustedRunLength(
            double[] risk, double oddsRatio, double threshold, double actual) {
        Require.notEmpty(risk.length, "risks");
        checked(oddsRatio, threshold);
        Require.that(actual > 0 && Double.isFinite(actual), "odds ratio must be positive, found " + actual);
        LatticeChain chain = new LatticeChain(400, threshold);
        for (double p : risk) {
            Require.interior(p, "risk");
            double q = actual * p / (1 - p + actual * p);
            chain.add(score(true, p, oddsRatio), q / risk.length);
            chain.add(score(false, p, oddsRatio), (1 - q) / risk.length);
        }
        return chain.runLength();
    }

    private static void checked(double oddsRatio, double threshold) {
        Require.that(
                oddsRatio > 0 && oddsRatio != 1 && Double.isFinite(oddsRatio),
                "odds ratio must be positive and not 1, found " + oddsRatio);
        Require.that(
                threshold > 0 && Double.isFinite(threshold), "threshold must be positive, found " + threshold);
    }

    private static double score(boolean outcome, double risk, double oddsRatio) {
        return (outcome ? Math.log(oddsRatio) : 0) - Math.log1p((oddsRatio - 1) * risk);
    }

    /// The first observation at which it signals, from 0.
    public OptionalInt signal() {
        for (int i = 0; i < statistic.length; i++) {
            if (statistic[i] >= threshold) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}
