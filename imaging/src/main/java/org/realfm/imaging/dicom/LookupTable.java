package org.realfm.imaging.dicom;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.IntSummaryStatistics;

/// A lookup table of one channel (PS3.3 C.11.1.1, C.11.2.1.1, C.7.6.3.1.5).
///
/// @param first   the stored value that the first entry is for; lower ones have it too
/// @param bits    bits of an entry, 8 to 16
/// @param entries at least one; values beyond the last have the last
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record LookupTable(int first, int bits, int[] entries) {

    /// Reads a table.
    ///
    /// @param signed whether what is looked up may be negative, which the first value then may be too
    static LookupTable of(DataSet set, int descriptorTag, int dataTag, boolean signed) throws UnreadableDicom {
        int[] descriptor = set.ints(descriptorTag);
        if (descriptor.length != 3 || (descriptor[2] & 0xFFFF) < 8 || (descriptor[2] & 0xFFFF) > 16) {
            throw new UnreadableDicom(descriptorTag, offset(set, descriptorTag),
                    descriptor.length == 3 ? "entries of " + descriptor[2] + " bits" : descriptor.length + " numbers",
                    "the number of entries, the first value, and 8 to 16 bits");
        }
        int count = (descriptor[0] & 0xFFFF) == 0 ? 1 << 16 : descriptor[0] & 0xFFFF;
        int first = signed ? (short) descriptor[1] : descriptor[1] & 0xFFFF;
        return new LookupTable(first, descriptor[2] & 0xFFFF, entries(set, dataTag, count));
    }

    private static int[] entries(DataSet set, int tag, int count) throws UnreadableDicom {
        Element element = set.element(tag).orElseThrow(() -> new UnreadableDicom(tag, UnreadableDicom.NONE,
                "no lookup table", count + " entries"));
        byte[] bytes = element.bytes();
        boolean single = bytes.length < 2 * count; // entries of 8 bits may be packed in two to a word
        if (bytes.length < count) {
            throw new UnreadableDicom(tag, element.offset(), bytes.length + " bytes", "at least " + count);
        }
        boolean little = set.order() == ByteOrder.LITTLE_ENDIAN;
        int[] entries = new int[count];
        for (int i = 0; i < count; i++) {
            int low = single ? i ^ (little ? 0 : 1) : 2 * i + (little ? 0 : 1);
            int high = single ? 0 : (bytes[2 * i + (little ? 1 : 0)] & 0xFF) << 8;
            entries[i] = bytes[Math.min(low, bytes.length - 1)] & 0xFF | high;
        }
        return entries;
    }

    private static long offset(DataSet set, int tag) {
        return set.element(tag).map(Element::offset).orElse((long) UnreadableDicom.NONE);
    }

    /// The entries that the values from `least` to `most` have.
    IntSummaryStatistics between(long least, long most) {
        int from = (int) Math.clamp(least - first, 0L, entries.length - 1L);
        int to = (int) Math.clamp(most - first, 0L, entries.length - 1L);
        return Arrays.stream(entries, from, to + 1).summaryStatistics();
    }

    /// The entry of a value.
    int at(long value) {
        return entries[(int) Math.clamp(value - first, 0L, entries.length - 1L)];
    }
}
