package org.realfm.imaging.codecs;

/// The bits of a JPEG-LS scan: the first bit after a byte 0xFF is stuffing (ITU-T T.87 A.1).
final class JpegLsBits {

    private final byte[] code;
    private int next;
    private int buffer;
    private int held;
    private boolean stuffed;

    JpegLsBits(byte[] code, int start) {
        this.code = code;
        this.next = start;
    }

    /// Where reading stands.
    int position() {
        return next;
    }

    /// The marker that follows, or the end.
    int end() {
        int end = next;
        while (end + 1 < code.length && !((code[end] & 0xFF) == 0xFF && (code[end + 1] & 0x80) != 0)) {
            end++;
        }
        return end;
    }

    /// The next bit.
    int bit() throws CorruptCode {
        if (held == 0) {
            boolean marker = next < code.length && stuffed && (code[next] & 0x80) != 0;
            if (next >= code.length || marker) {
                throw new CorruptCode(next, marker ? "a marker" : "the end", "more coded samples");
            }
            buffer = code[next++] & 0xFF;
            held = stuffed ? 7 : 8;
            stuffed = buffer == 0xFF;
        }
        held--;
        return buffer >> held & 1;
    }

    /// The next bits as a number.
    int bits(int count) throws CorruptCode {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /// A Golomb code of limited length (T.87 A.5.3).
    ///
    /// @param k     how many low bits are written down as they are
    /// @param limit the longest code
    /// @param whole bits of the number where its code would be longer
    int golomb(int k, int limit, int whole) throws CorruptCode {
        int most = limit - whole - 1;
        int high = 0;
        while (bit() == 0) {
            if (++high > most) {
                throw new CorruptCode(next, "a code of more than " + limit + " bits", "a shorter one");
            }
        }
        return high < most ? high << k | bits(k) : bits(whole) + 1;
    }
}
