/// How a picture or a volume becomes a tensor and how a tensor becomes a score, the same for a network in this process and for
/// one behind a server: [PictureInput] makes inputs, [ScoreOutput] reads outputs, [Inputs] shows pictures through both and
/// combines tiles, [Signature] holds a network against what the study file says of it.
@NullMarked
package org.realfm.models.tensors;

import org.jspecify.annotations.NullMarked;
