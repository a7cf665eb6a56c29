package org.realfm.stats;

import java.util.Arrays;
import java.util.function.IntPredicate;

/// How many patients a validation needs. All results are rounded up to whole patients.
///
/// Sources: Riley 2021, doi:10.1002/sim.9025; Riley 2024, doi:10.1136/bmj-2023-074821.
public final class Planning {

    private Planning() {}

    /// Patients for a standard error of ln(O/E): (1 - phi) / (phi SE^2).
    ///
    /// @param eventShare    phi, the expected share with the condition, strictly between 0 and 1
    /// @param standardError of ln(O/E), greater than 0
    public static int observedExpected(double eventShare, double standardError) {
        Require.interior(eventShare, "event share");
        positive(standardError);
        return whole((1 - eventShare) / (eventShare * standardError * standardError));
    }

    /// The standard error of ln(O/E) whose log-scale interval around 1 reaches up to `upper`, for example 1.25.
    public static double logStandardError(double upper, double confidence) {
        Require.that(upper > 1, "upper end must exceed 1, found " + upper);
        return Math.log(upper) / StandardNormal.critical(confidence);
    }

    /// Patients for a standard error of the calibration slope, where the model is well calibrated:
    /// I_a / (SE^2 (I_a I_b - I_ab^2)) with I_a = mean p(1-p), I_ab = mean LP p(1-p), I_b = mean LP^2 p(1-p).
    ///
    /// @param linearPredictor a sample of the expected distribution of logit(risk), not all equal
    /// @param standardError   greater than 0
    public static int calibrationSlope(double[] linearPredictor, double standardError) {
        positive(standardError);
        Require.notEmpty(linearPredictor.length, "linear predictor");
        Require.finite(linearPredictor, "linear predictor");
        double a = 0;
        double ab = 0;
        double b = 0;
        for (double lp : linearPredictor) {
            double p = StandardNormal.expit(lp);
            double information = p * (1 - p) / linearPredictor.length;
            a += information;
            ab += information * lp;
            b += information * lp * lp;
        }
        double determinant = a * b - ab * ab;
        Require.that(determinant > 0, "the linear predictor must take more than one value");
        return whole(a / (standardError * standardError * determinant));
    }

    /// Newcombe's standard error of a C-statistic (AUROC) from its value, the event share and the sample size.
    ///
    /// Source: Newcombe 2006, doi:10.1002/sim.2324.
    public static double aurocStandardError(double auroc, double eventShare, double n) {
        double c = auroc;
        double half = n / 2 - 1;
        double variance = c * (1 - c) * (1 + half * (1 - c) / (2 - c) + half * c / (1 + c))
                / (n * n * eventShare * (1 - eventShare));
        return Math.sqrt(variance);
    }

    /// The standard error that DeLong's variance estimates, for two normal classes of one variance:
    /// (A(1-A) + (m + n - 2)(Q - A^2)) / (m n) with Q the probability that two positives (or a positive twice) rank
    /// right at once, Phi_2(z, z; 1/2) at z = Phi^-1(A).
    ///
    /// @param auroc     A, strictly between 0 and 1
    /// @param positives m, at least 2
    /// @param negatives n, at least 2
    ///
    /// Source: Bamber 1975, doi:10.1016/0022-2496(75)90001-2; Obuchowski 1994, doi:10.1016/0895-4356(94)90093-0.
    public static double deLongStandardError(double auroc, double positives, double negatives) {
        Require.interior(auroc, "AUROC");
        Require.that(
                Math.min(positives, negatives) >= 2 - 1e-9,
                "at least two of each class are needed, found " + positives + " and " + negatives);
        double z = StandardNormal.quantile(auroc);
        double q = auroc - 2 * owen(z, Math.sqrt(1.0 / 3));
        double variance = (auroc * (1 - auroc) + (positives + negatives - 2) * (q - auroc * auroc))
                / (positives * negatives);
        return Math.sqrt(variance);
    }

    /// Owen's T function, (1/2 pi) integral from 0 to a of exp(-h^2 (1 + x^2)/2)/(1 + x^2) dx, by Simpson's rule.
    private static double owen(double h, double a) {
        int cells = 200;
        double sum = 0;
        for (int i = 0; i <= cells; i++) {
            double x = a * i / cells;
            double f = Math.exp(-h * h * (1 + x * x) / 2) / (1 + x * x);
            sum += i == 0 || i == cells ? f : i % 2 == 1 ? 4 * f : 2 * f;
        }
        return sum * a / (3 * cells * 2 * Math.PI);
    }

