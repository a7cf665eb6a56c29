package org.realfm.imaging.dicom;

/// A palette that is written down in segments (PS3.3 C.7.9.2): lists of entries, straight lines, and copies of segments
/// that came before.
final class SegmentedPalette {

    private final int tag;
    private final long offset;
    private final int[] words;
    private final int[] entries;
    private int filled;

    private SegmentedPalette(int tag, long offset, int[] words, int count) {
        this.tag = tag;
        this.offset = offset;
        this.words = words;
        this.entries = new int[count];
    }

    /// Expands a table.
    static LookupTable of(DataSet set, int descriptorTag, int dataTag, boolean signed) throws UnreadableDicom {
        int[] descriptor = set.ints(descriptorTag);
        if (descriptor.length != 3) {
            throw new UnreadableDicom(descriptorTag, UnreadableDicom.NONE, descriptor.length + " numbers", "3");
        }
        int count = (descriptor[0] & 0xFFFF) == 0 ? 1 << 16 : descriptor[0] & 0xFFFF;
        long offset = set.element(dataTag).map(Element::offset).orElse((long) UnreadableDicom.NONE);
        SegmentedPalette palette = new SegmentedPalette(dataTag, offset, set.ints(dataTag), count);
        palette.segments(0, Integer.MAX_VALUE, false);
        if (palette.filled != count) {
            throw palette.wrong(palette.filled + " entries", String.valueOf(count));
        }
        int first = signed ? (short) descriptor[1] : descriptor[1] & 0xFFFF;
        return new LookupTable(first, Math.clamp(descriptor[2], 8, 16), palette.entries);
    }

    private UnreadableDicom wrong(String found, String expected) {
        return new UnreadableDicom(tag, offset, found, expected);
    }

    private int word(int at) throws UnreadableDicom {
        if (at < 0 || at >= words.length) {
            throw wrong("a segment beyond the " + words.length + " words", "one within");
        }
        return words[at];
    }

    private void segments(int from, int most, boolean copied) throws UnreadableDicom {
        int at = from;
        for (int n = 0; n < most && at < words.length; n++) {
            int length = word(at + 1);
            switch (word(at)) {
                case 0 -> {
                    for (int i = 0; i < length; i++) {
                        add(word(at + 2 + i));
                    }
                    at += 2 + length;
                }
                case 1 -> {
                    int start = filled == 0 ? 0 : entries[filled - 1];
                    int end = word(at + 2);
                    for (int i = 1; i <= length; i++) {
                        add((int) Math.round(start + (double) (end - start) * i / length));
                    }
                    at += 3;
                }
                case 2 -> {
                    if (copied) {
                        throw wrong("a copy within a copy", "a list or a line");
                    }
                    long to = word(at + 2) | (long) word(at + 3) << 16; // in bytes
                    segments((int) Math.min(to / 2, Integer.MAX_VALUE), length, true);
                    at += 4;
                }
                default -> throw wrong("a segment of kind " + word(at), "0, 1 or 2");
            }
        }
    }

    private void add(int entry) throws UnreadableDicom {
        if (filled == entries.length) {
            throw wrong("more than " + filled + " entries", String.valueOf(filled));
        }
        entries[filled++] = entry;
    }
}
