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

    /// Numbers the patients that rows name.
    ///
    /// @param ids for each row its patient, any numbers
    public static Clusters of(int[] ids) {
        int least = ids.length == 0 ? 0 : ids[0];
        int most = least;
        for (int id : ids) {
            least = Math.min(least, id);
            most = Math.max(most, id);
        }
        return (long) most - least < 4L * ids.length ? dense(ids, least, most) : sparse(ids);
    }

    /// Ids that lie close together, as they mostly do, are looked up in an array.
    private static Clusters dense(int[] ids, int least, int most) {
        int[] numbers = new int[most - least + 1];
        int[] of = new int[ids.length];
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            int id = ids[i] - least;
            if (numbers[id] == 0) {
                numbers[id] = ++count;
            }
            of[i] = numbers[id] - 1;
        }
        return new Clusters(of, count, true);
    }

    private static Clusters sparse(int[] ids) {
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
