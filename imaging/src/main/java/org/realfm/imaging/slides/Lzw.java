package org.realfm.imaging.slides;

import java.util.Arrays;

/// LZW as in TIFF 6.0 section 13: codes of 9 to 12 bits, the highest bit first; PackBits as in section 9.
final class Lzw {

    private static final int CLEAR = 256;
    private static final int END = 257;

    private Lzw() {}

    /// Decodes up to `length` bytes.
    ///
    /// @return as many as there are, at most `length`
    static byte[] decode(byte[] code, int length) {
        byte[] out = new byte[length];
        int[] prefix = new int[4096];
        byte[] last = new byte[4096];
        int[] lengths = new int[4096];
        for (int i = 0; i < 256; i++) {
            last[i] = (byte) i;
            lengths[i] = 1;
        }
        int next = 258;
        int bits = 9;
        int previous = -1;
        int done = 0;
        long held = 0;
        int count = 0;
        for (int at = 0; done < length;) {
            while (count < bits && at < code.length) {
                held = held << 8 | code[at++] & 0xFF;
                count += 8;
            }
            if (count < bits) {
                break;
            }
            count -= bits;
            int symbol = (int) (held >>> count) & (1 << bits) - 1;
            if (symbol == END) {
                break;
            }
            if (symbol == CLEAR) {
                next = 258;
                bits = 9;
                previous = -1;
                continue;
            }
            boolean fresh = symbol == next && previous >= 0;
            if (symbol > next || symbol == next && !fresh || previous < 0 && symbol > 255) {
                break; // a code that was never made
            }
            int known = fresh ? previous : symbol;
            int size = lengths[known] + (fresh ? 1 : 0);
            int first = put(out, done, known, lengths[known], prefix, last);
            if (fresh && done + size - 1 < length) {
                out[done + size - 1] = (byte) first;
            }
            done = Math.min(length, done + size);
            if (previous >= 0 && next < 4096) {
                prefix[next] = previous;
                last[next] = (byte) first;
                lengths[next] = lengths[previous] + 1;
                next++;
            }
            previous = symbol;
            bits = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
        }
        return done == length ? out : Arrays.copyOf(out, done);
    }

    /// Writes a string from its end and gives its first byte.
    private static int put(byte[] out, int at, int symbol, int length, int[] prefix, byte[] last) {
        int code = symbol;
        for (int i = length - 1; i > 0; i--) {
            if (at + i < out.length) {
                out[at + i] = last[code];
            }
            code = prefix[code];
        }
        if (at < out.length) {
            out[at] = last[code];
        }
        return last[code] & 0xFF;
    }

    /// Runs of equal bytes.
    static byte[] packBits(byte[] code, int length) {
        byte[] out = new byte[length];
        int done = 0;
        for (int at = 0; at < code.length && done < length;) {
            int n = code[at++];
            if (n >= 0) {
                int part = Math.min(Math.min(n + 1, code.length - at), length - done);
                System.arraycopy(code, at, out, done, part);
                at += n + 1;
                done += part;
            } else if (n != -128 && at < code.length) {
                int part = Math.min(1 - n, length - done);
                Arrays.fill(out, done, done + part, code[at++]);
                done += part;
            }
        }
        return done == length ? out : Arrays.copyOf(out, done);
    }
}
