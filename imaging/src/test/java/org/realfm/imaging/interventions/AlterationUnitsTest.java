package org.realfm.imaging.interventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.realfm.imaging.interventions.Moments.deviation;
import static org.realfm.imaging.interventions.Moments.mean;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.imaging.Fourier;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;

/// The physical parameter of each operator, measured on what it made.
class AlterationUnitsTest {

    private static Image2D flat(int size, float value) {
        float[] samples = new float[size * size];
        Arrays.fill(samples, value);
        return Image2D.of(size, size, 1, 65535, samples);
    }

    /// A picture of 16 bits whose full scale is used by one pixel in a corner.
    private static Image2D flatInScale(int size, float value) {
        float[] samples = flat(size, value).samples();
        samples[samples.length - 1] = 65535;
        return Image2D.of(size, size, 1, 65535, samples);
    }

    private static Volume flatVolume(int size, int slices, float value, Affine affine) {
        float[] values = new float[size * size * slices];
        Arrays.fill(values, value);
        return Volume.of(size, size, slices, values, affine);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void gaussianNoiseHasItsDeviationInHounsfieldUnits(int severity) {
        Alteration noise = new Alteration(Operator.GAUSSIAN_NOISE, severity);
        float[] noisy = noise.apply(flatVolume(64, 16, 40, Affine.scaling(1, 1, 3)), Scale.HOUNSFIELD, 5).values();
        double sd = noise.parameter() / 100 * 2000;
        assertThat(deviation(noisy)).isCloseTo(sd, within(0.02 * sd));
        assertThat(mean(noisy)).isCloseTo(40, within(4 * sd / 256));
    }

    /// The logarithm of a Poisson count has about the variance of one over the count: it grows with what is left out of
    /// the dose, with brightness, and falls with the area of a pixel.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void lowDoseObeysThePoissonLaw(int severity) {
        Alteration low = new Alteration(Operator.LOW_DOSE, severity, false, 256 * 0.5);
        double dose = low.parameter() / 100;
        for (double share : new double[] {0.2, 0.5, 0.8}) {
            float[] noisy = Arrays.copyOf(low.apply(flatInScale(256, (float) (65535 * share)), 9).samples(), 65000);
            double quanta = Noise.QUANTA * 0.25 * Math.exp(Noise.LATITUDE * (0.5 - share));
            double sd = 65535 * Math.sqrt((1 / dose - 1) / quanta) / Noise.LATITUDE;
            assertThat(deviation(noisy)).as(dose + " at " + share).isCloseTo(sd, within(0.03 * sd + 0.3));
            assertThat(mean(noisy)).isCloseTo(65535 * share, within(0.2 * sd));
        }
    }

