/// What a criterion is. A [Criterion] declares what it wants shown ([Stimulus]) and judges what was seen
/// ([CohortEvidence], [SubjectEvidence]) by intervals ([Decision]); its [Card] says what it asks and why.
@NullMarked
package org.realfm.run;

import org.jspecify.annotations.NullMarked;
