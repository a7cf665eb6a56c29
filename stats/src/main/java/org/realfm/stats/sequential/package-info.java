/// Looking more than once: tests, intervals and charts that stay honest while data come in.
///
/// An interval for a fixed sample that is looked at again and again is wrong far more often than it says. A tour, by
/// situation:
///
/// 1. **A study with planned looks**: [GroupSequential][org.realfm.stats.sequential.GroupSequential] gives the
///    boundaries for what a [Spending][org.realfm.stats.sequential.Spending] function allows, the power, and intervals
///    after stopping.
/// 2. **Looks whenever you like**: [ConfidenceSequence][org.realfm.stats.sequential.ConfidenceSequence], intervals that
///    hold at all times at once, for a proportion or for any bounded mean.
/// 3. **One of two values, as soon as possible**: [Sprt][org.realfm.stats.sequential.Sprt].
/// 4. **Watching for a change**: [BernoulliCusum][org.realfm.stats.sequential.BernoulliCusum] for a rate,
///    [NormalCusum][org.realfm.stats.sequential.NormalCusum] for a mean, and
///    [CusumPath.riskAdjusted][org.realfm.stats.sequential.CusumPath#riskAdjusted] where subjects differ in risk. Each
///    says how long it runs to a false alarm, and how soon it finds a change.
///
/// ```java
/// Estimate soFar = ConfidenceSequence.proportion("sensitivity", detected, diseased, 0.95);
/// BernoulliCusum chart = BernoulliCusum.withRunLength(0.90, 0.80, 1_000);
/// ```
///
/// The first three take what is estimated as constant; the charts ask whether it is.
@NullMarked
package org.realfm.stats.sequential;

import org.jspecify.annotations.NullMarked;
