package org.realfm.imaging;

/// A small pseudo-random generator whose stream is the same on every machine and Java version: SplitMix64 (Steele, Lea
/// and Flood 2014, doi:10.1145/2660193.2660195).
public final class SplitMix64 {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    public SplitMix64(long seed) {
        this.state = mix(seed ^ GOLDEN);
    }

    /// The next 64 random bits.
    public long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    /// Uniform in [0, 1).
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /// Uniform in [low, high).
    public double between(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    /// Uniform in {0, ..., bound - 1}.
    public int below(int bound) {
        return (int) (nextDouble() * bound);
    }

    /// Standard normal (Box and Muller 1958).
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
