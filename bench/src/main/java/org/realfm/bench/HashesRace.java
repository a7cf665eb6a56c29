package org.realfm.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.realfm.imaging.fingerprints.HashIndex;
import org.realfm.stats.SplitMix;

/// Hashes within six bits of 1,000 others among a million, by the index against a look at all of them.
final class HashesRace {

    private static final int HASHES = 1_000_000;
    private static final int QUERIES = 1_000;
    private static final int RUNS = 9;
    private static final double TARGET = 50;

    private HashesRace() {}

    /// What is searched, and what for.
    @SuppressWarnings("ArrayRecordComponent")
    record Hashes(long[] all, long[] queries) {

        /// Every tenth is near another one, and every other query near one of them.
        static Hashes of(int size, int queries, long seed) {
            SplitMix random = new SplitMix(seed);
            long[] all = new long[size];
            for (int i = 0; i < size; i++) {
                all[i] = i % 10 < 9 ? random.nextLong() : changed(all[random.nextInt(i)], random);
            }
            long[] wanted = new long[queries];
            for (int q = 0; q < queries; q++) {
                wanted[q] = q % 2 == 0 ? random.nextLong() : changed(all[random.nextInt(size)], random);
            }
            return new Hashes(all, wanted);
        }

        private static long changed(long hash, SplitMix random) {
            return hash ^ 1L << random.nextInt(64) ^ 1L << random.nextInt(64) ^ 1L << random.nextInt(64);
        }

        int[][] found(HashIndex index) {
            return Arrays.stream(queries).mapToObj(query -> index.within(query, HashIndex.MOST_DISTANCE)).toArray(int[][]::new);
        }

        int[][] foundAmongAll() {
            return Arrays.stream(queries).mapToObj(this::near).toArray(int[][]::new);
        }

        /// Counts first, so that the loop over the hashes does as little as can be.
        private int[] near(long query) {
            int count = 0;
            for (long hash : all) {
                count += Long.bitCount(hash ^ query) <= HashIndex.MOST_DISTANCE ? 1 : 0;
            }
            int[] found = new int[count];
            for (int i = 0, n = 0; n < count; i++) {
                if (Long.bitCount(all[i] ^ query) <= HashIndex.MOST_DISTANCE) {
                    found[n++] = i;
                }
            }
            return found;
        }

        boolean agrees() {
            return Arrays.deepEquals(found(new HashIndex(all)), foundAmongAll());
        }
    }

    static Races.Result run() {
        Hashes hashes = Hashes.of(HASHES, QUERIES, 20261124);
        boolean agreed = hashes.agrees();
        Times build = Times.ofProcessor(1, 3, () -> new HashIndex(hashes.all));
        HashIndex index = new HashIndex(hashes.all);
        double[] brute = new double[RUNS];
        double[] ours = new double[RUNS];
        double[] ratios = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            brute[run] = Times.ofProcessor(0, 1, hashes::foundAmongAll).median();
            ours[run] = Times.ofProcessor(1, 1, () -> hashes.found(index)).median();
            ratios[run] = brute[run] / ours[run];
        }
        List<String> lines = new ArrayList<>(Races.HEAD);
        lines.add(Races.line(
                "a look at all of them, in Java", new Times(brute).words(), new Times(ours).words(), new Times(ratios).median(),
                TARGET));
        lines.add("");
        lines.add("The index is built in " + build.words() + ", which is not in these times.");
        lines.add(agreed ? "Both find the same hashes for every query." : "BOTH FIND DIFFERENT HASHES.");
        return new Races.Result(
                "1,000 searches for hashes within 6 bits among a million, one core", lines, agreed);
    }
}
