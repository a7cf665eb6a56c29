package org.realfm.imaging.codecs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The tables that a JPEG image has defined so far (ITU-T T.81 B.2.4): four of each kind, each of which may be replaced.
final class JpegTables {

    /// Where the coefficients stand in a block, in the order in which they are coded (T.81 figure A.6).
    static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47,
        55, 62, 63
    };

    private final byte[] code;
    private final JpegSegments segments;
    private final int[] @Nullable [] quantisation = new int[4][];
    private final @Nullable HuffmanTable[] dc = new HuffmanTable[4];
    private final @Nullable HuffmanTable[] ac = new HuffmanTable[4];

    JpegTables(byte[] code, JpegSegments segments) {
        this.code = code;
        this.segments = segments;
    }

    /// T.81 B.2.4.1.
    void readQuantisation(int start, int end) throws CorruptCode {
        for (int at = start; at < end; ) {
            int wide = code[at] >> 4 & 15;
            int which = code[at] & 15;
            segments.require(at, 1 + 64 * (wide + 1));
            if (which > 3 || wide > 1) {
                throw new CorruptCode(at, "quantisation table " + which + " of kind " + wide, "0 to 3, of 8 or 16 bits");
            }
            int[] table = new int[64];
            for (int i = 0; i < 64; i++) {
                table[i] = wide == 1 ? segments.u16(at + 1 + 2 * i) : code[at + 1 + i] & 0xFF;
            }
            quantisation[which] = table;
            at += 1 + 64 * (wide + 1);
        }
    }

    /// T.81 B.2.4.2.
    void readHuffman(int start, int end) throws CorruptCode {
        for (int at = start; at < end; ) {
            segments.require(at, 17);
            int[] counts = new int[16];
            int sum = 0;
            for (int i = 0; i < 16; i++) {
                counts[i] = code[at + 1 + i] & 0xFF;
                sum += counts[i];
            }
            segments.require(at, 17 + sum);
            int which = code[at] & 15;
            if (which > 3 || (code[at] & 0xE0) != 0) {
                throw new CorruptCode(at, "Huffman table " + (code[at] & 0xFF), "0 to 3, of class 0 or 1");
            }
            HuffmanTable table = new HuffmanTable(at, counts, Arrays.copyOfRange(code, at + 17, at + 17 + sum));
            ((code[at] & 0x10) == 0 ? dc : ac)[which] = table;
            at += 17 + sum;
        }
    }

    /// A quantisation table, 64 steps in zigzag order.
    int[] quantisation(int which, int at) throws CorruptCode {
        int[] table = quantisation[which];
        if (table == null) {
            throw new CorruptCode(at, "no quantisation table " + which, "one");
        }
        return table;
    }

    /// A Huffman table for means, or for the differences of lossless samples.
    HuffmanTable dc(int which, int at) throws CorruptCode {
        return table(dc, which, at);
    }

    /// A Huffman table for the other coefficients.
    HuffmanTable ac(int which, int at) throws CorruptCode {
        return table(ac, which, at);
    }

    private static HuffmanTable table(@Nullable HuffmanTable[] tables, int which, int at) throws CorruptCode {
        HuffmanTable table = which > 3 ? null : tables[which];
        if (table == null) {
            throw new CorruptCode(at, "no Huffman table " + which, "one");
        }
        return table;
    }
}
