/// Finding the same picture under another name: [DuplicateSearch] is the entry; [PerceptualHash], [HashIndex] and
/// [Registration] are its parts.
@NullMarked
package org.realfm.imaging.fingerprints;

import org.jspecify.annotations.NullMarked;
