package org.realfm.imaging.codecs;

/// A Huffman table (ITU-T T.81 annex C and F.2.2.3).
final class HuffmanTable {

    private static final int FAST = 9;

    private final short[] fast = new short[1 << FAST]; // length << 8 | value; 0 if the code is longer
    private final int[] end = new int[18]; // one past the last code of a length, to the left in 16 bits
    private final int[] first = new int[17]; // index of the first value of a length, less its first code
    private final byte[] values;

    /// @param counts how many codes have 1 to 16 bits
    /// @param values their values, in the order of the codes
    HuffmanTable(int offset, int[] counts, byte[] values) throws CorruptCode {
        this.values = values;
        int code = 0;
        int index = 0;
        for (int length = 1; length <= 16; length++) {
            first[length] = index - code;
            if (code + counts[length - 1] > 1 << length) {
                throw new CorruptCode(offset, "more codes of " + length + " bits than there can be", "a Huffman table");
            }
            for (int i = 0; i < counts[length - 1]; i++, code++, index++) {
                if (length <= FAST) {
                    for (int rest = 0; rest < 1 << FAST - length; rest++) {
                        fast[code << FAST - length | rest] = (short) (length << 8 | values[index] & 0xFF);
                    }
                }
            }
            end[length] = code << 16 - length;
            code <<= 1;
        }
        end[17] = Integer.MAX_VALUE;
    }

    /// Reads a code.
    ///
    /// @return its value, 0 to 255
    int decode(JpegBits bits) throws CorruptCode {
        int next = bits.peek(16);
        int known = fast[next >> 16 - FAST];
        if (known != 0) {
            bits.skip(known >> 8);
            return known & 0xFF;
        }
        int length = 1;
        while (next >= end[length]) {
            length++;
        }
        if (length > 16) {
            throw new CorruptCode(bits.position(), "bits that are no Huffman code", "one");
        }
        bits.skip(length);
        return values[first[length] + (next >> 16 - length)] & 0xFF;
    }
}
