/// Answers with a way out: abstaining, sets with a guarantee, and few labels stretched by many predictions.
///
/// A tour:
///
/// 1. **Answer only where sure**: [RiskCoverage][org.realfm.stats.selective.RiskCoverage] says what abstaining gains
///    (AUGRC, AURC, the risk at a planned coverage).
/// 2. **Answer with a set**: [Conformal][org.realfm.stats.selective.Conformal] calibrates sets of classes (by a
///    [ClassScore][org.realfm.stats.selective.ClassScore]) and intervals of numbers, overall or within groups;
///    [CoverageLaw][org.realfm.stats.selective.CoverageLaw] says how far one calibration may be off, and
///    [PredictionSets][org.realfm.stats.selective.PredictionSets] looks at the sets on new cases.
/// 3. **Keep another risk than miscoverage**: [RiskControl][org.realfm.stats.selective.RiskControl] (conformal risk
///    control, risk-controlling sets, Learn then Test).
/// 4. **Few labels**: [PredictionPowered][org.realfm.stats.selective.PredictionPowered] means and proportions.
///
/// ```java
/// ClassScore score = ClassScore.adaptive();
/// double[] ofTruth = IntStream.range(0, n).mapToDouble(i -> score.of(probability[i], truth[i])).toArray();
/// Conformal sets = Conformal.calibrate(ofTruth, 0.1);
/// boolean[] forTheNextCase = sets.set(score, probabilityOfTheNextCase);
/// ```
///
/// Every guarantee here is of cases exchangeable with those it was calibrated on: it stops at the door of the site.
@NullMarked
package org.realfm.stats.selective;

import org.jspecify.annotations.NullMarked;
