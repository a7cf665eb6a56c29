package org.realfm.imaging.codecs;

/// The bits of an entropy-coded segment (ITU-T T.81 F.2.2.5): a zero byte after 0xFF is left out, a marker ends it.
final class JpegBits {

    private final byte[] code;
    private int next;
    private long buffer;
    private int held;

    JpegBits(byte[] code, int start) {
        this.code = code;
        this.next = start;
    }

    /// Where reading stands: at a marker, or at the end.
    int position() {
        return next;
    }

    private void fill() {
        while (held <= 48 && next < code.length) {
            int b = code[next] & 0xFF;
            if (b == 0xFF) {
                if (next + 1 >= code.length || code[next + 1] != 0) {
                    return;
                }
                next++;
            }
            next++;
            buffer = buffer << 8 | b;
            held += 8;
        }
    }

    /// The next bits, with zeros where there are no more.
    int peek(int count) {
        if (held < count) {
            fill();
        }
        long bits = held >= count ? buffer >>> (held - count) : buffer << (count - held);
        return (int) (bits & (1L << count) - 1);
    }

    /// Passes over bits.
    void skip(int count) throws CorruptCode {
        held -= count;
        if (held < 0) {
            throw new CorruptCode(next, next >= code.length ? "the end" : "a marker", "more coded samples");
        }
    }

    /// Reads bits.
    int read(int count) throws CorruptCode {
        int bits = peek(count);
        skip(count);
        return bits;
    }

    /// Reads a difference or coefficient of a category (T.81 F.2.2.1, EXTEND).
    int signed(int category) throws CorruptCode {
        if (category == 0) {
            return 0;
        }
        int bits = read(category);
        return bits < 1 << category - 1 ? bits - (1 << category) + 1 : bits;
    }

    /// Reads by how much a block's mean differs from the last one's (T.81 F.2.2.1).
    int difference(HuffmanTable table) throws CorruptCode {
        int category = table.decode(this);
        if (category > 16) {
            throw new CorruptCode(next, "a difference of " + category + " bits", "at most 16");
        }
        return signed(category);
    }

    /// Passes over a restart marker (T.81 F.2.2.4): the bits before it are padding.
    void restart() throws CorruptCode {
        buffer = 0;
        held = 0;
        while (next + 1 < code.length && (code[next] & 0xFF) == 0xFF && (code[next + 1] & 0xFF) == 0xFF) {
            next++; // fill bytes
        }
        if (next + 1 >= code.length || (code[next] & 0xFF) != 0xFF || (code[next + 1] & 0xF8) != 0xD0) {
            throw new CorruptCode(next, "no restart marker", "one");
        }
        next += 2;
    }
}
