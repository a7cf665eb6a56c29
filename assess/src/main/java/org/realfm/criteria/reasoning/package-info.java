/// Probes of reasoning. Begin with [org.realfm.criteria.reasoning.CausalShortcut]: it asks whether something that cannot
/// cause the condition moves the score, by experiment ([org.realfm.criteria.reasoning.EditEffects]) and by observation
/// ([org.realfm.criteria.reasoning.NuisanceAssociation]).
@NullMarked
package org.realfm.criteria.reasoning;

import org.jspecify.annotations.NullMarked;
