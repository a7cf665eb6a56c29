/// What is done to a picture or a volume before a model sees it, as a value.
///
/// Start at [org.realfm.imaging.preprocessing.Preprocessing]: an ordered list of [org.realfm.imaging.preprocessing.Step]s,
/// with a text that can be part of a digest. [org.realfm.imaging.preprocessing.Block] is what the steps work on.
@NullMarked
package org.realfm.imaging.preprocessing;

import org.jspecify.annotations.NullMarked;
