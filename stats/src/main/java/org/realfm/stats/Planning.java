package org.realfm.stats;

import java.util.Arrays;

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

    /// Patients for a standard error of the AUROC, by inversion of [#aurocStandardError].
    ///
    /// @param auroc      expected, in [0.5, 1)
    /// @param eventShare strictly between 0 and 1
    public static int auroc(double auroc, double eventShare, double standardError) {
        Require.that(auroc >= 0.5 && auroc < 1, "AUROC must lie in [0.5, 1), found " + auroc);
        Require.interior(eventShare, "event share");
        positive(standardError);
        int low = 1;
        int high = 2;
        while (aurocStandardError(auroc, eventShare, high) > standardError) {
            Require.that(high < Integer.MAX_VALUE / 2, "standard error too small, found " + standardError);
            low = high;
            high *= 2;
        }
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (aurocStandardError(auroc, eventShare, middle) > standardError) {
                low = middle;
            } else {
                high = middle;
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
        Require.that(standardError > 0, "standard error must be positive, found " + standardError);
    }

    private static int whole(double patients) {
        Require.that(patients < Integer.MAX_VALUE, "more patients than can be counted: " + patients);
        return (int) Math.ceil(patients - 1e-9);
    }
}
