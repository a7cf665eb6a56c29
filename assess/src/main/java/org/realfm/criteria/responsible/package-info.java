/// Responsible use: whether groups are served alike ([org.realfm.criteria.responsible.FairnessGaps]), what is never to be
/// missed ([org.realfm.criteria.responsible.CriticalMiss]), and whether the label is true
/// ([org.realfm.criteria.responsible.ModelCard]).
@NullMarked
package org.realfm.criteria.responsible;

import org.jspecify.annotations.NullMarked;
