package org.realfm.imaging.segmentation;

import java.util.OptionalDouble;

/// Centre-line Dice, clDice (Shit et al. 2021, doi:10.1109/CVPR46437.2021.01629), for vessels, airways and other tubes:
/// whether the two masks have the same course, whatever their calibre. Centre lines are [Skeleton]s. Each voxel of one
/// counts the same, so a course along the thick axis of a voxel counts less per mm.
///
/// | | both empty | one empty |
/// |---|---|---|
/// | [#precision()] | no value | no value where the prediction is empty, 0 where the reference is |
/// | [#sensitivity()] | no value | no value where the reference is empty, 0 where the prediction is |
/// | [#dice()] | no value | 0 |
///
/// @param predictedLine   voxels of the prediction's centre line
/// @param predictedInside those of them in the reference
/// @param referenceLine   voxels of the reference's centre line
/// @param referenceInside those of them in the prediction
public record CentreLineDice(long predictedLine, long predictedInside, long referenceLine, long referenceInside) {

    /// Compares two masks.
    ///
    /// @throws IllegalArgumentException if the grids differ
    public static CentreLineDice of(VoxelMask reference, VoxelMask prediction) {
        VoxelMask.requireSameGrid(reference, prediction);
        VoxelMask predicted = Skeleton.of(prediction);
        VoxelMask referenced = Skeleton.of(reference);
        return new CentreLineDice(
                predicted.count(),
                predicted.and(reference).count(),
                referenced.count(),
                referenced.and(prediction).count());
    }

    /// Topology precision: the share of the prediction's centre line that lies in the reference.
    public OptionalDouble precision() {
        return Overlap.ratio(predictedInside, predictedLine);
    }

    /// Topology sensitivity: the share of the reference's centre line that lies in the prediction.
    public OptionalDouble sensitivity() {
        return Overlap.ratio(referenceInside, referenceLine);
    }

    /// The harmonic mean of the two, in [0, 1]; 0 where both are 0.
    public OptionalDouble dice() {
        if (predictedLine == 0 && referenceLine == 0) {
            return OptionalDouble.empty();
        }
        double precision = precision().orElse(0);
        double sensitivity = sensitivity().orElse(0);
        return OptionalDouble.of(
                precision + sensitivity == 0 ? 0 : 2 * precision * sensitivity / (precision + sensitivity));
    }
}
