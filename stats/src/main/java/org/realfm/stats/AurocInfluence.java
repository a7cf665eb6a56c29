package org.realfm.stats;

/// What each patient contributes to the error of an AUROC, so that any average of AUROCs on overlapping patients has its
/// variance: the sum over patients of the squared weighted contributions.
///
/// The contribution of patient c is sqrt(P/(P-1)) sum (placement - AUROC)/m over its positives plus sqrt(N/(N-1))
/// sum (placement - AUROC)/n over its negatives, with P and N patients and m and n rows in the classes. With one row a
/// patient the sum of squares is DeLong's variance, that of products DeLong's covariance.
///
/// @param auroc     the value
/// @param influence for each patient
/// @param positives patients with a positive row
/// @param negatives patients with a negative row
/// @param patients  patients with a row
@SuppressWarnings("ArrayRecordComponent")
record AurocInfluence(double auroc, double[] influence, int positives, int negatives, int patients) {

    static AurocInfluence of(double[] score, boolean[] truth, Clusters clusters) {
        RankedScores ranked = RankedScores.of(score, truth);
        double auroc = ranked.auroc();
        double[] placement = ranked.placements();
        boolean[] hasPositive = new boolean[clusters.count()];
        boolean[] hasNegative = new boolean[clusters.count()];
        for (int i = 0; i < truth.length; i++) {
            (truth[i] ? hasPositive : hasNegative)[clusters.of()[i]] = true;
        }
        boolean[] has = new boolean[clusters.count()];
        for (int c = 0; c < has.length; c++) {
            has[c] = hasPositive[c] || hasNegative[c];
        }
        int positives = Auroc.count(hasPositive);
        int negatives = Auroc.count(hasNegative);
        int m = Auroc.count(truth);
        double[] influence = Auroc.residuals(placement, auroc, truth, true, clusters);
        double[] other = Auroc.residuals(placement, auroc, truth, false, clusters);
        for (int c = 0; c < influence.length; c++) {
            influence[c] = influence[c] * correction(positives) / m
                    + other[c] * correction(negatives) / (truth.length - m);
        }
        return new AurocInfluence(auroc, influence, positives, negatives, Auroc.count(has));
    }

    private static double correction(int patients) {
        return patients > 1 ? Math.sqrt(patients / (patients - 1.0)) : 0;
    }

    /// Whether both classes come from at least two patients.
    boolean estimable() {
        return positives > 1 && negatives > 1;
    }

    /// How far from complete separation the AUROC can be all the same; 0 where it is not separated.
    double slack(double confidence) {
        boolean separated = auroc == 0 || auroc == 1;
        int pairs = Math.min(patients / 2, Math.min(positives, negatives));
        return separated ? 1 - Auroc.separated(pairs, confidence) : 0;
    }
}
