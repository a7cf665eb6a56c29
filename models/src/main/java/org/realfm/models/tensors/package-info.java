/// How a picture becomes a tensor and how a tensor becomes a score, the same for a network in this process and for one
/// behind a server.
@NullMarked
package org.realfm.models.tensors;

import org.jspecify.annotations.NullMarked;
