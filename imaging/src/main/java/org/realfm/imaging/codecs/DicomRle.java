package org.realfm.imaging.codecs;

/// DICOM's run-length encoding (PS3.5 annex G): each byte of each sample is a segment of its own, the most significant
/// byte first, packed as in TIFF's PackBits.
public final class DicomRle {

    private static final int HEADER = 64;

    private DicomRle() {}

    /// Decodes a frame.
    ///
    /// @param code  header and segments
    /// @param shape what is expected
    /// @param bytes bytes a sample, 1 to 4
    /// @return unsigned samples, those of 4 bytes as their bits
    /// @throws CorruptCode if a segment is missing, cut short or of another length than the shape's pixels
    public static Samples decode(byte[] code, Shape shape, int bytes) throws CorruptCode {
        int segments = shape.components() * bytes;
        if (code.length < HEADER || little(code, 0) != segments) {
            throw new CorruptCode(0, code.length < HEADER ? code.length + " bytes" : little(code, 0) + " segments",
                    "a header of " + HEADER + " bytes with " + segments + " segments");
        }
        int pixels = shape.width() * shape.height();
        if ((long) pixels * segments > 64L * code.length) { // two bytes make at most 128
            throw new CorruptCode(0, code.length + " bytes", "more for " + segments + " segments of " + pixels + " pixels");
        }
        int[] values = new int[shape.samples()];
        for (int s = 0; s < segments; s++) {
            long start = little(code, 4 + 4 * s);
            long end = s + 1 < segments ? little(code, 8 + 4 * s) : code.length;
            if (start < HEADER || start > end || end > code.length) {
                throw new CorruptCode(4 + 4 * s, "a segment from byte " + start + " to " + end,
                        "one between " + HEADER + " and " + code.length);
            }
            segment(code, (int) start, (int) end, values, s / bytes, shape.components(), 8 * (bytes - 1 - s % bytes));
        }
        return new Samples(shape, 8 * bytes, false, values);
    }

    private static long little(byte[] code, int at) {
        return (code[at] & 0xFF) | (code[at + 1] & 0xFF) << 8 | (code[at + 2] & 0xFF) << 16 | (code[at + 3] & 0xFFL) << 24;
    }

    private static void segment(byte[] code, int start, int end, int[] values, int first, int step, int shift)
            throws CorruptCode {
        int at = start;
        int to = first;
        while (to < values.length) {
            if (at >= end) {
                throw new CorruptCode(at, "the end of a segment", (values.length - to) / step + " more bytes of its pixels");
            }
            int control = code[at++];
            if (control == -128) {
                continue;
            }
            boolean literal = control >= 0;
            int count = literal ? control + 1 : 1 - control;
            int needed = literal ? count : 1;
            if (end - at < needed) {
                throw new CorruptCode(at, (end - at) + " bytes left of a segment", String.valueOf(needed));
            }
            for (int i = 0; i < count && to < values.length; i++, to += step) {
                values[to] |= (code[literal ? at + i : at] & 0xFF) << shift;
            }
            at += needed;
        }
    }
}
