/// Finding the same picture under another name: make [Film]s and ask a [DuplicateSearch]; [PerceptualHash] and
/// [HashIndex] are of use alone.
@NullMarked
package org.realfm.imaging.fingerprints;

import org.jspecify.annotations.NullMarked;
