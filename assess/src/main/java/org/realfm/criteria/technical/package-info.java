/// Technical readiness. How right the answers are: whether the score orders patients
/// ([org.realfm.criteria.technical.Ranking]), what happens at the locked threshold
/// ([org.realfm.criteria.technical.OperatingPointCriterion]), whether the probabilities mean anything
/// ([org.realfm.criteria.technical.CalibrationCriterion]) and whether something cheap does as well
/// ([org.realfm.criteria.technical.BaselineParity]). Whether that lasts: away from home
/// ([org.realfm.criteria.technical.ExternalGap]), on worse films ([org.realfm.criteria.technical.Corruptions]), and when
/// the model is asked again ([org.realfm.criteria.technical.TestRetest]). [org.realfm.criteria.technical.PatientScores],
/// [org.realfm.criteria.technical.NonInferiority], [org.realfm.criteria.technical.MoreCases] and
/// [org.realfm.criteria.technical.Figures] are what several of them share.
@NullMarked
package org.realfm.criteria.technical;

import org.jspecify.annotations.NullMarked;
