package org.realfm.imaging.codecs;

import java.util.Locale;

/// JPEG-LS (ITU-T T.87 | ISO/IEC 14495-1), lossless and near-lossless, 2 to 16 bit, components one after another or
/// interleaved by line or sample. Mapping tables and restart intervals, which DICOM's encoders do not write, are refused.
public final class JpegLs {

    private final byte[] code;
    private final Shape shape;
    private int precision;
    private int restartInterval;
    private int[] ids = {};
    private JpegLsScan.Thresholds preset = new JpegLsScan.Thresholds(0, 0, 0, 0, 0);

    private JpegLs(byte[] code, Shape shape) {
        this.code = code;
        this.shape = shape;
    }

    /// Decodes a frame.
    ///
    /// @param code  from the start-of-image marker on
    /// @param shape what is expected
    /// @throws CorruptCode if it is another size, cut short, damaged, or uses what is refused
    public static Samples decode(byte[] code, Shape shape) throws CorruptCode {
        return new JpegLs(code, shape).decode();
    }

    private Samples decode() throws CorruptCode {
        if (code.length < 4 || u16(0) != 0xFFD8) {
            throw new CorruptCode(0, code.length < 2 ? code.length + " bytes" : String.format(Locale.ROOT, "%04X", u16(0)),
                    "the start of a JPEG-LS image, FFD8");
        }
        int[] values = {};
        int at = 2;
        int decoded = 0;
        while (ids.length == 0 || decoded < ids.length) {
            if (at + 4 > code.length || (code[at] & 0xFF) != 0xFF) {
                throw new CorruptCode(at, at + 4 > code.length ? "the end" : "no marker", "a marker");
            }
            int marker = code[at + 1] & 0xFF;
            if (marker == 0xFF) {
                at++; // a fill byte
                continue;
            }
            int length = u16(at + 2);
            if (marker == 0xD9 || length < 2 || at + 2 + length > code.length) {
                throw new CorruptCode(at, marker == 0xD9 ? "the end of the image" : "a segment of " + length + " bytes",
                        marker == 0xD9 ? "a scan for each component"
                                : "one of at most the " + (code.length - at - 2) + " bytes left");
            }
            int start = at + 4;
            int end = at + 2 + length;
            at = end;
            switch (marker) {
                case 0xF7 -> {
                    frame(start, end);
                    values = new int[shape.samples()];
                }
                case 0xF8 -> preset(start, end);
                case 0xDD -> restartInterval = end - start == 2 ? u16(start) : 1;
                case 0xDA -> {
                    int count = code[start] & 0xFF;
                    at = scan(start, end, count, decoded, values);
                    decoded += count;
                }
                case 0xC0, 0xC1, 0xC2, 0xC3 -> throw new CorruptCode(start - 4, "a JPEG frame", "a JPEG-LS frame (SOF55)");
                default -> {}
            }
        }
        return new Samples(shape, precision, false, values);
    }

    private int u16(int at) {
        return (code[at] & 0xFF) << 8 | code[at + 1] & 0xFF;
    }

    private void frame(int start, int end) throws CorruptCode {
        int count = end - start < 6 ? 0 : code[start + 5] & 0xFF;
        if (count == 0 || end - start < 6 + 3 * count || ids.length > 0) {
            throw new CorruptCode(start, "a frame header of " + (end - start) + " bytes", "one frame, 6 bytes and 3 a component");
        }
        precision = code[start] & 0xFF;
        shape.require(start + 1, u16(start + 3), u16(start + 1), count);
        if (precision < 2 || precision > 16) {
            throw new CorruptCode(start, precision + " bits a sample", "2 to 16");
        }
        ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = code[start + 6 + 3 * i] & 0xFF;
            if (code[start + 7 + 3 * i] != 0x11) {
                throw new CorruptCode(start + 7 + 3 * i, "subsampling", "none");
            }
        }
    }

    /// T.87 C.2.4.1: preset coding parameters.
    private void preset(int start, int end) throws CorruptCode {
        if (end - start != 11 || code[start] != 1) {
            throw new CorruptCode(start, "preset parameters of kind " + (end > start ? code[start] : 0), "thresholds, kind 1");
        }
        preset = new JpegLsScan.Thresholds(u16(start + 1), u16(start + 3), u16(start + 5), u16(start + 7), u16(start + 9));
    }

    private int scan(int start, int end, int count, int decoded, int[] values) throws CorruptCode {
        if (end - start < 4 + 2 * count || count < 1 || decoded + count > ids.length) {
            throw new CorruptCode(start, "a scan of " + count + " components", "1 to " + (ids.length - decoded));
        }
        int near = code[start + 1 + 2 * count] & 0xFF;
        int interleaving = code[start + 2 + 2 * count] & 0xFF;
        int shift = code[start + 3 + 2 * count] & 0xFF;
        for (int i = 0; i < count; i++) {
            if (code[start + 2 + 2 * i] != 0) {
                throw new CorruptCode(start + 2 + 2 * i, "a mapping table", "none");
            }
        }
        int maximum = preset.maximum() == 0 ? (1 << precision) - 1 : preset.maximum();
        boolean sound = interleaving <= 2 && (interleaving > 0) == (count > 1) && shift == 0 && restartInterval == 0;
        if (!sound || near > Math.min(255, maximum / 2) || maximum >= 1 << precision) {
            throw new CorruptCode(start, "interleaving " + interleaving + " of " + count + " components, near " + near
                    + ", maximum " + maximum + ", point transform " + shift + ", restart interval " + restartInterval,
                    "0 for one component, 1 or 2 for several; near up to half the maximum; neither transform nor interval");
        }
        JpegLsScan scan = new JpegLsScan(code, end, preset.completed(maximum, near), near);
        return scan.decode(shape, decoded, count, interleaving == 2, values);
    }
}
