package org.realfm.imaging.interventions;

import org.realfm.imaging.Resampling;

/// Loss of detail other than by a Gaussian.
final class Sharpness {

    private Sharpness() {}

    /// A steady motion along the rows' axis during the exposure: the mean over a length.
    ///
    /// @param distance that length in mm; nothing is done for 0
    static Grid motionBlur(Grid grid, double distance) {
        if (distance == 0) {
            return grid;
        }
        double length = distance / grid.spacing(1);
        int reach = (int) Math.ceil(length / 2);
        double[] kernel = new double[2 * reach + 1];
        for (int i = -reach; i <= reach; i++) {
            double covered = Math.min(i + 0.5, length / 2) - Math.max(i - 0.5, -length / 2);
            kernel[i + reach] = Math.max(0, covered) / length;
        }
        return grid.alongLines(1, line -> GaussianFilter.convolved(line, kernel));
    }

    /// Resampled to a coarser grid and back, by the filter of [org.realfm.imaging.Image2D#resize].
    ///
    /// @param pitch spacing of the coarser grid in mm; an axis whose own spacing is larger stays as it is
    static Grid resolution(Grid grid, double pitch) {
        Grid result = grid;
        for (int axis = 0; axis < (grid.slices() == 1 ? 2 : 3); axis++) {
            int length = grid.length(axis);
            int left = (int) Math.clamp(Math.round(length * grid.spacing(axis) / pitch), 1L, (long) length);
            Resampling down = Resampling.of(length, left);
            Resampling up = Resampling.of(left, length);
            result = result.alongLines(axis, line -> up.apply(down.apply(line)));
        }
        return result;
    }

    /// The twin of [#resolution]: to a grid twice as fine and back, so that values pass through as much arithmetic and
    /// no detail has to go. What is added lies between by cubic convolution; what comes back are means of two.
    static Grid roundTrip(Grid grid) {
        Grid result = grid;
        for (int axis = 0; axis < (grid.slices() == 1 ? 2 : 3); axis++) {
            result = result.alongLines(axis, line -> {
                double[] back = new double[line.length];
                for (int i = 0; i < line.length; i++) {
                    back[i] = (Cubic.between(line, i - 0.25) + Cubic.between(line, i + 0.25)) / 2;
                }
                return back;
            });
        }
        return result;
    }
}