    @Test
    void thinningIsBinomialForFewAndForMany() {
        SplitMix64 random = new SplitMix64(1);
        for (double[] binomial : new double[][] {{5, 0.3}, {5, 0.8}, {60, 0.01}, {1000, 0.04}, {100_000, 0.25}, {1, 0.5}}) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < 40_000; i++) {
                long kept = Noise.thinned(random, (long) binomial[0], binomial[1]);
                assertThat(kept).isBetween(0L, (long) binomial[0]);
                sum += kept;
                squares += (double) kept * kept;
            }
            double mean = binomial[0] * binomial[1];
            double variance = mean * (1 - binomial[1]);
            assertThat(sum / 40_000).isCloseTo(mean, within(4 * Math.sqrt(variance / 40_000)));
            assertThat(squares / 40_000 - sum / 40_000 * (sum / 40_000)).isCloseTo(variance, within(0.04 * variance));
        }
        assertThat(Noise.thinned(random, 1234, 1)).isEqualTo(1234);
    }

    @Test
    void lowDoseInTomographyHasItsDeviationAndARampsSpectrum() {
        Volume slab = flatVolume(64, 8, 0, Affine.scaling(0.8, 0.8, 5));
        float[] quarter = new Alteration(Operator.LOW_DOSE, 2).apply(slab, Scale.HOUNSFIELD, 3).values();
        double sd = Noise.CT_NOISE * Math.sqrt(3);
        assertThat(deviation(quarter)).isCloseTo(sd, within(0.05 * sd));
        assertThat(power(quarter, 1, 2) / power(quarter, 8, 14)).as("next to nothing at low frequencies").isLessThan(0.6);
        float[] white = new Alteration(Operator.GAUSSIAN_NOISE, 1).apply(slab, Scale.HOUNSFIELD, 3).values();
        assertThat(power(white, 1, 2) / power(white, 8, 14)).isBetween(0.6, 1.7);
    }

    /// Mean power of a range of frequencies along rows, over 8 slices of 64 x 64, in the mean of all rows.
    private static double power(float[] values, int from, int to) {
        Fourier fourier = new Fourier(64);
        double power = 0;
        for (int slice = 0; slice < 8; slice++) {
            double[] real = new double[64];
            double[] imaginary = new double[64];
            for (int i = 0; i < 4096; i++) {
                real[i % 64] += values[slice * 4096 + i] / 64;
            }
            fourier.forward(real, imaginary);
            for (int k = from; k <= to; k++) {
                power += real[k] * real[k] + imaginary[k] * imaginary[k];
            }
        }
        return power / (to - from + 1);
    }

    @Test
    void ricianNoiseLiftsWhatHasNoSignal() {
        Alteration noise = new Alteration(Operator.RICIAN_NOISE, 3);
        Scale scale = new Scale(0, 1000);
        float[] air = noise.apply(flatVolume(64, 8, 0, Affine.scaling(1, 1, 1)), scale, 5).values();
        assertThat(mean(air)).as("Rayleigh").isCloseTo(40 * Math.sqrt(Math.PI / 2), within(0.5));
        assertThat(deviation(air)).isCloseTo(40 * Math.sqrt(2 - Math.PI / 2), within(0.5));
        float[] tissue = noise.apply(flatVolume(64, 8, 600, Affine.scaling(1, 1, 1)), scale, 5).values();
        assertThat(mean(tissue)).as("sd² / 2v above the signal").isCloseTo(600 + 1600.0 / 1200, within(0.7));
        assertThat(deviation(tissue)).isCloseTo(40, within(0.8));
    }

    /// Deviation of the derivative of an edge along an axis, in mm, and where it lies.
    private static double[] edge(Volume volume, int axis, double mm) {
        double weight = 0;
        double first = 0;
        double second = 0;
        int length = axis == 0 ? volume.columns() : axis == 1 ? volume.rows() : volume.slices();
        for (int i = 1; i < length; i++) {
            double step = at(volume, axis, i) - at(volume, axis, i - 1);
            weight += step;
            first += step * i;
            second += step * i * i;
        }
        return new double[] {mm * Math.sqrt(second / weight - first / weight * first / weight), mm * first / weight};
    }

    private static float at(Volume volume, int axis, int i) {
        int middle = volume.rows() / 2;
        return axis == 0 ? volume.value(i, middle, volume.slices() / 2)
                : axis == 1 ? volume.value(volume.columns() / 2, i, volume.slices() / 2)
                : volume.value(volume.columns() / 2, middle, i);
    }

    private static Volume step(int axis, Affine affine) {
        int n = 48;
        float[] values = new float[n * n * n];
        for (int i = 0; i < values.length; i++) {
            int place = axis == 0 ? i % n : axis == 1 ? i / n % n : i / n / n;
            values[i] = place < n / 2 ? 0 : 500;
        }
        return Volume.of(n, n, n, values, affine);
    }

    @Test
    void blurHasItsWidthInMillimetresAlongEveryAxis() {
        double[] mm = {0.7, 0.9, 2};
        Affine oblique = Affine.of(0, 0.9, 0, 5, 0.7, 0, 0, 6, 0, 0, -2, 7);
        for (int axis = 0; axis < 3; axis++) {
            Volume blurred = new Alteration(Operator.BLUR, 4).apply(step(axis, oblique), Scale.HOUNSFIELD, 0);
            double[] edge = edge(blurred, axis, mm[axis]);
            assertThat(edge[0]).isCloseTo(2.5, within(0.05));
            assertThat(edge[1]).isCloseTo(24 * mm[axis], within(0.01));
        }
    }

    @Test
    void motionBlurHasItsLengthInMillimetresAlongRowsOnly() {
        Affine affine = Affine.scaling(0.5, 0.8, 3);
        Volume moved = new Alteration(Operator.MOTION_BLUR, 4).apply(step(1, affine), Scale.HOUNSFIELD, 0);
        double interpolated = 0.8 * 0.8 / 6;
        assertThat(edge(moved, 1, 0.8)[0]).isCloseTo(Math.sqrt(64.0 / 12 + interpolated), within(0.01));
        int ramp = 0;
        for (int row = 1; row < 48; row++) {
            ramp += moved.value(24, row, 24) - moved.value(24, row - 1, 24) > 1 ? 1 : 0;
        }
        assertThat(ramp * 0.8).as("as long as the way").isCloseTo(8, within(1.7));
        assertThat(new Alteration(Operator.MOTION_BLUR, 4).apply(step(0, affine), Scale.HOUNSFIELD, 0).value(23, 24, 24))
                .isCloseTo(0, within(1e-3f));
    }

    @Test
    void resolutionTakesWhatACoarserGridCannotHold() {
        for (double[] wave : new double[][] {{4, 0.06, 0}, {40, 1.01, 0.85}}) {
            float[] samples = new float[512 * 512];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (float) (30_000 + 20_000 * Math.sin(2 * Math.PI * (i % 512) * 0.5 / wave[0]));
            }
            samples[0] = 65535;
            Alteration loss = new Alteration(Operator.RESOLUTION, 3, false, 256);
            float[] left = loss.apply(Image2D.of(512, 512, 1, 65535, samples), 0).samples();
            double amplitude = 0;
            for (int x = 100; x < 400; x++) {
                amplitude = Math.max(amplitude, Math.abs(left[256 * 512 + x] - 30_000) / 20_000);
            }
            assertThat(amplitude).as("a wave of " + wave[0] + " mm on a grid of 5.5 mm").isBetween(wave[2], wave[1]);
        }
    }

    @Test
    void rotationMovesAMarkerToItsPlaceInMillimetres() {
        double dx = 0.5;
        double dy = 0.8;
        float[] values = new float[201 * 101];
        for (int i = 0; i < values.length; i++) {
            double x = (i % 201 - 100) * dx - 30;
            double y = (i / 201 - 50) * dy;
            values[i] = (float) (1000 * Math.exp(-(x * x + y * y) / 8));
        }
        Volume marker = Volume.of(201, 101, 1, values, Affine.scaling(dx, dy, 1));
        Volume turned = new Alteration(Operator.ROTATION, 3).apply(marker, new Scale(0, 1000), 0);
        float[] after = turned.values();
        double sum = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < values.length; i++) {
            double value = after[i];
            sum += value;
            x += value * (i % 201 - 100) * dx;
            y += value * (i / 201 - 50) * dy;
        }
        assertThat(x / sum).isCloseTo(30 * Math.cos(Math.toRadians(10)), within(0.05));
        assertThat(y / sum).as("clockwise: to the right and down")
                .isCloseTo(30 * Math.sin(Math.toRadians(10)), within(0.05));
        assertThat(sum).isCloseTo(mean(values) * values.length, within(0.01 * sum));
    }

    @Test
    void kSpaceMovedAsOneIsAShift() {
        Volume head = Specimens.head(48, 1, 5);
        Grid grid = Grid.of(head, new Scale(0, 1000));
        double[] path = new double[48];
        Arrays.fill(path, 3 * grid.spacing(1));
        float[] moved = KSpace.displaced(grid, path).samples();
        for (int i = 0; i < moved.length; i++) {
            float from = head.value(i % 48, Math.floorMod(i / 48 - 3, 48), 0);
            assertThat(moved[i]).isCloseTo(Math.abs(from), within(0.01f));
        }
    }

    @Test
    void thePathOfMotionHasItsRootMeanSquareAndStaysAtTheMiddle() {
        for (int lines : new int[] {1, 2, 5, 64, 255}) {
            double[] path = KSpace.path(lines, 2, 4);
            assertThat(path[lines / 2]).isZero();
            double squares = Arrays.stream(path).map(d -> d * d).sum() / lines;
            if (lines >= 5) {
                assertThat(Math.sqrt(squares)).isCloseTo(2, within(1e-9));
                assertThat(Arrays.stream(path).distinct().count()).isBetween(2L, 5L);
            }
        }
    }

    @Test
    void ghostsHaveTheirStrengthAQuarterAway() {
        float[] values = new float[64 * 64];
        values[20 * 64 + 7] = 1000;
        Volume point = Volume.of(64, 64, 1, values, Affine.scaling(1, 1, 1));
        Volume ghosted = new Alteration(Operator.GHOSTING, 3).apply(point, new Scale(0, 1000), 0);
        assertThat(ghosted.value(7, 20, 0)).isEqualTo(1000);
        assertThat(ghosted.value(7, 36, 0)).isCloseTo(100, within(1e-3f));
        assertThat(ghosted.value(7, 4, 0)).isCloseTo(100, within(1e-3f));
        assertThat(mean(ghosted.values())).isCloseTo(1.2 * mean(values), within(1e-6));
    }

    @Test
    void theBiasFieldHasItsRangeAndIsSmooth() {
        Volume flat = flatVolume(40, 10, 500, Affine.scaling(1, 1, 4));
        float[] uneven = new Alteration(Operator.BIAS_FIELD, 3).apply(flat, new Scale(0, 1000), 6).values();
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        double logs = 0;
        for (int i = 0; i < uneven.length; i++) {
            least = Math.min(least, uneven[i]);
            most = Math.max(most, uneven[i]);
            logs += Math.log(uneven[i] / 500) / uneven.length;
            if (i % 40 > 0) {
                assertThat(Math.abs(uneven[i] / uneven[i - 1] - 1)).isLessThan(0.06f);
            }
        }
        assertThat(most / least).isCloseTo(1.2 / 0.8, within(1e-4));
        assertThat(logs).isCloseTo(0, within(1e-6));
    }
}
