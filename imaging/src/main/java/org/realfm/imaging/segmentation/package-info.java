/// How well one outline agrees with another, in pictures and volumes whose voxels need not be cubes.
///
/// Begin with a [VoxelGrid] and two [VoxelMask]s on it, then ask for what the question needs:
///
/// | question | measure |
/// |---|---|
/// | how much is shared? | [Overlap]: Dice, IoU, volumes |
/// | how far off is the outline? | [SurfaceDistances]: Hausdorff, HD95, ASSD, surface Dice at a tolerance |
/// | is a large structure's outline right? | [BoundaryOverlap]: boundary IoU |
/// | is a tube's course right? | [CentreLineDice], on [Skeleton]s |
/// | which lesions were found? | [LesionMatching] one to one; [LesionWise] as in BraTS |
///
/// Beneath lie the exact [DistanceTransform] and connected [Components]. What cannot be computed, because a mask is
/// empty, is an empty `OptionalDouble`, never NaN; each type has a table that says when. [ImageEdge] says what happens
/// where a structure touches the edge of the image, [SurfaceKind] what a surface is made of.
///
/// One measure never does: which to choose for what is in Maier-Hein et al. 2024 (doi:10.1038/s41592-023-02151-z) and
/// Reinke et al. 2024 (doi:10.1038/s41592-023-02150-0).
@NullMarked
package org.realfm.imaging.segmentation;

import org.jspecify.annotations.NullMarked;
