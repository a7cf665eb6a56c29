package org.realfm.imaging.phantom;

import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.phantom.solid.Bounds;
import org.realfm.imaging.volume.Volume;

/// Takes CT scans of a body in Hounsfield units.
///
/// The full model follows every X-ray: line integrals p of the attenuation straight through the solids, Poisson counts of mean
/// N exp(-p) (Beer and Lambert), their logarithm, and filtered back projection, slice by slice with parallel beams. The fast one
/// paints the solids on the grid and adds noise of the same power spectrum and local variance, see [CtNoise].
/// The beam has one energy, and there is no scatter: values need no correction.
public final class CtScan {

    private CtScan() {}

    /// How noise comes about.
    public enum Model {
        /// Projection, counts, back projection.
        FULL,
        /// Noise of a matched power spectrum.
        FAST
    }

    /// How a scan is taken.
    ///
    /// @param columns   of a slice; rows are as many
    /// @param slices    how many
    /// @param pixel     mm from column to column and row to row
    /// @param spacing   mm from slice to slice
    /// @param thickness of a slice in mm
    /// @param tilt      of the gantry in degrees, in [-30, 30]
    /// @param middle    height of the middle slice in mm
    /// @param photons   per ray of a view before the body, above 0: the dose. The standard deviation of noise falls with its
    ///                  square root
    /// @param views     over half a turn
    /// @param noise     seed of the noise, so that one body can be scanned twice
    /// @param model     how noise comes about
    public record Protocol(
            int columns, int slices, double pixel, double spacing, double thickness, double tilt, double middle,
            double photons, int views, long noise, Model model) {

        /// Chest and upper abdomen: 64 slices of 5 mm, 256 x 256 pixels of 1.5 mm, at a usual dose.
        public static final Protocol USUAL =
                new Protocol(256, 64, 1.5, 5, 5, 0, -10, 300_000, 360, 0, Model.FAST);

        public Protocol {
            if (columns < 8 || slices < 1 || views < 8) {
                throw new IllegalArgumentException("a scan has at least 8 columns, 1 slice and 8 views, found " + columns
                        + ", " + slices + " and " + views);
            }
            if (!(photons > 0 && photons < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a dose is finite and above 0 photons a ray, found " + photons);
            }
            if (!(Math.abs(tilt) <= 30)) {
                throw new IllegalArgumentException("a gantry tilts by -30 to 30 degrees, found " + tilt);
            }
        }

        /// The same at another dose.
        public Protocol withPhotons(double other) {
            return new Protocol(columns, slices, pixel, spacing, thickness, tilt, middle, other, views, noise, model);
        }

        /// The same with other noise.
        public Protocol withNoise(long seed) {
            return new Protocol(columns, slices, pixel, spacing, thickness, tilt, middle, photons, views, seed, model);
        }

        /// The same with another model of noise.
        public Protocol withModel(Model other) {
            return new Protocol(columns, slices, pixel, spacing, thickness, tilt, middle, photons, views, noise, other);
        }

        /// Some slices about another height.
        public Protocol about(double height, int count) {
            return new Protocol(columns, count, pixel, spacing, thickness, tilt, height, photons, views, noise, model);
        }

        Grid grid() {
            return Grid.axial(columns, columns, slices, middle, pixel, spacing, thickness, tilt);
        }

        /// Width of a bin of the detector in mm.
        double bin() {
            return 0.8 * pixel;
        }
    }

    /// A scan with all that is true of it.
    public static Phantom take(Body body, Protocol protocol) {
        Grid grid = protocol.grid();
        Raster.Seen seen = Raster.look(body, grid);
        SequencedMap<String, Double> how = Draft.intensity(
                "photons_per_ray", protocol.photons(), "views", protocol.views(), "gantry_tilt_deg", protocol.tilt());
        return Phantom.of(
                "ct", body, grid, seen.regions(), List.of(0, 1, 2), 5, how,
                new Phantom.Voxels(volume(body, protocol), -160, 240));
    }

    /// The scan alone: whole Hounsfield units in [-1024, 3071].
    public static Volume volume(Body body, Protocol protocol) {
        Grid grid = protocol.grid();
        float[] values = protocol.model() == Model.FULL ? full(body, grid, protocol) : fast(body, grid, protocol);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp((float) Math.rint(values[i]), -1024f, 3071f);
        }
        return Volume.of(grid.columns(), grid.rows(), grid.slices(), values, grid.affine());
    }

