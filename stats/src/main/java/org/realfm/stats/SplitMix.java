package org.realfm.stats;

import java.util.random.RandomGenerator;

/// SplitMix64, a generator whose every output is fixed by its seed on any Java version.
///
/// The state advances by the golden gamma and is scrambled by the mixer of Stafford ("variant 13"). The period is 2^64.
/// `nextInt(bound)`, `nextDouble()`, `nextGaussian()` and `nextExponential()` are written out here, because the
/// interface does not promise the same numbers on every release.
///
/// Source: Steele, Lea & Flood 2014, doi:10.1145/2660193.2660195.
public final class SplitMix implements RandomGenerator {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    public SplitMix(long seed) {
        this.state = seed;
    }

    /// The mixing function: a bijection of the 64-bit integers.
    static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    @Override
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /// Uniform on 0, ..., bound - 1 (multiply and reject, Lemire 2019, doi:10.1145/3230636).
    @Override
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive, found " + bound);
        }
        long product = (nextLong() >>> 32) * bound;
        long low = product & 0xFFFFFFFFL;
        if (low < bound) {
            long reject = (1L << 32) % bound;
            while (low < reject) {
                product = (nextLong() >>> 32) * bound;
                low = product & 0xFFFFFFFFL;
            }
        }
        return (int) (product >>> 32);
    }

    /// Uniform on [0, 1), a multiple of 2^-53.
    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /// Standard normal (polar method of Marsaglia, one value a call).
    @Override
    public double nextGaussian() {
        while (true) {
            double u = 2 * nextDouble() - 1;
            double v = 2 * nextDouble() - 1;
            double s = u * u + v * v;
            if (s > 0 && s < 1) {
                return u * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
            }
        }
    }

    /// Exponential with mean 1.
    @Override
    public double nextExponential() {
        return -StrictMath.log(1 - nextDouble());
    }

    /// Puts the elements in a uniformly random order (Fisher-Yates).
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
    }
}