    /// The probability that the lower end of DeLong's interval reaches a floor: Phi((A - A*)/SE(A)), where A* is the AUROC
    /// that a study must show, A* - z SE(A*) = floor, with SE by [#deLongStandardError].
    ///
    /// @param auroc     the true value A; likewise `floor` strictly between 0 and 1
    /// @param positives at least 2; likewise `negatives`
    public static double probabilityAurocMet(
            double auroc, double floor, double positives, double negatives, double confidence) {
        Require.interior(auroc, "AUROC");
        Require.interior(floor, "floor");
        double z = StandardNormal.critical(confidence);
        double low = floor;
        double high = 1;
        for (int i = 0; i < 60; i++) {
            double middle = 0.5 * (low + high);
            if (middle < 1 && middle - z * deLongStandardError(middle, positives, negatives) < floor) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return StandardNormal.cumulative((auroc - high) / deLongStandardError(auroc, positives, negatives));
    }

    /// Patients with which the lower end of DeLong's interval reaches a floor with at least the probability `power`, by
    /// inversion of [#probabilityAurocMet].
    ///
    /// @param auroc      the true value, above the floor
    /// @param floor      strictly between 0 and 1
    /// @param eventShare strictly between 0 and 1
    /// @param power      strictly between 0 and 1
    public static int aurocToMeet(double auroc, double floor, double eventShare, double power, double confidence) {
        Require.that(auroc > floor, "AUROC must exceed the floor, found " + auroc + " and " + floor);
        Require.interior(eventShare, "event share");
        Require.interior(power, "power");
        int two = (int) Math.ceil(2 / Math.min(eventShare, 1 - eventShare));
        return smallest(
                two,
                n -> probabilityAurocMet(auroc, floor, n * eventShare, n * (1 - eventShare), confidence) >= power);
    }

    /// Patients for a standard error of the AUROC, by inversion of [#aurocStandardError].
    ///
    /// @param auroc      expected, in [0.5, 1)
    /// @param eventShare strictly between 0 and 1
    public static int auroc(double auroc, double eventShare, double standardError) {
        Require.that(auroc >= 0.5 && auroc < 1, "AUROC must lie in [0.5, 1), found " + auroc);
        Require.interior(eventShare, "event share");
        positive(standardError);
        return smallest(2, n -> aurocStandardError(auroc, eventShare, n) <= standardError);
    }

    /// The smallest whole number from `from` on that is enough, where all larger ones are too.
    private static int smallest(int from, IntPredicate enough) {
        int low = from - 1;
        int high = from;
        while (!enough.test(high)) {
            Require.that(high < Integer.MAX_VALUE / 2, "more patients than can be counted");
            low = high;
            high *= 2;
        }
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (enough.test(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /// Patients of all kinds needed to find as many with the condition as the half-width of the Wilson interval of
    /// sensitivity asks for.
    ///
    /// @param eventShare strictly between 0 and 1
    public static int sensitivity(double sensitivity, double halfWidth, double eventShare, double confidence) {
        Require.interior(eventShare, "event share");
        return whole(Proportion.wilsonSampleSize(sensitivity, halfWidth, confidence) / eventShare);
    }

    /// As [#sensitivity], for specificity and patients without the condition.
    public static int specificity(double specificity, double halfWidth, double eventShare, double confidence) {
        Require.interior(eventShare, "event share");
        return whole(Proportion.wilsonSampleSize(specificity, halfWidth, confidence) / (1 - eventShare));
    }

    /// Patients for a standard error of a net benefit, from the variance of the per-patient utility.
    public static int netBenefit(double utilityVariance, double standardError) {
        Require.that(utilityVariance >= 0, "variance must not be negative, found " + utilityVariance);
        positive(standardError);
        return Math.max(1, whole(utilityVariance / (standardError * standardError)));
    }

    /// Patients for a standard error of the standardised net benefit (net benefit over prevalence, 1 at best):
    /// (sens (1 - sens)/phi + w^2 spec (1 - spec)/(1 - phi) + w^2 (1 - spec)^2/(phi (1 - phi))) / SE^2 with
    /// w = (1 - phi)/phi t/(1 - t).
    ///
    /// @param sensitivity   at the threshold; likewise `specificity`
    /// @param eventShare    phi, strictly between 0 and 1
    /// @param threshold     t, strictly between 0 and 1
    /// @param standardError greater than 0
    ///
    /// Source: Riley 2021, doi:10.1002/sim.9025, equation 10.
    public static int standardisedNetBenefit(
            double sensitivity, double specificity, double eventShare, double threshold, double standardError) {
        Require.share(sensitivity, "sensitivity");
        Require.share(specificity, "specificity");
        Require.interior(eventShare, "event share");
        Require.interior(threshold, "threshold");
        positive(standardError);
        double w = (1 - eventShare) / eventShare * threshold / (1 - threshold);
        double alarms = 1 - specificity;
        double variance = sensitivity * (1 - sensitivity) / eventShare
                + w * w * specificity * alarms / (1 - eventShare)
                + w * w * alarms * alarms / (eventShare * (1 - eventShare));
        return Math.max(1, whole(variance / (standardError * standardError)));
    }

    /// Patients without a single event that bound a rate below `ceiling` (one-sided Clopper-Pearson): 299 for 1% and
    /// 2995 for 0.1% at confidence 0.95.
    public static int zeroEvents(double ceiling, double confidence) {
        Require.interior(ceiling, "ceiling");
        Require.confidence(confidence);
        return whole(Math.log(1 - confidence) / Math.log1p(-ceiling));
    }

    /// 1 + (m - 1) rho: by how much to enlarge a sample of clusters of mean size m with intracluster correlation rho.
    public static double designEffect(double meanClusterSize, double correlation) {
        Require.that(meanClusterSize >= 1, "mean cluster size must be at least 1, found " + meanClusterSize);
        Require.share(correlation, "correlation");
        return 1 + (meanClusterSize - 1) * correlation;
    }

    /// The largest of several needs.
    public static int largest(int... needs) {
        return Arrays.stream(needs).max().orElseThrow();
    }

    private static void positive(double standardError) {
        Require.that(
                standardError > 0 && Double.isFinite(standardError),
                "standard error must be positive, found " + standardError);
    }

    private static int whole(double patients) {
        Require.that(patients < Integer.MAX_VALUE, "more patients than can be counted: " + patients);
        return (int) Math.ceil(patients - 1e-9);
    }
}
