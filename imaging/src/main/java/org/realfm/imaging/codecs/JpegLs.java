package org.realfm.imaging.codecs;

/// JPEG-LS (ITU-T T.87 | ISO/IEC 14495-1), lossless and near-lossless, 2 to 16 bit, components one after another or
/// interleaved by line or sample. Mapping tables and restart intervals, which DICOM's encoders do not write, are refused.
public final class JpegLs {

    private final byte[] code;
    private final Shape shape;
    private final JpegSegments segments;
    private int precision;
    private int restartInterval;
    private int[] ids = {};
    private JpegLsThresholds preset = new JpegLsThresholds(0, 0, 0, 0, 0);

    private JpegLs(byte[] code, Shape shape) throws CorruptCode {
        this.code = code;
        this.shape = shape;
        this.segments = new JpegSegments(code);
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
        int[] values = {};
        int decoded = 0;
        while (ids.length == 0 || decoded < ids.length) {
            segments.advance();
            int start = segments.start();
            switch (segments.marker()) {
                case 0xF7 -> {
                    frame(start);
                    values = new int[shape.samples()];
                }
                case 0xF8 -> preset(start, segments.end());
                case 0xDD -> {
                    segments.require(start, 2);
                    restartInterval = segments.u16(start);
                }
                case 0xDA -> decoded += scan(start, decoded, values);
                case 0xC0, 0xC1, 0xC2, 0xC3 -> throw new CorruptCode(start - 4, "a JPEG frame", "a JPEG-LS frame (SOF55)");
                default -> {}
            }
        }
        return new Samples(shape, precision, false, values);
    }

    private void frame(int start) throws CorruptCode {
        segments.require(start, 6);
        int count = code[start + 5] & 0xFF;
        segments.require(start, 6 + 3 * count);
        if (ids.length > 0) {
            throw new CorruptCode(start, "a second frame", "one");
        }
        precision = code[start] & 0xFF;
        shape.require(start + 1, segments.u16(start + 3), segments.u16(start + 1), count);
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
        preset = new JpegLsThresholds(segments.u16(start + 1), segments.u16(start + 3), segments.u16(start + 5),
                segments.u16(start + 7), segments.u16(start + 9));
    }

    /// T.87 C.2.3.
    ///
    /// @param decoded components that came before
    /// @return how many the scan has
    private int scan(int start, int decoded, int[] values) throws CorruptCode {
        segments.require(start, 1);
        int count = code[start] & 0xFF;
        segments.require(start, 4 + 2 * count);
        if (count < 1 || decoded + count > ids.length) {
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
        JpegLsBits bits = new JpegLsBits(code, segments.end());
        new JpegLsScan(bits, preset.completed(maximum, near), near).decode(shape, decoded, count, interleaving == 2, values);
        segments.resume(bits.end());
        return count;
    }
}
