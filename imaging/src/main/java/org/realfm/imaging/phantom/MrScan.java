package org.realfm.imaging.phantom;

import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.volume.Volume;

/// Takes MR images of a body: spin echo, `S = 1000 PD (1 - exp(-TR/T1)) exp(-TE/T2)`, times a smooth field of sensitivity, with
/// the noise of a magnitude image (Rice; Gudbjartsson and Patz 1995, doi:10.1002/mrm.1910340618): the length of
/// (S + n1, n2) with normal n1, n2 of one standard deviation.
public final class MrScan {

    /// Terms of the sensitivity along each axis.
    private static final int WAVES = 3;

    private MrScan() {}

    /// What contrast depends on.
    public enum Weighting {
        T1(520, 14),
        T2(4500, 100),
        PD(2600, 18);

        private final double repetition;
        private final double echo;

        Weighting(double repetition, double echo) {
            this.repetition = repetition;
            this.echo = echo;
        }

        /// The repetition time TR in ms.
        public double repetition() {
            return repetition;
        }

        /// The echo time TE in ms.
        public double echo() {
            return echo;
        }
    }

    /// How images are taken.
    ///
    /// @param columns    of a slice; rows are as many
    /// @param slices     how many
    /// @param pixel      mm from column to column and row to row
    /// @param spacing    mm from slice to slice
    /// @param thickness  of a slice in mm
    /// @param middle     height of the middle slice in mm
    /// @param repetition TR in ms, above 0
    /// @param echo       TE in ms, above 0
    /// @param deviation  of the noise in each of the two channels, in units of the signal (1000 for water without
    ///                   relaxation), at least 0
    /// @param bias       how far sensitivity strays from 1 at the most, in [0, 0.9]
    /// @param noise      seed of the noise and of the sensitivity
    public record Protocol(
            int columns, int slices, double pixel, double spacing, double thickness, double middle, double repetition,
            double echo, double deviation, double bias, long noise) {

        public Protocol {
            if (columns < 8 || slices < 1) {
                throw new IllegalArgumentException(
                        "a scan has at least 8 columns and 1 slice, found " + columns + " and " + slices);
            }
            if (!(repetition > 0 && echo > 0 && deviation >= 0 && bias >= 0 && bias <= 0.9)) {
                throw new IllegalArgumentException(
                        "times are above 0, noise at least 0, bias in [0, 0.9]; found TR " + repetition + ", TE " + echo
                                + ", noise " + deviation + ", bias " + bias);
            }
        }

        /// A head: 24 slices of 5 mm, 256 x 256 pixels of 0.9 mm.
        public static Protocol usual(Weighting weighting) {
            return new Protocol(
                    256, 24, 0.9, 5, 5, 24, weighting.repetition, weighting.echo, 7, 0.18, 0);
        }

        /// The same with other noise.
        public Protocol withNoise(double standard, long seed) {
            return new Protocol(
                    columns, slices, pixel, spacing, thickness, middle, repetition, echo, standard, bias, seed);
        }

        /// The same with another field of sensitivity.
        public Protocol withBias(double most) {
            return new Protocol(
                    columns, slices, pixel, spacing, thickness, middle, repetition, echo, deviation, most, noise);
        }

        /// Some slices about another height.
        public Protocol about(double height, int count) {
            return new Protocol(
                    columns, count, pixel, spacing, thickness, height, repetition, echo, deviation, bias, noise);
        }

        Grid grid() {
            return Grid.axial(columns, columns, slices, middle, pixel, spacing, thickness, 0);
        }
    }

    /// The signal of a tissue.
    ///
    /// @param t1 longitudinal relaxation time in ms
    /// @param t2 transverse relaxation time in ms
    /// @param pd proton density, 1 for water
    public static double signal(double t1, double t2, double pd, double repetition, double echo) {
        return 1000 * pd * (1 - StrictMath.exp(-repetition / t1)) * StrictMath.exp(-echo / t2);
    }

    /// Images with all that is true of them.
    public static Phantom take(Body body, Protocol protocol) {
        Grid grid = protocol.grid();
        Volume volume = volume(body, protocol);
        SequencedMap<String, Double> how = Draft.intensity(
                "field_t", 1.5, "tr_ms", protocol.repetition(), "te_ms", protocol.echo(), "noise_sd", protocol.deviation(),
                "bias", protocol.bias());
        float[] values = volume.values();
        Arrays.sort(values);
        double bright = values[values.length - 1 - values.length / 200];
        return Phantom.of(
                "mr", body, grid, Raster.look(body, grid).regions(), List.of(0, 1, 2), 3, how,
                new Phantom.Voxels(volume, 0, Math.max(1, bright)));
    }

    /// The images alone: whole numbers, at least 0.
    public static Volume volume(Body body, Protocol protocol) {
        Grid grid = protocol.grid();
        double[] signals = body.structures().stream()
                .mapToDouble(s -> signal(
                        s.intensity("t1_ms"), s.intensity("t2_ms"), s.intensity("pd"), protocol.repetition(),
                        protocol.echo()))
                .toArray();
        float[] values = Raster.paint(body, grid, signals, 0, 2);
        SplitMix64 random = new SplitMix64(new SplitMix64(body.seed() ^ 0x4D52L).nextLong() + protocol.noise());
        double[] waves = waves(random);
        long seed = random.nextLong();
        int size = grid.columns() * grid.rows();
        IntStream.range(0, grid.slices()).parallel().forEach(slice -> {
            SplitMix64 own = new SplitMix64(seed + slice);
            double w = grid.slices() == 1 ? 0 : slice / (grid.slices() - 1.0);
            for (int i = 0; i < size; i++) {
                double u = i % grid.columns() / (grid.columns() - 1.0);
                double v = i / grid.columns() / (grid.rows() - 1.0);
                double s = values[slice * size + i] * (1 + protocol.bias() * sensitivity(waves, u, v, w));
                double real = s + protocol.deviation() * own.nextGaussian();
                double imaginary = protocol.deviation() * own.nextGaussian();
                values[slice * size + i] = (float) Math.rint(Math.sqrt(real * real + imaginary * imaginary));
            }
        });
        return Volume.of(grid.columns(), grid.rows(), grid.slices(), values, grid.affine());
    }

    /// Weights of Legendre polynomials of the degrees 1 and 2 along each axis, their sizes adding up to 1.
    private static double[] waves(SplitMix64 random) {
        double[] waves = new double[2 * WAVES];
        double sum = 0;
        for (int i = 0; i < waves.length; i++) {
            waves[i] = random.between(-1, 1) * (i % 2 == 0 ? 1 : 0.8);
            sum += Math.abs(waves[i]);
        }
        for (int i = 0; i < waves.length; i++) {
            waves[i] /= sum;
        }
        return waves;
    }

    /// In [-1, 1], smooth.
    private static double sensitivity(double[] waves, double u, double v, double w) {
        double sum = 0;
        double[] at = {2 * u - 1, 2 * v - 1, 2 * w - 1};
        for (int axis = 0; axis < WAVES; axis++) {
            sum += waves[2 * axis] * at[axis] + waves[2 * axis + 1] * (1.5 * at[axis] * at[axis] - 0.5);
        }
        return sum;
    }
}
