package org.realfm.imaging.codecs;

import java.util.Locale;

/// The marker segments of a JPEG or JPEG-LS image, one after another (ITU-T T.81 B.1.1).
final class JpegSegments {

    private final byte[] code;
    private int next = 2;
    private int marker;
    private int start;
    private int end;

    /// @throws CorruptCode if it does not begin with the start of an image
    JpegSegments(byte[] code) throws CorruptCode {
        this.code = code;
        if (code.length < 4 || u16(0) != 0xFFD8) {
            throw new CorruptCode(0, code.length < 4 ? code.length + " bytes" : String.format(Locale.ROOT, "%04X", u16(0)),
                    "the start of an image, FFD8");
        }
    }

    /// Whether the image ends here.
    boolean atEnd() {
        int at = next;
        while (at + 1 < code.length && u16(at) == 0xFFFF) {
            at++; // fill bytes
        }
        return at + 1 < code.length && u16(at) == 0xFFD9;
    }

    /// Goes to the next segment.
    ///
    /// @throws CorruptCode if there is none, it reaches beyond the end, or the image ends
    void advance() throws CorruptCode {
        while (next + 1 < code.length && (code[next] & 0xFF) == 0xFF && (code[next + 1] & 0xFF) == 0xFF) {
            next++; // fill bytes
        }
        if (next + 4 > code.length || (code[next] & 0xFF) != 0xFF) {
            throw new CorruptCode(next, next + 4 > code.length ? "the end" : "no marker", "a marker");
        }
        marker = code[next + 1] & 0xFF;
        int length = u16(next + 2);
        if (marker == 0xD9) {
            throw new CorruptCode(next, "the end of the image", "a scan for each component");
        }
        if (length < 2 || next + 2 + length > code.length) {
            throw new CorruptCode(next, "a segment of " + length + " bytes",
                    "one of at most the " + (code.length - next - 2) + " bytes left");
        }
        start = next + 4;
        end = next + 2 + length;
        next = end;
    }

    /// Goes on from the end of a scan's entropy-coded data.
    void resume(int at) {
        next = at;
    }

    /// Which segment this is: the marker's second byte.
    int marker() {
        return marker;
    }

    /// Where its parameters begin.
    int start() {
        return start;
    }

    /// Where they end.
    int end() {
        return end;
    }

    /// A number of 16 bits anywhere in the code.
    int u16(int at) {
        return (code[at] & 0xFF) << 8 | code[at + 1] & 0xFF;
    }

    /// Refuses a segment that is shorter than it must be.
    void require(int at, int length) throws CorruptCode {
        if (end - at < length) {
            throw new CorruptCode(at, (end - at) + " bytes of a segment", length + " or more");
        }
    }
}
