package org.realfm.imaging.segmentation;

import java.util.OptionalDouble;

/// How two masks overlap, voxel by voxel. Where the image cuts the structure makes no difference here.
///
/// | | both empty | one empty |
/// |---|---|---|
/// | [#dice()], [#iou()] | no value | 0 |
/// | [#volumeDifference()] | 0 | the volume of the other, with its sign |
/// | [#relativeVolumeDifference()] | no value | −1 where the prediction is empty; no value where the reference is |
///
/// A Dice of two empty masks is 0/0. Taken as 1, a model that finds nothing would score the better the more cases have
/// nothing; such cases are judged by [#falsePositiveVolume()] and how often it is above 0.
///
/// @param both           voxels in both masks
/// @param predictionOnly voxels in the prediction and not in the reference
/// @param referenceOnly  voxels in the reference and not in the prediction
/// @param voxelVolume    mm³ (a pixel's mm² in a picture)
public record Overlap(long both, long predictionOnly, long referenceOnly, double voxelVolume) {

    /// Counts the overlap of two masks.
    ///
    /// @throws IllegalArgumentException if the grids differ
    public static Overlap of(VoxelMask reference, VoxelMask prediction) {
        VoxelMask.requireSameGrid(reference, prediction);
        long both = 0;
        long predictionOnly = 0;
        long referenceOnly = 0;
        for (int i = 0; i < reference.words().length; i++) {
            long r = reference.words()[i];
            long p = prediction.words()[i];
            both += Long.bitCount(r & p);
            predictionOnly += Long.bitCount(p & ~r);
            referenceOnly += Long.bitCount(r & ~p);
        }
        return new Overlap(both, predictionOnly, referenceOnly, reference.grid().voxelVolume());
    }

    /// 2 |R ∩ P| / (|R| + |P|), in [0, 1] (Dice 1945, doi:10.2307/1932409).
    public OptionalDouble dice() {
        return ratio(2.0 * both, 2.0 * both + predictionOnly + referenceOnly);
    }

    /// Intersection over union, or Jaccard index: |R ∩ P| / |R ∪ P|, in [0, 1].
    public OptionalDouble iou() {
        return ratio(both, (double) both + predictionOnly + referenceOnly);
    }

    /// mm³ of the reference.
    public double referenceVolume() {
        return (both + referenceOnly) * voxelVolume;
    }

    /// mm³ of the prediction.
    public double predictedVolume() {
        return (both + predictionOnly) * voxelVolume;
    }

    /// mm³ of the prediction outside the reference.
    public double falsePositiveVolume() {
        return predictionOnly * voxelVolume;
    }

    /// mm³ by which the prediction is larger than the reference; negative where it is smaller.
    public double volumeDifference() {
        return (predictionOnly - referenceOnly) * voxelVolume;
    }

    /// The volume difference as a share of the reference's volume, at least −1.
    public OptionalDouble relativeVolumeDifference() {
        return ratio(predictionOnly - referenceOnly, both + referenceOnly);
    }

    static OptionalDouble ratio(double part, double whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of(part / whole);
    }
}
