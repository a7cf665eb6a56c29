package org.realfm.imaging.phantom;

import org.realfm.imaging.phantom.solid.Bounds;
import org.realfm.imaging.phantom.solid.Ray;

/// The parallel projections of one slice: line integrals of the attenuation over half a turn, straight from the solids.
///
/// @param views    projections, evenly over 180 degrees
/// @param bins     of the detector
/// @param width    of a bin in mm
/// @param values   line integrals without unit, views slowest
record Sinogram(int views, int bins, double width, double[] values) {

    /// Projects a slice.
    ///
    /// @param depth how many planes across the thickness are averaged
    static Sinogram of(Body body, Grid grid, int slice, int views, int bins, double width, int depth) {
        Bounds slab = grid.slab(slice);
        // A tilted plane leaves the heights of its picture outside of it.
        double beyond = Math.abs(grid.affine().step(1)[2]) * grid.rows();
        Tracer tracer = new Tracer(body.within(Bounds.between(slab.zLow() - beyond, slab.zHigh() + beyond)));
        double[] mu = Attenuation.of(body);
        double[] values = new double[views * bins];
        double[] right = unit(grid.affine().step(0));
        double[] down = unit(grid.affine().step(1));
        double[] sum = new double[1];
        for (int plane = 0; plane < depth; plane++) {
            double at = slice + grid.thickness() / grid.normal() * ((plane + 0.5) / depth - 0.5);
            double[] middle = grid.affine().place((grid.columns() - 1) / 2.0, (grid.rows() - 1) / 2.0, at);
            for (int view = 0; view < views; view++) {
                double angle = Math.PI * view / views;
                double cos = StrictMath.cos(angle);
                double sin = StrictMath.sin(angle);
                for (int bin = 0; bin < bins; bin++) {
                    double s = (bin - (bins - 1) / 2.0) * width;
                    Ray ray = new Ray(
                            middle[0] + s * (cos * right[0] + sin * down[0]),
                            middle[1] + s * (cos * right[1] + sin * down[1]),
                            middle[2] + s * (cos * right[2] + sin * down[2]),
                            -sin * right[0] + cos * down[0], -sin * right[1] + cos * down[1],
                            -sin * right[2] + cos * down[2]);
                    sum[0] = 0;
                    tracer.onTop(ray, (structure, enter, exit) -> sum[0] += mu[structure] * (exit - enter));
                    values[view * bins + bin] += sum[0] / depth;
                }
            }
        }
        return new Sinogram(views, bins, width, values);
    }

    private static double[] unit(double[] v) {
        double length = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
        return new double[] {v[0] / length, v[1] / length, v[2] / length};
    }
}
