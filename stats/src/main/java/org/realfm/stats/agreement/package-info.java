/// Agreement: do readers, or a reader and a model, say the same of the same subjects?
///
/// Ratings are `[subject][rater]`: categories 0, 1, ..., with -1 where a rater did not rate, or real values with NaN
/// there. Subjects are the independent units. A tour:
///
/// 1. **Two raters, categories**: [CohenKappa][org.realfm.stats.agreement.CohenKappa], plain or weighted, and
///    [SpecificAgreement][org.realfm.stats.agreement.SpecificAgreement] (positive and negative agreement), which a rare
///    category does not mislead.
/// 2. **Many raters, categories, ratings missing**: [FleissKappa][org.realfm.stats.agreement.FleissKappa],
///    [GwetAc][org.realfm.stats.agreement.GwetAc] (AC1, AC2),
///    [KrippendorffAlpha][org.realfm.stats.agreement.KrippendorffAlpha] (nominal to ratio). How far two categories are
///    apart is told by [Weights][org.realfm.stats.agreement.Weights].
/// 3. **Measurements**: [IntraclassCorrelation][org.realfm.stats.agreement.IntraclassCorrelation] (six forms) and
///    [BlandAltman][org.realfm.stats.agreement.BlandAltman] (limits of agreement).
/// 4. **Raters as a reference standard**: [DawidSkene][org.realfm.stats.agreement.DawidSkene].
///
/// A chance-corrected coefficient is 0/0 where all ratings are in one category; then there is no estimate
/// (`Optional.empty()`), never NaN. With perfect agreement the usual variances are 0 and say nothing; then the lower
/// end comes from the exact binomial limit of the share of subjects in agreement.
@NullMarked
package org.realfm.stats.agreement;

import org.jspecify.annotations.NullMarked;
