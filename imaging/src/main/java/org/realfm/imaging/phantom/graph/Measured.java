package org.realfm.imaging.phantom.graph;

import java.util.List;
import java.util.Optional;
import org.realfm.imaging.segmentation.VoxelMask;
import org.realfm.imaging.volume.Affine;

/// Measures regions on a grid.
public final class Measured {

    private Measured() {}

    /// What a mask measures.
    ///
    /// @param affine where the voxels lie
    /// @return empty if the mask is
    public static Optional<SceneObject.Region> of(VoxelMask mask, Affine affine) {
        if (mask.isEmpty()) {
            return Optional.empty();
        }
        VoxelMask.Box box = mask.box();
        double[] sum = new double[3];
        double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        long[] area = new long[mask.grid().slices()];
        for (int z = box.front(); z < box.back(); z++) {
            for (int y = box.top(); y < box.bottom(); y++) {
                int first = -1;
                int last = -1;
                long count = 0;
                double columnsSum = 0;
                for (int x = box.left(); x < box.right(); x++) {
                    if (mask.contains(x, y, z)) {
                        first = first < 0 ? x : first;
                        last = x;
                        count++;
                        columnsSum += x;
                    }
                }
                if (count > 0) {
                    area[z] += count;
                    double[] middle = affine.place(columnsSum / count, y, z);
                    for (int i = 0; i < 3; i++) {
                        sum[i] += count * middle[i];
                    }
                    widen(affine.place(first, y, z), low, high);
                    widen(affine.place(last, y, z), low, high);
                }
            }
        }
        long count = mask.count();
        // From the centres of the outermost voxels to their outsides.
        double[] half = new double[3];
        for (int axis = 0; axis < mask.grid().dimensions(); axis++) {
            double[] step = affine.step(axis);
            for (int i = 0; i < 3; i++) {
                half[i] += 0.5 * Math.abs(step[i]);
            }
        }
        return Optional.of(new SceneObject.Region(
                List.of(sum[0] / count, sum[1] / count, sum[2] / count),
                List.of(low[0] - half[0], low[1] - half[1], low[2] - half[2]),
                List.of(high[0] + half[0], high[1] + half[1], high[2] + half[2]), mask.volume(), count,
                mask.grid().dimensions() == 2 ? Optional.empty() : Optional.of(slices(mask, area))));
    }

    private static void widen(double[] place, double[] low, double[] high) {
        for (int i = 0; i < 3; i++) {
            low[i] = Math.min(low[i], place[i]);
            high[i] = Math.max(high[i], place[i]);
        }
    }

    private static SceneObject.Slices slices(VoxelMask mask, long[] area) {
        int first = area.length;
        int last = 0;
        int largest = 0;
        for (int z = 0; z < area.length; z++) {
            if (area[z] > 0) {
                first = Math.min(first, z);
                last = z;
            }
            largest = area[z] > area[largest] ? z : largest;
        }
        return new SceneObject.Slices(
                first, last, largest, area[largest] * mask.grid().dx() * mask.grid().dy());
    }
}
