/// Known changes to a picture. [Intervention] is the port: a [Corruption] degrades, an [Edit] adds what should not
/// matter (or, for scale, what should), [Inpainting] is its sham twin and its removal, and [DuplicateCopy] plants
/// copies that a search for duplicates must find.
@NullMarked
package org.realfm.imaging.interventions;

import org.jspecify.annotations.NullMarked;
