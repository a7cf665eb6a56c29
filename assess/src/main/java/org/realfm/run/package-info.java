/// From a study to its evidence. Start with [Assessment]: read top to bottom, it is the whole path. A [Criterion]
/// declares what it wants shown ([Stimulus]), the runner shows it, and the criterion turns what it sees
/// ([CohortEvidence], [SubjectEvidence]) into findings.
@NullMarked
package org.realfm.run;

import org.jspecify.annotations.NullMarked;
