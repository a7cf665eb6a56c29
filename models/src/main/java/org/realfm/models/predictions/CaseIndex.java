package org.realfm.models.predictions;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The rows of cases by their name: the names' bytes end to end and some sixteen bytes a case, since a table may name
/// millions.
final class CaseIndex {

    private static final int FIRST = 1024;
    private static final int SPREAD = 0x9E3779B9; // 2^32 over the golden ratio, so that names that count up lie apart

    private byte[] names = new byte[FIRST];
    /// Where the name of each row ends.
    private int[] ends;
    private int size;
    /// Open addressing: one more than the row, 0 where free.
    private final int[] slots;

    /// @param rows how many there will be
    CaseIndex(int rows) {
        ends = new int[rows];
        slots = new int[Math.max(2, Integer.highestOneBit(Math.max(1, rows)) * 4)];
    }

    /// Adds the next row.
    ///
    /// @return the row of this name: this one's number, or that of an earlier row, which is then the only one of the name
    int add(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int slot = slot(bytes);
        if (slots[slot] > 0) {
            return slots[slot] - 1;
        }
        int from = size == 0 ? 0 : ends[size - 1];
        int end = Math.addExact(from, bytes.length);
        if (end > names.length) {
            names = Arrays.copyOf(names, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(2L * names.length, end)));
        }
        System.arraycopy(bytes, 0, names, from, bytes.length);
        ends[size] = end;
        slots[slot] = ++size;
        return size - 1;
    }

    /// The row of a name; -1 if there is none.
    int row(String name) {
        return slots[slot(name.getBytes(StandardCharsets.UTF_8))] - 1;
    }

    /// Where a name is, or would be put.
    private int slot(byte[] name) {
        int hash = Arrays.hashCode(name) * SPREAD;
        int slot = hash >>> (Integer.numberOfLeadingZeros(slots.length) + 1);
        while (slots[slot] > 0 && !is(slots[slot] - 1, name)) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private boolean is(int row, byte[] name) {
        return Arrays.equals(names, row == 0 ? 0 : ends[row - 1], ends[row], name, 0, name.length);
    }
}
