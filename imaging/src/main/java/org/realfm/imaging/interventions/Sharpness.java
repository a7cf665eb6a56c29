package org.realfm.imaging.interventions;

import org.realfm.imaging.Resampling;

/// Loss of detail other than by a Gaussian.
final class Sharpness {

    private Sharpness() {}

    /// A steady motion along the rows' axis during the exposure: the mean over all shifts by up to half a length either
    /// way, between samples by linear interpolation.
    ///
    /// @param distance that length in mm; nothing is done for 0
    static Grid motionBlur(Grid grid, double distance) {
        if (distance == 0) {
            return grid;
        }
        double half = distance / grid.spacing(1) / 2;
        int reach = (int) Math.ceil(half + 1);
        double[] kernel = new double[2 * reach + 1];
        for (int i = -reach; i <= reach; i++) {
            kernel[i + reach] = (triangleBelow(i + half) - triangleBelow(i - half)) / (2 * half);
        }
        return grid.alongLines(1, line -> GaussianFilter.convolved(line, kernel));
    }

    /// The area below `t` of the triangle from -1 to 1 of height 1.
    private static double triangleBelow(double t) {
        double from = Math.clamp(t + 1, 0.0, 1.0);
        double to = Math.clamp(1 - t, 0.0, 1.0);
        return t < 0 ? from * from / 2 : 1 - to * to / 2;
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
