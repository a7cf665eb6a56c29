package org.realfm.imaging.fingerprints;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.realfm.imaging.SplitMix64;

/// Hashes within six bits of 1,000 others among a million, by [HashIndex] against a look at all of them, in one run on one
/// thread. Stops where the two find different hashes. Not a test: run `main`.
final class HashRace {

    private static final int HASHES = 1_000_000;
    private static final int QUERIES = 1_000;
    private static final int RUNS = 9;

    private HashRace() {}

    public static void main(String[] arguments) {
        SplitMix64 random = new SplitMix64(20261124);
        long[] hashes = new long[HASHES];
        for (int i = 0; i < HASHES; i++) {
            // Every tenth is near another one.
            hashes[i] = i % 10 < 9 ? random.nextLong() : changed(hashes[random.below(i)], random);
        }
        long[] queries = IntStream.range(0, QUERIES)
                .mapToLong(q -> q % 2 == 0 ? random.nextLong() : changed(hashes[random.below(HASHES)], random))
                .toArray();
        long start = System.nanoTime();
        HashIndex index = new HashIndex(hashes);
        double build = (System.nanoTime() - start) / 1e6;
        double[] here = new double[RUNS];
        double[] brute = new double[RUNS];
        int[][] found = new int[QUERIES][];
        int total = 0;
        for (int run = 0; run < RUNS; run++) {
            start = System.nanoTime();
            for (int q = 0; q < QUERIES; q++) {
                found[q] = index.within(queries[q], HashIndex.MOST_DISTANCE);
            }
            here[run] = (System.nanoTime() - start) / 1e6;
            total = 0;
            start = System.nanoTime();
            for (int q = 0; q < QUERIES; q++) {
                int[] expected = all(hashes, queries[q]);
                total += expected.length;
                if (!Arrays.equals(expected, found[q])) {
                    throw new IllegalStateException("query " + q + ": found " + Arrays.toString(found[q]) + ", all "
                            + Arrays.toString(expected));
                }
            }
            brute[run] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(here);
        Arrays.sort(brute);
        System.out.printf(
                Locale.ROOT,
                "%d queries, %d found: all %.1f ms, index %.1f ms (built in %.0f ms), ratio %.0f%n",
                QUERIES,
                total,
                brute[RUNS / 2],
                here[RUNS / 2],
                build,
                brute[RUNS / 2] / here[RUNS / 2]);
    }

    /// Looks at all, counting first, so that the loop over the hashes does as little as can be.
    private static int[] all(long[] hashes, long query) {
        int count = 0;
        for (long hash : hashes) {
            count += Long.bitCount(hash ^ query) <= HashIndex.MOST_DISTANCE ? 1 : 0;
        }
        int[] found = new int[count];
        for (int i = 0, n = 0; n < count; i++) {
            if (Long.bitCount(hashes[i] ^ query) <= HashIndex.MOST_DISTANCE) {
                found[n++] = i;
            }
        }
        return found;
    }

    private static long changed(long hash, SplitMix64 random) {
        return hash ^ 1L << random.below(64) ^ 1L << random.below(64) ^ 1L << random.below(64);
    }
}
