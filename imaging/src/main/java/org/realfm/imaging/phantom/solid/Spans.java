package org.realfm.imaging.phantom.solid;

import java.util.Arrays;

/// Parts of a line: pairs of an entry and an exit. A workspace that is filled and emptied again and again; not for sharing
/// between threads.
public final class Spans {

    private double[] ends = new double[32];
    private int size;

    /// How many parts there are.
    public int count() {
        return size / 2;
    }

    /// Where a part begins.
    public double enter(int part) {
        return ends[2 * part];
    }

    /// Where a part ends.
    public double exit(int part) {
        return ends[2 * part + 1];
    }

    /// Takes all away.
    public void clear() {
        size = 0;
    }

    /// Adds a part; one of no length is left out.
    public void add(double enter, double exit) {
        if (!(enter < exit)) {
            return;
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
        }
        ends[size++] = enter;
        ends[size++] = exit;
    }

    /// The sum of the lengths of the parts.
    public double length() {
        double length = 0;
        for (int i = 0; i < size; i += 2) {
            length += ends[i + 1] - ends[i];
        }
        return length;
    }

    /// Sorts the parts from index `from` on and joins those that overlap.
    void join(int from) {
        for (int i = from + 2; i < size; i += 2) {
            double enter = ends[i];
            double exit = ends[i + 1];
            int j = i;
            for (; j > from && ends[j - 2] > enter; j -= 2) {
                ends[j] = ends[j - 2];
                ends[j + 1] = ends[j - 1];
            }
            ends[j] = enter;
            ends[j + 1] = exit;
        }
        int last = from;
        for (int i = from + 2; i < size; i += 2) {
            if (ends[i] <= ends[last + 1]) {
                ends[last + 1] = Math.max(ends[last + 1], ends[i + 1]);
            } else {
                last += 2;
                ends[last] = ends[i];
                ends[last + 1] = ends[i + 1];
            }
        }
        size = Math.min(size, last + 2);
    }

    /// Adds what both have.
    void addCommon(Spans a, Spans b) {
        for (int i = 0, j = 0; i < a.size && j < b.size; ) {
            add(Math.max(a.ends[i], b.ends[j]), Math.min(a.ends[i + 1], b.ends[j + 1]));
            if (a.ends[i + 1] < b.ends[j + 1]) {
                i += 2;
            } else {
                j += 2;
            }
        }
    }

    /// Adds what the first has and the second has not; both sorted and joined.
    public void addDifference(Spans a, Spans b) {
        for (int i = 0, j = 0; i < a.size; i += 2) {
            double enter = a.ends[i];
            while (j < b.size && b.ends[j + 1] <= enter) {
                j += 2;
            }
            for (int k = j; k < b.size && b.ends[k] < a.ends[i + 1]; k += 2) {
                add(enter, b.ends[k]);
                enter = Math.max(enter, b.ends[k + 1]);
            }
            add(enter, a.ends[i + 1]);
        }
    }

    /// Adds all parts of another, and joins what overlaps.
    public void include(Spans other) {
        for (int i = 0; i < other.size; i += 2) {
            add(other.ends[i], other.ends[i + 1]);
        }
        join(0);
    }
}
