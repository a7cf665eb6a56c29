package org.realfm.stats.readers;

import java.util.Arrays;

/// The readings of one reader in one modality, ranked once, so that all pairs of columns can be compared quickly.
///
/// A pair of a negative i and a positive j succeeds with s(i, j) = 1 where x_i < y_j, 1/2 where x_i = y_j, otherwise 0.
final class Column {

    private static final int ABSENT = -1;

    /// For each negative its place among the negatives that were read, ascending; -1 where not read.
    private final int[] slot;
    /// The negatives that were read, ascending.
    private final int[] negativesAscending;
    /// The positives that were read, ascending.
    private final int[] positivesAscending;
    /// For each positive, how many negatives that were read score less; -1 where not read.
    private final int[] below;
    /// For each positive, how many negatives that were read score at most as much.
    private final int[] upTo;
    private final long[] negativesRead;
    private final long[] positivesRead;

    /// For each positive, sum over negatives of s(i, j).
    final double[] overNegatives;
    /// For each negative, sum over positives of s(i, j).
    final double[] overPositives;
    /// Sum over all pairs of s(i, j).
    final double total;
    final int negatives;
    final int positives;

    /// @param negative scores of the negatives, NaN where not read
    /// @param positive scores of the positives, NaN where not read
    Column(double[] negative, double[] positive) {
        negativesRead = read(negative);
        positivesRead = read(positive);
        double[] sorted = Arrays.stream(negative).filter(x -> !Double.isNaN(x)).map(x -> x + 0.0).sorted().toArray();
        negatives = sorted.length;
        slot = new int[negative.length];
        negativesAscending = new int[negatives];
        int[] taken = new int[negatives];
        for (int i = 0; i < negative.length; i++) {
            if (Double.isNaN(negative[i])) {
                slot[i] = ABSENT;
            } else {
                int first = lower(sorted, negative[i]);
                slot[i] = first + taken[first]++;
                negativesAscending[slot[i]] = i;
            }
        }
        below = new int[positive.length];
        upTo = new int[positive.length];
        overNegatives = new double[positive.length];
        int[] at = new int[2 * negatives + 2];
        int[] halves = new int[negatives + 1];
        int read = 0;
        double sum = 0;
        for (int j = 0; j < positive.length; j++) {
            if (Double.isNaN(positive[j])) {
                below[j] = ABSENT;
                upTo[j] = ABSENT;
                continue;
            }
            below[j] = lower(sorted, positive[j]);
            upTo[j] = positive[j] == Double.POSITIVE_INFINITY ? negatives : lower(sorted, Math.nextUp(positive[j]));
            overNegatives[j] = 0.5 * (below[j] + upTo[j]);
            sum += overNegatives[j];
            at[below[j] + upTo[j] + 1]++;
            halves[below[j]]++;
            halves[upTo[j]]++;
            read++;
        }
        positives = read;
        total = sum;
        for (int k = 1; k < at.length; k++) {
            at[k] += at[k - 1];
        }
        positivesAscending = new int[positives];
        for (int j = 0; j < positive.length; j++) {
            if (below[j] >= 0) {
                positivesAscending[at[below[j] + upTo[j]]++] = j;
            }
        }
        overPositives = new double[negative.length];
        int above = 0;
        for (int s = negatives - 1; s >= 0; s--) {
            above += halves[s + 1];
            overPositives[negativesAscending[s]] = 0.5 * above;
        }
    }

    private static long[] read(double[] scores) {
        long[] words = new long[(scores.length >>> 6) + 1];
        for (int c = 0; c < scores.length; c++) {
            words[c >>> 6] |= Double.isNaN(scores[c]) ? 0 : 1L << c;
        }
        return words;
    }

    /// How many of the sorted values are less than `x`.
    private static int lower(double[] sorted, double x) {
        int from = 0;
        int left = sorted.length;
        while (left > 0) {
            int half = (left + 1) >>> 1;
            from += sorted[from + half - 1] < x ? half : 0;
            left -= half;
        }
        return from;
    }

    /// The AUROC; of a column that is not empty.
    double auroc() {
        return total / ((double) negatives * positives);
    }

    boolean empty() {
        return negatives == 0 || positives == 0;
    }

    int negativesShared(Column other) {
        return shared(negativesRead, other.negativesRead);
    }

    int positivesShared(Column other) {
        return shared(positivesRead, other.positivesRead);
    }

    private static int shared(long[] a, long[] b) {
        int count = 0;
        for (int w = 0; w < a.length; w++) {
            count += Long.bitCount(a[w] & b[w]);
        }
        return count;
    }

    /// Sum over the pairs (i, j) that both columns have of s(i, j) in this column times s(i, j) in the other.
    ///
    /// One sweep over this column's scores, ascending, with a [Counter] over the other's: O(n log n) in cases. The sum
    /// is exact.
    ///
    /// @param counter of at least the other's negatives; cleared here
    double jointSuccesses(Column other, Counter counter) {
        counter.clear();
        long quarters = 0;
        int inserted = 0;
        int group = 0;
        while (group < positivesAscending.length) {
            int strictly = below[positivesAscending[group]];
            int atMost = upTo[positivesAscending[group]];
            int end = group;
            while (end < positivesAscending.length
                    && below[positivesAscending[end]] == strictly
                    && upTo[positivesAscending[end]] == atMost) {
                end++;
            }
            inserted = insert(other, counter, inserted, strictly);
            long before = count(other, counter, group, end);
            if (atMost == strictly) {
                quarters += 2 * before;
            } else {
                inserted = insert(other, counter, inserted, atMost);
                quarters += before + count(other, counter, group, end);
            }
            group = end;
        }
        return 0.25 * quarters;
    }

    private int insert(Column other, Counter counter, int from, int to) {
        for (int k = from; k < to; k++) {
            int s = other.slot[negativesAscending[k]];
            if (s >= 0) {
                counter.add(s);
            }
        }
        return to;
    }

    /// Twice the successes, in the other column, of a group of positives against the negatives in the counter.
    private long count(Column other, Counter counter, int from, int to) {
        long halves = 0;
        for (int k = from; k < to; k++) {
            int j = positivesAscending[k];
            int strictly = other.below[j];
            if (strictly >= 0) {
                int first = counter.below(strictly);
                halves += first + (other.upTo[j] == strictly ? first : counter.below(other.upTo[j]));
            }
        }
        return halves;
    }

    /// A set of small integers that knows how many of its members are below a bound: a Fenwick tree over words of 64.
    ///
    /// Source: Fenwick 1994, doi:10.1002/spe.4380240306.
    static final class Counter {

        private final long[] words;
        private final int[] tree;

        Counter(int size) {
            words = new long[(size >>> 6) + 1];
            tree = new int[words.length + 1];
        }

        void clear() {
            Arrays.fill(words, 0);
            Arrays.fill(tree, 0);
        }

        void add(int member) {
            int word = member >>> 6;
            words[word] |= 1L << member;
            for (int k = word + 1; k < tree.length; k += k & -k) {
                tree[k]++;
            }
        }

        int below(int bound) {
            int word = bound >>> 6;
            int count = Long.bitCount(words[word] & ((1L << bound) - 1));
            for (int k = word; k > 0; k &= k - 1) {
                count += tree[k];
            }
            return count;
        }
    }
}
