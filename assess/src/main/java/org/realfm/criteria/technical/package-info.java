/// Technical readiness: does it hold away from home ([org.realfm.criteria.technical.ExternalGap]), on worse films
/// ([org.realfm.criteria.technical.Corruptions]), and when it is asked again
/// ([org.realfm.criteria.technical.TestRetest])?
@NullMarked
package org.realfm.criteria.technical;

import org.jspecify.annotations.NullMarked;
