/// Has the population changed? Two samples are compared: a reference and what is seen now.
///
/// A tour:
///
/// 1. **One variable** (age, a score, a brightness): [KolmogorovSmirnov][org.realfm.stats.shift.KolmogorovSmirnov]
///    tests; [Wasserstein][org.realfm.stats.shift.Wasserstein] says how far, in the variable's unit;
///    [PopulationStability][org.realfm.stats.shift.PopulationStability] and
///    [JensenShannon][org.realfm.stats.shift.JensenShannon] compare shares of [Bins][org.realfm.stats.shift.Bins] or of
///    categories.
/// 2. **Many variables at once** (an embedding), put on one scale by
///    [Standardisation][org.realfm.stats.shift.Standardisation]: [EnergyDistance][org.realfm.stats.shift.EnergyDistance],
///    [MeanDiscrepancy][org.realfm.stats.shift.MeanDiscrepancy] (MMD) and the
///    [ClassifierTwoSample][org.realfm.stats.shift.ClassifierTwoSample], whose AUROC is the easiest to explain.
/// 3. **Unlabelled cases**: [LabelShift][org.realfm.stats.shift.LabelShift] tells how common each condition is there.
///
/// Every distance is a [Distance][org.realfm.stats.shift.Distance]; it has a value, a permutation test and an interval:
///
/// ```java
/// Distance moved = Wasserstein.distance(reference, current).byPatient(referencePatient, currentPatient);
/// double p = moved.test(999, seed).p();
/// Estimate howFar = moved.estimate("wasserstein", 2_000, seed, 0.95);
/// ```
///
/// With enough rows any two samples differ: a small p-value says that a shift is there, not that it matters.
@NullMarked
package org.realfm.stats.shift;

import org.jspecify.annotations.NullMarked;
