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
/// 2. **Ranking**: [Auroc][org.realfm.stats.Auroc] (DeLong, clustered, paired, unpaired; partial areas, average precision)
///    on [RankedScores][org.realfm.stats.RankedScores]; the curve itself is [Roc][org.realfm.stats.Roc]; several labels or
///    classes with their macro, micro and Hand-Till averages are [ManyAurocs][org.realfm.stats.ManyAurocs].
/// 3. **An operating point**: [ThresholdChoice][org.realfm.stats.ThresholdChoice] chooses it, with the uncertainty of the
///    choice; [DiagnosticTable][org.realfm.stats.DiagnosticTable] says what it does (sensitivity, specificity, predictive
///    values, likelihood ratios).
/// 4. **Risks**: [Calibration][org.realfm.stats.Calibration] with its
///    [CalibrationCurve][org.realfm.stats.CalibrationCurve] on [Logistic][org.realfm.stats.Logistic], the Brier score in
///    parts ([BrierDecomposition][org.realfm.stats.BrierDecomposition]) and [Spiegelhalter][org.realfm.stats.Spiegelhalter]'s
///    test; [Recalibration][org.realfm.stats.Recalibration] by temperature, Platt or
///    [Isotonic][org.realfm.stats.Isotonic] regression.
/// 5. **Worth**: [NetBenefit][org.realfm.stats.NetBenefit], decision curves and interventions avoided.
/// 6. **Anything else**: [Mean][org.realfm.stats.Mean], [Quantiles][org.realfm.stats.Quantiles], and the
///    [Bootstrap][org.realfm.stats.Bootstrap] of patients within strata (percentile, BCa, studentised); five of the above in
///    one pass a replicate are [JointMeasures][org.realfm.stats.JointMeasures].
/// 7. **Many at once**: [MaxT][org.realfm.stats.MaxT], [Band][org.realfm.stats.Band],
///    [Multiplicity][org.realfm.stats.Multiplicity]; equivalence: [Tost][org.realfm.stats.Tost]; several sites:
///    [MetaAnalysis][org.realfm.stats.MetaAnalysis] and, for sensitivity with specificity,
///    [BivariateMetaAnalysis][org.realfm.stats.BivariateMetaAnalysis].
/// 8. **Is there any signal**: [Permutation][org.realfm.stats.Permutation]; **are values missing by chance**:
///    [Mcar][org.realfm.stats.Mcar].
/// 9. **How sure**: [ConfidenceDistribution][org.realfm.stats.ConfidenceDistribution] turns an interval into the
///    confidence that a floor or a ceiling holds; [Influence][org.realfm.stats.Influence] aligns such statements about
///    the same patients.
/// 10. **Before the study**: [Planning][org.realfm.stats.Planning], and [JointPower][org.realfm.stats.JointPower] where
///     several gates must be met at once.
///
/// These families have packages of their own: **reader studies** (`org.realfm.stats.readers`), **agreement**
/// (`org.realfm.stats.agreement`), **localisation** (`org.realfm.stats.localisation`), **time to an event**
/// (`org.realfm.stats.survival`), **repeated looks** (`org.realfm.stats.sequential`), **shift** between two samples
/// (`org.realfm.stats.shift`), **abstaining and sets** (`org.realfm.stats.selective`), and **dependence**, balance and
/// adjustment (`org.realfm.stats.dependence`).
///
/// What each does with nothing, one row, ties, one class, one patient, infinities and NaN is tabled in
/// `docs/edge-cases.md`; how often its interval holds the truth, in `docs/coverage.md`.
///
/// All randomness comes from [Seeds][org.realfm.stats.Seeds]; results do not depend on threads.
@NullMarked
package org.realfm.stats;

import org.jspecify.annotations.NullMarked;
