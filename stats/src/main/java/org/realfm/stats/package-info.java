/// Statistical kernels of diagnostic accuracy on primitive arrays: no input or output, no state, no other module.
///
/// Every result that can be wrong by sampling is an [Estimate][org.realfm.stats.Estimate]: a value with the interval in
/// which it may be believed, the method and the number of independent patients. Rows are parallel arrays: `score[i]`,
/// `truth[i]` and `cluster[i]` (the patient) speak of one row. Where rows of one patient are alike, use the form of a
/// method that takes `cluster`.
///
/// A tour, in the order in which a study needs it:
///
/// 1. **One share**: [Proportion][org.realfm.stats.Proportion] (Wilson, Clopper-Pearson, clustered) and
///    [ProportionDifference][org.realfm.stats.ProportionDifference] (Newcombe, Tango).
/// 2. **Ranking**: [Auroc][org.realfm.stats.Auroc] (DeLong, clustered, paired) on
///    [RankedScores][org.realfm.stats.RankedScores]; the curve itself is [Roc][org.realfm.stats.Roc].
/// 3. **An operating point**: [DiagnosticTable][org.realfm.stats.DiagnosticTable] (sensitivity, specificity, predictive
///    values, likelihood ratios).
/// 4. **Risks**: [Calibration][org.realfm.stats.Calibration] and its
/// [CalibrationCurve][org.realfm.stats.CalibrationCurve] on [Logistic][org.realfm.stats.Logistic];
/// [Isotonic][org.realfm.stats.Isotonic]. 5. **Worth**: [NetBenefit][org.realfm.stats.NetBenefit].
/// 6. **Anything else**: [Mean][org.realfm.stats.Mean], [Quantiles][org.realfm.stats.Quantiles], and the
///    [Bootstrap][org.realfm.stats.Bootstrap] of patients within strata; five of the above in one pass a replicate are
///    [JointMeasures][org.realfm.stats.JointMeasures].
/// 7. **Many at once**: [MaxT][org.realfm.stats.MaxT], [Band][org.realfm.stats.Band],
///    [Multiplicity][org.realfm.stats.Multiplicity]; several sites: [MetaAnalysis][org.realfm.stats.MetaAnalysis]
///    and, for sensitivity with specificity, [BivariateMetaAnalysis][org.realfm.stats.BivariateMetaAnalysis].
/// 8. **Who is in the sample**: [Association][org.realfm.stats.Association], [Weighting][org.realfm.stats.Weighting],
///    [Mcar][org.realfm.stats.Mcar]; [Permutation][org.realfm.stats.Permutation].
/// 9. **How sure**: [ConfidenceDistribution][org.realfm.stats.ConfidenceDistribution] turns an interval into the
///    confidence that a floor or a ceiling holds.
/// 10. **Before the study**: [Planning][org.realfm.stats.Planning].
///
/// Three families have packages of their own: **reader studies** (`org.realfm.stats.readers`), **agreement**
/// (`org.realfm.stats.agreement`) and **localisation** (`org.realfm.stats.localisation`).
///
/// All randomness comes from [Seeds][org.realfm.stats.Seeds]; results do not depend on threads.
@NullMarked
package org.realfm.stats;

import org.jspecify.annotations.NullMarked;
