/// Survival: outcomes that take time, of subjects who are not all followed until they happen.
///
/// Everything starts from a [FollowUp][org.realfm.stats.survival.FollowUp]: how long each subject was followed, and
/// what ended that. A tour, by question:
///
/// 1. **How many are event-free at t, and how long does it take?** [KaplanMeier][org.realfm.stats.survival.KaplanMeier]
///    and [RestrictedMean][org.realfm.stats.survival.RestrictedMean].
/// 2. **How many have this event, where others compete?** [AalenJohansen][org.realfm.stats.survival.AalenJohansen].
/// 3. **Do groups differ?** [LogRank][org.realfm.stats.survival.LogRank] for a test,
///    [RestrictedMean][org.realfm.stats.survival.RestrictedMean] for a difference in time, and
///    [Cox][org.realfm.stats.survival.Cox] for hazard ratios, with its test of proportional hazards.
/// 4. **Does a score rank subjects?** At a horizon [TimeDependentAuc][org.realfm.stats.survival.TimeDependentAuc]; over
///    all times [Concordance][org.realfm.stats.survival.Concordance] (Uno's C rather than Harrell's where there is
///    censoring).
/// 5. **Are predicted risks right?** [HorizonCalibration][org.realfm.stats.survival.HorizonCalibration], and all in one
///    number [SurvivalBrier][org.realfm.stats.survival.SurvivalBrier].
/// 6. **Is acting on them worth it?** [HorizonNetBenefit][org.realfm.stats.survival.HorizonNetBenefit].
///
/// ```java
/// FollowUp rows = FollowUp.of(days, died);
/// Estimate oneYear = KaplanMeier.of(rows).estimate("survival at one year", 365, 0.95);
/// Estimate c = Concordance.uno("uno c", rows, score, 5 * 365, 0.95);
/// Estimate auc = TimeDependentAuc.at("auc at one year", rows, score, 1, 365, 0.95);
/// ```
///
/// **Conventions.** Events come before censorings at the same time. A cause is 0 for censored and 1, 2, ... for events.
/// All methods take censoring as independent of the event (given the stratum or the covariates, in those that have them);
/// nothing in the data can show that it is. Methods at a horizon and Uno's C also take it as independent of the score.
/// Left truncation (subjects who come under observation late) is not covered. For a landmark s, keep the rows whose time
/// exceeds s ([FollowUp#where][org.realfm.stats.survival.FollowUp#where]) and scores from before s; horizons stay counted
/// from time 0, and are judged among those event-free at s.
///
/// **Variances.** Each estimator is a function of the weights of the rows; the infinitesimal jackknife sums the squares
/// of its derivatives by them. For Kaplan-Meier that is Greenwood's formula, for concordance that of R's survival; it
/// carries over to patients with several rows, and to differences of statistics on the same rows.
@NullMarked
package org.realfm.stats.survival;

import org.jspecify.annotations.NullMarked;
