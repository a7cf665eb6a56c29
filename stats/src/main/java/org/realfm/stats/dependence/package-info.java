/// Are two things related, and are two groups alike? Association, balance and adjustment.
///
/// A tour:
///
/// 1. **Two attributes**: [Association][org.realfm.stats.dependence.Association] (Cramer's V).
/// 2. **Two groups**: [StandardisedDifference][org.realfm.stats.dependence.StandardisedDifference] of a continuous, binary
///    or categorical attribute, with intervals.
/// 3. **Given others**: [PartialCorrelation][org.realfm.stats.dependence.PartialCorrelation] (Fisher's z) for straight
///    lines, [ConditionalPermutation][org.realfm.stats.dependence.ConditionalPermutation] for any statistic.
/// 4. **Adjust**: [Weighting][org.realfm.stats.dependence.Weighting] makes a sample stand for a population of known
///    shares; [InverseProbability][org.realfm.stats.dependence.InverseProbability] compares two groups as if they were
///    alike, and says how far that can be trusted.
///
/// ```java
/// InverseProbability weighted = InverseProbability.fit(covariates, newScanner, patient, Target.OVERLAP).orElseThrow();
/// double worst = Arrays.stream(weighted.balance()).mapToDouble(b -> Math.abs(b.after())).max().orElse(0);
/// Estimate effect = weighted.difference("error, new minus old scanner", error, 0.95);
/// ```
///
/// Discovery of causal graphs is not here.
@NullMarked
package org.realfm.stats.dependence;

import org.jspecify.annotations.NullMarked;
