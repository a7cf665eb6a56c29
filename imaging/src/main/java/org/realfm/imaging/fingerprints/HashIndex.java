package org.realfm.imaging.fingerprints;

import java.util.Arrays;

/// Finds all hashes near a given one without looking at all of them (multi-index hashing: Norouzi, Punjani and Fleet
/// 2014, doi:10.1109/TPAMI.2013.231). A hash is cut into four parts of 16 bits, and for each part the hashes are kept in
/// order of its value. If two hashes differ in at most 4 a + b bits (b from 0 to 3), one of the first b + 1 parts differs
/// in at most a bits, or one of the others in at most a − 1: else they would differ in (b + 1)(a + 1) + (3 − b) a =
/// 4 a + b + 1 bits. For six bits 52 values are looked up, which hold about 800 of a million random hashes.
///
/// Memory: 48 bytes a hash and 1 MB.
public final class HashIndex {

    /// The largest distance that the index answers for.
    public static final int MOST_DISTANCE = 6;

    private static final int PARTS = 4;
    private static final int BITS = 64 / PARTS;

    /// For each part the hashes in order of the part's value, and their positions as they were given.
    private final long[][] hashes;

    private final int[][] positions;
    /// For each part and value the place of its first hash; one more value at the end.
    private final int[][] starts;

    /// @param hashes the hashes to find, by position; copied
    public HashIndex(long[] hashes) {
        this.hashes = new long[PARTS][hashes.length];
        this.positions = new int[PARTS][hashes.length];
        this.starts = new int[PARTS][(1 << BITS) + 1];
        for (int part = 0; part < PARTS; part++) {
            int[] start = starts[part];
            for (long hash : hashes) {
                start[value(hash, part) + 1]++;
            }
            for (int value = 0; value < 1 << BITS; value++) {
                start[value + 1] += start[value];
            }
            int[] next = start.clone();
            for (int i = 0; i < hashes.length; i++) {
                int place = next[value(hashes[i], part)]++;
                this.hashes[part][place] = hashes[i];
                positions[part][place] = i;
            }
        }
    }

    private static int value(long hash, int part) {
        return (int) (hash >>> BITS * part) & (1 << BITS) - 1;
    }

    /// The positions of all hashes that differ from the given one in at most `distance` bits, ascending.
    ///
    /// @param distance 0 to [#MOST_DISTANCE]
    public int[] within(long hash, int distance) {
        if (distance < 0 || distance > MOST_DISTANCE) {
            throw new IllegalArgumentException("a distance lies in 0 to " + MOST_DISTANCE + ", found " + distance);
        }
        Found found = new Found(hash, distance);
        for (int part = 0; part < PARTS; part++) {
            int value = value(hash, part);
            int changes = part <= distance % PARTS ? distance / PARTS : distance / PARTS - 1;
            if (changes >= 0) {
                found.look(part, value);
            }
            for (int bit = 0; changes == 1 && bit < BITS; bit++) {
                found.look(part, value ^ 1 << bit);
            }
        }
        return found.positions();
    }

    /// What a search has found so far; a hash may be found by several of its parts.
    private final class Found {
        private final long hash;
        private final int distance;
        private int[] found = new int[16];
        private int count;

        Found(long hash, int distance) {
            this.hash = hash;
            this.distance = distance;
        }

        void look(int part, int value) {
            long[] candidates = hashes[part];
            int start = starts[part][value];
            int end = starts[part][value + 1];
            // Counted first: nearly always there is none, and a loop that only counts is quick.
            int near = 0;
            for (int i = start; i < end; i++) {
                near += PerceptualHash.distance(candidates[i], hash) <= distance ? 1 : 0;
            }
            for (int i = start; near > 0; i++) {
                if (PerceptualHash.distance(candidates[i], hash) <= distance) {
                    if (count == found.length) {
                        found = Arrays.copyOf(found, 2 * count);
                    }
                    found[count++] = positions[part][i];
                    near--;
                }
            }
        }

        int[] positions() {
            Arrays.sort(found, 0, count);
            int different = 0;
            for (int i = 0; i < count; i++) {
                if (different == 0 || found[i] != found[different - 1]) {
                    found[different++] = found[i];
                }
            }
            return Arrays.copyOf(found, different);
        }
    }
}
