package org.realfm.stats;

import java.util.HashMap;
import java.util.Map;

/// The independent units (patients) that rows belong to, numbered 0, 1, ... in order of first appearance.
///
/// @param of    for each row, the number of its cluster
/// @param count how many clusters there are
/// @param named whether the caller named the clusters; otherwise every row is its own
@SuppressWarnings("ArrayRecordComponent")
public record Clusters(int[] of, int count, boolean named) {

    public static Clusters of(int[] ids) {
        Map<Integer, Integer> numbers = new HashMap<>();
        int[] of = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            Integer known = numbers.putIfAbsent(ids[i], numbers.size());
            of[i] = known == null ? numbers.size() - 1 : known;
        }
        return new Clusters(of, numbers.size(), true);
    }

    /// Every row its own cluster.
    public static Clusters singletons(int rows) {
        int[] of = new int[rows];
        for (int i = 0; i < rows; i++) {
            of[i] = i;
        }
        return new Clusters(of, rows, false);
    }

    public int rows() {
        return of.length;
    }

    /// True where no cluster holds two rows.
    public boolean single() {
        return count == of.length;
    }
}