    private static SplitMix64 random(Body body, Protocol protocol, int slice) {
        return new SplitMix64(new SplitMix64(body.seed() + 31 * protocol.noise()).nextLong() + slice);
    }

    private static float[] full(Body body, Grid grid, Protocol protocol) {
        int size = grid.columns() * grid.rows();
        float[] values = new float[size * grid.slices()];
        IntStream.range(0, grid.slices()).parallel().forEach(slice -> {
            int bins = (int) Math.ceil(2 * reach(body, grid, slice) / protocol.bin());
            Sinogram truth = Sinogram.of(
                    body, grid, slice, protocol.views(), bins, protocol.bin(), Math.max(1, (int) (grid.thickness() / 2)));
            SplitMix64 random = random(body, protocol, slice);
            double[] measured = truth.values().clone();
            for (int i = 0; i < measured.length; i++) {
                double counts = Quanta.poisson(protocol.photons() * StrictMath.exp(-measured[i]), random);
                // A ray that nothing came through is taken for one quantum.
                measured[i] = StrictMath.log(protocol.photons() / Math.max(1, counts));
            }
            double[] mu = new Backprojection(bins, protocol.bin())
                    .slice(
                            new Sinogram(truth.views(), bins, truth.width(), measured), grid.columns(), grid.rows(),
                            grid.affine().spacing());
            for (int i = 0; i < size; i++) {
                values[slice * size + i] = (float) (1000 * (mu[i] / Attenuation.WATER - 1));
            }
        });
        return values;
    }

    private static float[] fast(Body body, Grid grid, Protocol protocol) {
        float[] values = Raster.paint(body, grid, body.intensities("hu"), -1000, 2);
        double[] spacing = grid.affine().spacing();
        CtNoise noise = new CtNoise(grid.columns(), grid.rows(), spacing, protocol.bin());
        double[] energy = new Backprojection(2 * grid.columns(), protocol.bin()).energy();
        int size = grid.columns() * grid.rows();
        IntStream.range(0, (grid.slices() + 1) / 2).parallel().forEach(couple -> {
            double[][] fields = noise.pair(random(body, protocol, 2 * couple));
            // Neighbouring slices weaken alike.
            double[] deviation = CtNoise.deviation(body, grid, 2 * couple, protocol, energy);
            for (int slice = 2 * couple; slice < Math.min(2 * couple + 2, grid.slices()); slice++) {
                double[] field = fields[slice % 2];
                for (int i = 0; i < size; i++) {
                    int at = i / grid.columns() * noise.side() + i % grid.columns();
                    values[slice * size + i] += (float) (deviation[i] * field[at]);
                }
            }
        });
        return values;
    }

    /// Half of what a detector must see so that nothing of the body is missed: from the middle of the slice, in mm.
    static double reach(Body body, Grid grid, int slice) {
        double[] middle = grid.affine().place((grid.columns() - 1) / 2.0, (grid.rows() - 1) / 2.0, slice);
        double[] spacing = grid.affine().spacing();
        // All of the picture too.
        double reach = 0.5 * Math.sqrt(
                StrictMath.pow(grid.columns() * spacing[0], 2) + StrictMath.pow(grid.rows() * spacing[1], 2));
        for (Body.Placed placed : body.within(grid.slab(slice))) {
            Bounds box = placed.shape().bounds();
            double dx = Math.max(Math.abs(box.xLow() - middle[0]), Math.abs(box.xHigh() - middle[0]));
            double dy = Math.max(Math.abs(box.yLow() - middle[1]), Math.abs(box.yHigh() - middle[1]));
            reach = Math.max(reach, Math.sqrt(dx * dx + dy * dy));
        }
        return reach + 4;
    }
}
