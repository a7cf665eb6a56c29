package org.realfm.imaging.segmentation;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;

/// How far the surfaces of two masks lie apart, in mm: from each element of one the distance to the nearest element of
/// the other, both ways.
///
/// | | both surfaces empty | one empty |
/// |---|---|---|
/// | [#hausdorff()], [#hausdorff(double)], [#pooled(double)], [#average()] | no value | no value |
/// | [#normalisedSurfaceDice(double)] | no value | 0 |
///
/// Two empty masks agree that there is nothing; how well outlines agree cannot be said there, and counting it as
/// perfect would reward data without findings. A missing outline has no distance, and any number put in its place would
/// be a choice that the mean of many cases then hides: count such cases, and use the surface Dice for a measure that
/// takes them in. With [ImageEdge#CUT] a mask that fills the image has no surface either.
///
/// All measures are symmetric: which mask is named first does not matter.
public final class SurfaceDistances {

    /// From one surface to the other, and how much each element counts; no sizes where each counts 1.
    private record Directed(double[] distances, double[] sizes) {

        double size() {
            return within(Double.POSITIVE_INFINITY);
        }

        double sum() {
            double sum = 0;
            for (int i = 0; i < distances.length; i++) {
                sum += sizes.length == 0 ? distances[i] : distances[i] * sizes[i];
            }
            return sum;
        }

        double within(double tolerance) {
            double within = 0;
            for (int i = 0; i < distances.length; i++) {
                if (distances[i] <= tolerance) {
                    within += sizes.length == 0 ? 1 : sizes[i];
                }
            }
            return within;
        }

        double quantile(double share) {
            return sizes.length == 0
                    ? Selection.quantile(distances, share)
                    : Selection.quantile(distances, sizes, share);
        }

        Directed with(Directed other) {
            return new Directed(joined(distances, other.distances), joined(sizes, other.sizes));
        }

        private static double[] joined(double[] first, double[] second) {
            double[] joined = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, joined, first.length, second.length);
            return joined;
        }
    }

    private enum Surfaces {
        BOTH,
        ONE,
        NEITHER
    }

    private final Surfaces surfaces;
    private final Directed there;
    private final Directed back;

    private SurfaceDistances(Surfaces surfaces, Directed there, Directed back) {
        this.surfaces = surfaces;
        this.there = there;
        this.back = back;
    }

    /// Measures the distances between two masks.
    ///
    /// @throws IllegalArgumentException if the grids differ
    public static SurfaceDistances between(VoxelMask first, VoxelMask second, SurfaceKind kind, ImageEdge edge) {
        VoxelMask.requireSameGrid(first, second);
        Surface one = Surface.of(first, kind, edge);
        Surface other = Surface.of(second, kind, edge);
        boolean noFirst = one.places().isEmpty();
        boolean noSecond = other.places().isEmpty();
        if (noFirst || noSecond) {
            Directed nothing = new Directed(new double[0], new double[0]);
            return new SurfaceDistances(noFirst && noSecond ? Surfaces.NEITHER : Surfaces.ONE, nothing, nothing);
        }
        return new SurfaceDistances(
                Surfaces.BOTH,
                new Directed(DistanceTransform.at(one.places(), other.places()), one.sizes()),
                new Directed(DistanceTransform.at(other.places(), one.places()), other.sizes()));
    }

    /// The Hausdorff distance: the largest distance from an element of either surface to the other surface.
    public OptionalDouble hausdorff() {
        return hausdorff(1);
    }

    /// The larger of the two directed quantiles of the distances; 0.95 gives HD95. For [SurfaceKind#BORDER_VOXELS] the
    /// quantile interpolates linearly between order statistics (NumPy's default; Hyndman and Fan's type 7); for
    /// [SurfaceKind#ELEMENTS] it is the smallest distance within which this share of the surface's area lies (Nikolov
    /// et al. 2021, doi:10.2196/26151).
    ///
    /// @param share in (0, 1]
    public OptionalDouble hausdorff(double share) {
        requireShare(share);
        return ofBoth(() -> Math.max(there.quantile(share), back.quantile(share)));
    }

    /// The quantile of the distances of both directions together, which some tools also call HD95. Of two surfaces of
    /// unlike size the larger decides it; it is at most [#hausdorff(double)] but for interpolation.
    ///
    /// @param share in (0, 1]
    public OptionalDouble pooled(double share) {
        requireShare(share);
        return ofBoth(() -> there.with(back).quantile(share));
    }

    /// The average symmetric surface distance (ASSD): the mean distance over the elements of both surfaces together, by
    /// size where they have one.
    public OptionalDouble average() {
        return ofBoth(() -> (there.sum() + back.sum()) / (there.size() + back.size()));
    }

    /// The normalised surface distance (NSD), or surface Dice: the share of both surfaces together, by size where the
    /// elements have one, that lies within a tolerance of the other surface (Nikolov et al. 2021), in [0, 1].
    ///
    /// @param tolerance in mm, at least 0; a distance equal to it lies within
    public OptionalDouble normalisedSurfaceDice(double tolerance) {
        if (!(tolerance >= 0 && tolerance < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a tolerance is finite and at least 0 mm, found " + tolerance);
        }
        return surfaces == Surfaces.ONE
                ? OptionalDouble.of(0)
                : ofBoth(() -> (there.within(tolerance) + back.within(tolerance)) / (there.size() + back.size()));
    }

    private OptionalDouble ofBoth(DoubleSupplier value) {
        return surfaces == Surfaces.BOTH ? OptionalDouble.of(value.getAsDouble()) : OptionalDouble.empty();
    }

    private static void requireShare(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("a share of a surface lies in (0, 1], found " + share);
        }
    }
}
