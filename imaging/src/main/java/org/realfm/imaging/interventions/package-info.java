/// Known changes to a picture or a volume. [Intervention] is the port for pictures, [VolumeIntervention] that for volumes.
///
/// Start at [Operator], the table of what comes in five severities of a physical parameter; an [Alteration] is an operator
/// at a severity, or its sham. `docs/interventions.md` shows each. The kernels work on a [Grid], which a picture and a
/// volume both are: [Noise], [GaussianFilter] and [Sharpness], [KSpace] and [BiasField] (on [org.realfm.imaging.Fourier]), [Tone] and
/// [Stain], [Geometry], and for parts made again [Patches] (on [SeamlessClone]).
///
/// With parameters of the caller's own: lesions, [FilmNodule], [Nodule] and the soft [Opacity]; [Injection], an instruction
/// in the pixels; [Mirroring], the full factorial of what says left and right.
///
/// A [Corruption] degrades by a share of a picture's size and scale. An [Edit] changes known pixels and has an [Inpainting]
/// as its sham twin and as its removal. A [DuplicateCopy] plants what a search for duplicates must find. [Fidelity] says
/// whether edited patches can be told.
@NullMarked
package org.realfm.imaging.interventions;

import org.jspecify.annotations.NullMarked;
