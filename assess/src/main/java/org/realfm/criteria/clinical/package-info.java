/// Clinical value: whether acting on the model is worth it ([org.realfm.criteria.clinical.DecisionCurve]) and whether the
/// study was planned large enough to tell ([org.realfm.criteria.clinical.SampleSizePlan]).
@NullMarked
package org.realfm.criteria.clinical;

import org.jspecify.annotations.NullMarked;
