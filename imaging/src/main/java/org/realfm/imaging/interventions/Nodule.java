package org.realfm.imaging.interventions;

import java.util.Arrays;
import org.realfm.imaging.Mask;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;

/// An ellipsoid of one tissue in a volume, with the noise of its surroundings and partial volume at its surface.
///
/// A voxel of which the share w lies inside becomes `v + w (value + n - v)`. Its noise n is what the voxel had: v minus
/// the median of the 5 x 5 voxels around it in its slice, so that the noise keeps its strength and spectrum; or 0 where
/// that is beyond three robust standard deviations (1.4826 times the median absolute value outside, close by), so that
/// vessels do not show through.
///
/// A classifier told nodules put in from the same ones scanned with the patient, on CT phantoms, with an AUROC of 0.57 to 0.76
/// (`docs/design/018-interventions.md`): findings may rest on them only where [Separation] holds on the scans at hand.
///
/// @param x        centre, mm, LPS
/// @param y        centre
/// @param z        centre
/// @param dx       diameter along x, mm, above 0
/// @param dy       diameter along y
/// @param dz       diameter along z
/// @param value    of the tissue, in the volume's unit: for computed tomography HU
public record Nodule(double x, double y, double z, double dx, double dy, double dz, double value)
        implements VolumeIntervention {

    private static final int SUBSAMPLES = 4;
    private static final int REACH = 2;

    public Nodule {
        if (!(dx > 0 && dy > 0 && dz > 0 && Double.isFinite(x + y + z + dx + dy + dz + value))) {
            throw new IllegalArgumentException("no such nodule: at " + x + ", " + y + ", " + z + " mm, diameters " + dx
                    + ", " + dy + ", " + dz + " mm, value " + value);
        }
    }

    @Override
    public String id() {
        return "nodule:at=" + x + "," + y + "," + z + ":mm=" + dx + "," + dy + "," + dz + ":value=" + value;
    }

    /// The twin without meaning: the voxels of its mirror image (columns exchanged) made again.
    public RemadeNodule sham() {
        return new RemadeNodule(this, true);
    }

    /// Its voxels made again from what surrounds them: a lesion there is gone.
    public RemadeNodule removal() {
        return new RemadeNodule(this, false);
    }

    @Override
    public Volume apply(Volume volume, Scale scale, long seed) {
        return added(Grid.of(volume, scale)).volume();
    }

    Grid added(Grid grid) {
        Box box = box(grid);
        double limit = 3 * noise(grid, box);
        float[] samples = grid.samples().clone();
        for (int slice = box.low[2]; slice <= box.high[2]; slice++) {
            for (int row = box.low[1]; row <= box.high[1]; row++) {
                for (int column = box.low[0]; column <= box.high[0]; column++) {
                    double share = share(grid.affine(), column, row, slice);
                    double residual = residual(grid, column, row, slice);
                    double own = Math.abs(residual) <= limit ? residual : 0;
                    int at = (slice * grid.rows() + row) * grid.columns() + column;
                    samples[at] += (float) (share * (value + own - samples[at]));
                }
            }
        }
        return grid.with(samples);
    }

    /// The pixels of a slice of which a share lies inside.
    Mask mask(Grid grid, int slice) {
        Box box = box(grid);
        return Mask.of(grid.columns(), grid.rows(), (column, row) ->
                box.holds(column, row, slice) && share(grid.affine(), column, row, slice) > 0);
    }

    /// The voxels that may lie inside: a range of indices on each axis, empty where low is above high.
    private record Box(int[] low, int[] high) {
        boolean holds(int column, int row, int slice) {
            return column >= low[0] && column <= high[0] && row >= low[1] && row <= high[1]
                    && slice >= low[2] && slice <= high[2];
        }
    }

    private Box box(Grid grid) {
        double[] least = new double[3];
        double[] most = new double[3];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        for (int corner = 0; corner < 8; corner++) {
            double[] voxel = grid.affine().voxel(
                    x + dx * ((corner & 1) - 0.5), y + dy * ((corner >> 1 & 1) - 0.5), z + dz * ((corner >> 2) - 0.5));
            for (int axis = 0; axis < 3; axis++) {
                least[axis] = Math.min(least[axis], voxel[axis]);
                most[axis] = Math.max(most[axis], voxel[axis]);
            }
        }
        int[] low = new int[3];
        int[] high = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            low[axis] = (int) Math.max(0, Math.floor(least[axis]));
            high[axis] = (int) Math.min(grid.length(axis) - 1, Math.ceil(most[axis]));
        }
        return new Box(low, high);
    }

    /// The share of a voxel that lies inside.
    private double share(Affine affine, int column, int row, int slice) {
        int inside = 0;
        for (int i = 0; i < SUBSAMPLES * SUBSAMPLES * SUBSAMPLES; i++) {
            double[] place = affine.place(
                    column + (i % SUBSAMPLES + 0.5) / SUBSAMPLES - 0.5,
                    row + (i / SUBSAMPLES % SUBSAMPLES + 0.5) / SUBSAMPLES - 0.5,
                    slice + (i / SUBSAMPLES / SUBSAMPLES + 0.5) / SUBSAMPLES - 0.5);
            double u = 2 * (place[0] - x) / dx;
            double v = 2 * (place[1] - y) / dy;
            double w = 2 * (place[2] - z) / dz;
            inside += u * u + v * v + w * w <= 1 ? 1 : 0;
        }
        return (double) inside / (SUBSAMPLES * SUBSAMPLES * SUBSAMPLES);
    }

    /// A voxel minus the median of its surroundings in its slice.
    private static double residual(Grid grid, int column, int row, int slice) {
        double[] around = new double[(2 * REACH + 1) * (2 * REACH + 1)];
        int count = 0;
        for (int r = Math.max(0, row - REACH); r <= Math.min(grid.rows() - 1, row + REACH); r++) {
            for (int c = Math.max(0, column - REACH); c <= Math.min(grid.columns() - 1, column + REACH); c++) {
                around[count++] = grid.samples()[(slice * grid.rows() + r) * grid.columns() + c];
            }
        }
        Arrays.sort(around, 0, count);
        return grid.samples()[(slice * grid.rows() + row) * grid.columns() + column] - around[count / 2];
    }

    /// Robust standard deviation of the residuals in and around the box, outside of the ellipsoid where there is any such
    /// voxel.
    private double noise(Grid grid, Box box) {
        int margin = 2 * REACH;
        double[] around = new double[16];
        int count = 0;
        for (int slice = box.low[2]; slice <= box.high[2]; slice++) {
            for (int row = Math.max(0, box.low[1] - margin); row <= Math.min(grid.rows() - 1, box.high[1] + margin); row++) {
                for (int column = Math.max(0, box.low[0] - margin);
                        column <= Math.min(grid.columns() - 1, box.high[0] + margin); column++) {
                    if (!box.holds(column, row, slice) || share(grid.affine(), column, row, slice) == 0) {
                        around = count == around.length ? Arrays.copyOf(around, 2 * count) : around;
                        around[count++] = Math.abs(residual(grid, column, row, slice));
                    }
                }
            }
        }
        Arrays.sort(around, 0, count);
        return count == 0 ? 0 : 1.4826 * around[count / 2];
    }
}
