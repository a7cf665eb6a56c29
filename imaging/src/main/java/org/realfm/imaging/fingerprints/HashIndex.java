package org.realfm.imaging.fingerprints;

import java.util.BitSet;

/// Finds all hashes near a given one without looking at all of them (multi-index hashing: Norouzi, Punjani and Fleet
/// 2014, doi:10.1109/TPAMI.2013.231). A hash is cut into seven parts of nine or ten bits; two hashes that differ in at
/// most six bits agree in at least one part.
public final class HashIndex {

    /// The largest distance that the index answers for.
    public static final int MOST_DISTANCE = 6;

    private static final int PARTS = MOST_DISTANCE + 1;
    private static final int VALUES = 1 << 10;

    private final long[] hashes;
    /// For each part the hashes' positions in order of the part's value.
    private final int[][] members;
    /// For each part and value the place of its first member; one more value at the end.
    private final int[][] starts;

    /// @param hashes the hashes to find, by position; copied
    public HashIndex(long[] hashes) {
        this.hashes = hashes.clone();
        this.members = new int[PARTS][hashes.length];
        this.starts = new int[PARTS][VALUES + 1];
        for (int part = 0; part < PARTS; part++) {
            for (long hash : hashes) {
                starts[part][value(hash, part) + 1]++;
            }
            for (int value = 0; value < VALUES; value++) {
                starts[part][value + 1] += starts[part][value];
            }
            int[] next = starts[part].clone();
            for (int i = 0; i < hashes.length; i++) {
                members[part][next[value(hashes[i], part)]++] = i;
            }
        }
    }

    private static int value(long hash, int part) {
        int from = 64 * part / PARTS;
        int to = 64 * (part + 1) / PARTS;
        return (int) (hash >>> from & (1L << (to - from)) - 1);
    }

    /// The positions of all hashes that differ from the given one in at most `distance` bits, ascending.
    ///
    /// @param distance 0 to [#MOST_DISTANCE]
    public int[] within(long hash, int distance) {
        if (distance < 0 || distance > MOST_DISTANCE) {
            throw new IllegalArgumentException("a distance lies in 0 to " + MOST_DISTANCE + ", found " + distance);
        }
        BitSet found = new BitSet();
        for (int part = 0; part < PARTS; part++) {
            int value = value(hash, part);
            for (int i = starts[part][value]; i < starts[part][value + 1]; i++) {
                int member = members[part][i];
                if (PerceptualHash.distance(hashes[member], hash) <= distance) {
                    found.set(member);
                }
            }
        }
        return found.stream().toArray();
    }
}
