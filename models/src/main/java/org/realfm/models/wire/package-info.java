/// What every way to a model behind a pipe or a network needs: [Secrets][org.realfm.models.wire.Secrets] that never
/// leave, [Endpoint][org.realfm.models.wire.Endpoint] with its limits and retries, and a
/// [Crew][org.realfm.models.wire.Crew] that asks several things at once.
@NullMarked
package org.realfm.models.wire;

import org.jspecify.annotations.NullMarked;
