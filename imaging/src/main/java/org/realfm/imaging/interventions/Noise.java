package org.realfm.imaging.interventions;

import org.realfm.imaging.Fourier;
import org.realfm.imaging.SplitMix64;

/// Noise of three kinds. In pictures with colour every channel gets the same.
final class Noise {

    /// Quanta that reach the detector per mm² where a film is middle grey, at full dose: 2.5 microgray (what a screen and
    /// film of speed 400 needs) of some 30,000 quanta per microgray and mm² (beam quality RQA 5, IEC 62220-1).
    static final double QUANTA = 2.5 * 30_000;

    /// Natural logarithm of the ratio of exposures between black and white on a film: thirtyfold.
    static final double LATITUDE = StrictMath.log(30);

    /// Standard deviation of a slice of computed tomography at full dose, HU.
    static final double CT_NOISE = 10;

    private Noise() {}

    /// White Gaussian noise.
    ///
    /// @param sd standard deviation as a share of full scale
    static Grid gaussian(Grid grid, double sd, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        double scale = sd * grid.scale().span();
        float[] samples = grid.samples().clone();
        for (int i = 0; i < samples.length; i += grid.channels()) {
            double noise = scale * random.nextGaussian();
            for (int c = 0; c < grid.channels(); c++) {
                samples[i + c] += (float) noise;
            }
        }
        return grid.with(samples);
    }

    /// The magnitude of a complex signal with Gaussian noise in both parts: `sqrt((v + n1)² + n2²)`.
    ///
    /// Source: Gudbjartsson and Patz 1995, doi:10.1002/mrm.1910340618.
    ///
    /// @param sd standard deviation of each part as a share of full scale
    static Grid rician(Grid grid, double sd, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        double scale = sd * grid.scale().span();
        double low = grid.scale().low();
        float[] samples = grid.samples().clone();
        for (int i = 0; i < samples.length; i += grid.channels()) {
            double n1 = scale * random.nextGaussian();
            double n2 = scale * random.nextGaussian();
            for (int c = 0; c < grid.channels(); c++) {
                double real = samples[i + c] - low + n1;
                samples[i + c] = (float) (low + Math.sqrt(real * real + n2 * n2));
            }
        }
        return grid.with(samples);
    }

    /// Less dose.
    ///
    /// A film shows the logarithm of the exposure, and is bright where little came through: a grey value that is the share
    /// `v` of full scale was made by `N(v) = Q A exp(L (1/2 - v))` quanta ([#QUANTA] Q, area A of a pixel, [#LATITUDE] L).
    /// Of these each is kept with the probability f, so that counts that were Poisson at full dose are Poisson at the dose
    /// f; what is left, over f, is shown. The variance that `L v` gains is `(1/f - 1) / N(v)`.
    ///
    /// In computed tomography the noise of all projections meets in every voxel: Gaussian noise with the variance
    /// `(1/f - 1)` [#CT_NOISE]² is added, whose spectrum in each slice is the ramp of filtered back projection with a Hann
    /// window.
    ///
    /// @param dose f, the share of the dose that is left, in (0, 1]
    /// @throws IllegalArgumentException if a volume's scale is not [Scale#HOUNSFIELD]
    static Grid lowDose(Grid grid, double dose, long seed) {
        if (grid.scale().equals(Scale.HOUNSFIELD)) {
            return rampNoise(grid, CT_NOISE * Math.sqrt(1 / dose - 1), seed);
        }
        if (!grid.film()) {
            throw new IllegalArgumentException(
                    "low dose is for films and for computed tomography, found a volume with " + grid.scale());
        }
        SplitMix64 random = new SplitMix64(seed);
        double low = grid.scale().low();
        double span = grid.scale().span();
        double quanta = QUANTA * grid.spacing(0) * grid.spacing(1);
        float[] samples = grid.samples().clone();
        for (int i = 0; i < samples.length; i += grid.channels()) {
            double share = (samples[i] - low) / span;
            double expected = quanta * StrictMath.exp(LATITUDE * (0.5 - share));
            double left = thinned(random, Math.max(1, Math.round(expected)), dose);
            double shown = 0.5 - StrictMath.log(Math.max(0.5, left) / dose / quanta) / LATITUDE;
            for (int c = 0; c < grid.channels(); c++) {
                samples[i + c] += (float) (span * (shown - share));
            }
        }
        return grid.with(samples);
    }

    /// How many of `n` are left if each is kept with probability `p`. Exact (by inversion) where the variance is below
    /// 50, else the rounded normal approximation.
    static long thinned(SplitMix64 random, long n, double p) {
        double variance = n * p * (1 - p);
        if (variance >= 50) {
            return Math.clamp(Math.round(n * p + Math.sqrt(variance) * random.nextGaussian()), 0L, n);
        }
        if (p > 0.5) {
            return n - thinned(random, n, 1 - p);
        }
        double left = random.nextDouble();
        double probability = StrictMath.exp(n * StrictMath.log1p(-p));
        // Nothing but rounding leads thirty deviations out.
        long most = Math.min(n, (long) (n * p + 30 * Math.sqrt(variance) + 30));
        long kept = 0;
        while (left >= probability && kept < most) {
            left -= probability;
            probability *= (n - kept) / (kept + 1.0) * p / (1 - p);
            kept++;
        }
        return kept;
    }

    private static Grid rampNoise(Grid grid, double sd, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        Fourier rows = new Fourier(grid.columns());
        Fourier columns = new Fourier(grid.rows());
        double[] amplitude = ramp(grid, rows, columns);
        double power = 0;
        for (double a : amplitude) {
            power += a * a / amplitude.length;
        }
        double factor = power > 0 ? sd / Math.sqrt(power) : 0;
        float[] samples = grid.samples().clone();
        for (int first = 0; first < samples.length; first += amplitude.length) {
            double[] real = new double[amplitude.length];
            double[] imaginary = new double[amplitude.length];
            for (int i = 0; i < real.length; i++) {
                real[i] = random.nextGaussian();
            }
            Fourier.plane(real, imaginary, rows, columns, true);
            for (int i = 0; i < real.length; i++) {
                real[i] *= amplitude[i];
                imaginary[i] *= amplitude[i];
            }
            Fourier.plane(real, imaginary, rows, columns, false);
            for (int i = 0; i < real.length; i++) {
                samples[first + i] += (float) (factor * real[i]);
            }
        }
        return grid.with(samples);
    }

    /// The square root of the noise power spectrum of a slice: that of frequency times a Hann window up to Nyquist's.
    private static double[] ramp(Grid grid, Fourier rows, Fourier columns) {
        int width = grid.columns();
        int height = grid.rows();
        double[] amplitude = new double[width * height];
        double nyquist = 0.5 / Math.max(grid.spacing(0), grid.spacing(1));
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double fx = rows.frequency(x) / (width * grid.spacing(0));
                double fy = columns.frequency(y) / (height * grid.spacing(1));
                double frequency = Math.sqrt(fx * fx + fy * fy) / nyquist;
                double window = frequency < 1 ? (1 + StrictMath.cos(Math.PI * frequency)) / 2 : 0;
                amplitude[y * width + x] = Math.sqrt(frequency) * window;
            }
        }
        return amplitude;
    }
}
