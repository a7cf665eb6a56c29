/// Known changes to a picture. [Intervention] is the port: a [Corruption] degrades, an [Edit] adds what should not matter
/// and has an [Inpainting] as its sham twin and as its removal, an [Opacity] adds what should matter, and a
/// [DuplicateCopy] plants what a search for duplicates must find. [Fidelity] says whether shams can be told.
@NullMarked
package org.realfm.imaging.interventions;

import org.jspecify.annotations.NullMarked;
