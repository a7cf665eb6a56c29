package org.realfm.imaging.segmentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/// Lesion-wise Dice after the BraTS challenges of 2023 (Moawad et al. 2023, arXiv:2306.00838): each lesion of the
/// reference against all predicted lesions that touch it, together.
///
/// Parts of the reference that lie near each other are one lesion: those whose surroundings, all voxels within a reach
/// in mm, are connected (corners count). A predicted lesion (connected by corners) belongs to every reference lesion
/// whose surroundings it touches; one that touches none is a false positive. The challenge grows the reference by steps
/// of a cross of voxels of 1 mm; a reach in mm is the same in every spacing, but its ball is not their diamond.
///
/// | | no lesions at all | none in the reference | none in the prediction |
/// |---|---|---|---|
/// | [#dice()] | no value | 0 | 0 |
/// | [#sensitivity()] | no value | no value | 0 |
///
/// @param dices          each reference lesion's Dice with all that belongs to it, in the order of their first voxels;
///                       0 where nothing does
/// @param detected       reference lesions that something belongs to, though it may lie in their surroundings only
/// @param falsePositives predicted lesions that belong to none
public record LesionWise(List<Double> dices, int detected, int falsePositives) {

    public LesionWise {
        dices = List.copyOf(dices);
    }

    /// Compares two masks.
    ///
    /// @param reach in mm, finite, at least 0; 0 for the reference's components as they are
    /// @throws IllegalArgumentException if the grids differ
    public static LesionWise of(VoxelMask reference, VoxelMask prediction, double reach) {
        VoxelMask.requireSameGrid(reference, prediction);
        if (!(reach >= 0 && reach < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a reach is finite and at least 0 mm, found " + reach);
        }
        Components surroundings = Components.of(grown(reference, reach), Connectivity.CORNERS);
        Components parts = Components.of(reference, Connectivity.CORNERS);
        Components predictions = Components.of(prediction, Connectivity.CORNERS);
        int lesions = surroundings.count();
        // Each part of the reference lies in one lesion's surroundings, each predicted lesion may touch several.
        long[] size = new long[lesions + 1];
        surroundings.shared(parts, (lesion, part, count) -> size[lesion] += count);
        int[] lesionOf = new int[parts.count() + 1];
        surroundings.shared(parts, (lesion, part, count) -> lesionOf[part] = lesion);
        Map<Integer, Set<Integer>> touching = new HashMap<>();
        surroundings.shared(predictions, (lesion, predicted, count) -> touching
                .computeIfAbsent(lesion, none -> new HashSet<>())
                .add(predicted));
        long[] both = new long[lesions + 1];
        parts.shared(predictions, (part, predicted, count) -> both[lesionOf[part]] += count);
        List<Double> dices = new ArrayList<>();
        boolean[] belongs = new boolean[predictions.count() + 1];
        for (int lesion : Arrays.stream(lesionOf).skip(1).distinct().toArray()) {
            long predictedSize = 0;
            for (int predicted : touching.getOrDefault(lesion, Set.of())) {
                belongs[predicted] = true;
                predictedSize += predictions.size(predicted);
            }
            dices.add(2.0 * both[lesion] / (size[lesion] + predictedSize));
        }
        int falsePositives = 0;
        for (int predicted = 1; predicted < belongs.length; predicted++) {
            falsePositives += belongs[predicted] ? 0 : 1;
        }
        return new LesionWise(dices, touching.size(), falsePositives);
    }

    private static VoxelMask grown(VoxelMask mask, double reach) {
        if (reach == 0 || mask.isEmpty()) {
            return mask;
        }
        VoxelGrid grid = mask.grid();
        VoxelMask.Box box = mask.box();
        int x = (int) Math.min(grid.columns(), reach / grid.dx());
        int y = (int) Math.min(grid.rows(), reach / grid.dy());
        int z = (int) Math.min(grid.slices(), reach / grid.dz());
        VoxelMask near = VoxelMask.of(
                grid,
                (i, j, k) -> i >= box.left() - x
                        && i < box.right() + x
                        && j >= box.top() - y
                        && j < box.bottom() + y
                        && k >= box.front() - z
                        && k < box.back() + z);
        return near.where(DistanceTransform.at(near, mask), reach);
    }

    /// The sum of the reference lesions' Dice over their number plus the false positives, in [0, 1].
    public OptionalDouble dice() {
        return Overlap.ratio(dices.stream().mapToDouble(Double::doubleValue).sum(), dices.size() + falsePositives);
    }

    /// The share of reference lesions that something belongs to.
    public OptionalDouble sensitivity() {
        return Overlap.ratio(detected, dices.size());
    }
}
