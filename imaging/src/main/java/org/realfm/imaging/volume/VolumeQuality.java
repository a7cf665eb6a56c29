package org.realfm.imaging.volume;

import java.util.Arrays;
import org.realfm.imaging.Quality;

/// What can be measured of a volume's technical quality without knowing what it shows. Slices that are missing, uneven or
/// doubled in a series are findings of its geometry, made before there is a volume.
///
/// @param noise       median over slices of the noise's standard deviation, in the unit of the values: see
///                    [Quality#noise(float\[\], int, int)]; slices of one value do not count; 0 if none counts
/// @param blur        median over the same slices of [Quality#blur(float\[\], int, int)], from 0 (sharp) to 1
/// @param clipping    shares of voxels at the smallest and at the largest value; in CT the smallest is air or padding
/// @param fieldOfView millimetres that the grid covers along columns, rows and slices: voxels times spacing
/// @param blankSlices slices of one value throughout, such as padding
/// @param repeats     slices that equal the one before voxel by voxel, and are not blank: a copy in place of a slice
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record VolumeQuality(double noise, double blur, Quality.Clipping clipping, double[] fieldOfView, int blankSlices,
        int repeats) {

    /// Measures a volume, slice by slice along its third axis.
    ///
    /// @throws IllegalArgumentException if it has fewer than three rows or columns
    public static VolumeQuality of(Volume volume) {
        if (volume.columns() < 3 || volume.rows() < 3) {
            throw new IllegalArgumentException("expected at least 3 rows and columns, found " + volume);
        }
        float[] values = volume.values();
        int area = volume.columns() * volume.rows();
        double[] noise = new double[volume.slices()];
        double[] blur = new double[volume.slices()];
        int counted = 0;
        int blank = 0;
        int repeats = 0;
        for (int z = 0; z < volume.slices(); z++) {
            float[] slice = Arrays.copyOfRange(values, z * area, (z + 1) * area);
            if (isFlat(slice)) {
                blank++;
                continue;
            }
            repeats += z > 0 && Arrays.equals(values, z * area, (z + 1) * area, values, (z - 1) * area, z * area) ? 1 : 0;
            noise[counted] = Quality.noise(slice, volume.columns(), volume.rows());
            blur[counted] = Quality.blur(slice, volume.columns(), volume.rows());
            counted++;
        }
        double[] spacing = volume.affine().spacing();
        double[] covered = {volume.columns() * spacing[0], volume.rows() * spacing[1], volume.slices() * spacing[2]};
        return new VolumeQuality(median(noise, counted), median(blur, counted), Quality.Clipping.of(values), covered, blank, repeats);
    }

    private static boolean isFlat(float[] slice) {
        for (float value : slice) {
            if (value != slice[0]) {
                return false;
            }
        }
        return true;
    }

    private static double median(double[] numbers, int count) {
        if (count == 0) {
            return 0;
        }
        double[] sorted = Arrays.copyOf(numbers, count);
        Arrays.sort(sorted);
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    }

    /// Whether the body is cut by the edge of the field of view: the share of the voxels on the first and last columns and
    /// rows of all slices that are above a value, in [0, 1]. For CT, -500 HU tells body from air; tables and clothes are
    /// counted too.
    ///
    /// @param above the value, in the unit of the volume
    public static double cut(Volume volume, double above) {
        long inside = 0;
        long edge = 0;
        for (int z = 0; z < volume.slices(); z++) {
            for (int y = 0; y < volume.rows(); y++) {
                boolean whole = y == 0 || y == volume.rows() - 1;
                int step = whole ? 1 : Math.max(1, volume.columns() - 1);
                for (int x = 0; x < volume.columns(); x += step) {
                    edge++;
                    inside += volume.value(x, y, z) > above ? 1 : 0;
                }
            }
        }
        return (double) inside / edge;
    }
}
