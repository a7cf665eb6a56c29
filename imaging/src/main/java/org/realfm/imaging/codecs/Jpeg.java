package org.realfm.imaging.codecs;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// JPEG (ITU-T T.81 | ISO/IEC 10918-1) with Huffman coding: baseline, extended sequential and progressive, 8 and 12 bit
/// (processes 1, 2, 4, 6, 8, 10 and 12), and lossless, 2 to 16 bit (process 14, every predictor). Components come back as
/// they are coded, without conversion of colours; subsampled ones at full size ([Upsampling]).
///
/// Hierarchical and arithmetic coding are refused: DICOM has retired them. Progressive it has retired too, but files are
/// about.
public final class Jpeg {

    /// Scans of any image; each takes time for all of it, however few bytes it has. Encoders make about ten.
    private static final int FREE_SCANS = 20;

    /// Beyond them: samples times scans.
    private static final long MOST_WORK = 1L << 30;

    private final byte[] code;
    private final Shape shape;
    private final JpegSegments segments;
    private final JpegTables tables;
    private @Nullable JpegFrame frame;
    private int restartInterval;
    private int scans;

    private Jpeg(byte[] code, Shape shape) throws CorruptCode {
        this.code = code;
        this.shape = shape;
        this.segments = new JpegSegments(code);
        this.tables = new JpegTables(code, segments);
    }

    /// Decodes a frame.
    ///
    /// @param code  from the start-of-image marker on; what follows the end of the image is left alone
    /// @param shape what is expected
    /// @throws CorruptCode if it is another size, cut short, damaged, or of a process that is not read here
    public static Samples decode(byte[] code, Shape shape) throws CorruptCode {
        return new Jpeg(code, shape).decode();
    }

    private Samples decode() throws CorruptCode {
        int decoded = 0;
        while (frame == null || (frame.process == JpegFrame.Process.PROGRESSIVE
                ? !segments.atEnd() : decoded < frame.components.length)) {
            segments.advance();
            int start = segments.start();
            int end = segments.end();
            switch (segments.marker()) {
                case 0xDB -> tables.readQuantisation(start, end);
                case 0xC4 -> tables.readHuffman(start, end);
                case 0xDD -> {
                    segments.require(start, 2);
                    restartInterval = segments.u16(start);
                }
                case 0xC0, 0xC1, 0xC2, 0xC3 -> {
                    if (frame != null) {
                        throw new CorruptCode(start, "a second frame", "one");
                    }
                    frame = new JpegFrame(code, segments, start, shape);
                }
                case 0xDA -> decoded += scan(start, end);
                case 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF -> throw new CorruptCode(start - 4,
                        String.format(Locale.ROOT, "a frame of kind SOF%d", segments.marker() - 0xC0),
                        "baseline, extended sequential, progressive or lossless with Huffman codes (SOF0 to SOF3)");
                default -> {}
            }
        }
        if (frame.process == JpegFrame.Process.PROGRESSIVE) {
            for (JpegFrame.Component component : frame.components) {
                if (!component.begun) {
                    throw new CorruptCode(segments.end(), "the end of the image", "a scan for component " + component.id);
                }
                ProgressiveScan.finish(frame, component, tables.quantisation(component.quantisation, segments.end()));
            }
        }
        return frame.samples();
    }

    /// T.81 B.2.3.
    ///
    /// @return how many components it has
    private int scan(int start, int end) throws CorruptCode {
        if (frame == null) {
            throw new CorruptCode(start, "a scan", "first a frame");
        }
        if (++scans > FREE_SCANS && (long) scans * shape.samples() > MOST_WORK) {
            throw new CorruptCode(start, scans + " scans of " + shape.samples() + " samples", "fewer");
        }
        JpegFrame.Component[] scanned = scanned(frame, start);
        int count = scanned.length;
        int parameters = start + 1 + 2 * count;
        int first = code[parameters] & 0xFF;
        int last = code[parameters + 1] & 0xFF;
        int high = code[parameters + 2] >> 4 & 15;
        int low = code[parameters + 2] & 15;
        JpegBits bits = new JpegBits(code, end);
        switch (frame.process) {
            case LOSSLESS -> lossless(frame, bits, scanned, start, first, low);
            case PROGRESSIVE -> {
                HuffmanTable[] chosen = first == 0 && high > 0 ? new HuffmanTable[0] : huffman(start, count, first == 0);
                frame.blocks(scanned, bits, restartInterval,
                        new ProgressiveScan(start, bits, scanned, chosen, first, last, high, low));
            }
            case SEQUENTIAL -> {
                int[][] quantisation = new int[count][];
                for (int i = 0; i < count; i++) {
                    quantisation[i] = tables.quantisation(scanned[i].quantisation, start);
                }
                frame.blocks(scanned, bits, restartInterval, new SequentialScan(frame, bits, scanned,
                        huffman(start, count, true), huffman(start, count, false), quantisation));
            }
        }
        segments.resume(bits.position());
        return count;
    }

    private JpegFrame.Component[] scanned(JpegFrame frame, int start) throws CorruptCode {
        segments.require(start, 1);
        int count = code[start] & 0xFF;
        segments.require(start, 4 + 2 * count);
        JpegFrame.Component[] scanned = new JpegFrame.Component[count];
        int blocks = 0;
        for (int i = 0; i < count; i++) {
            int at = start + 1 + 2 * i;
            int id = code[at] & 0xFF;
            scanned[i] = Arrays.stream(frame.components).filter(component -> component.id == id).findFirst()
                    .orElseThrow(() -> new CorruptCode(at, "component " + id, "one of the frame's"));
            blocks += scanned[i].horizontal * scanned[i].vertical;
        }
        if (count < 1 || count > 4 || count > 1 && blocks > 10) {
            throw new CorruptCode(start, count + " components with " + blocks + " blocks", "1 to 4 with at most 10");
        }
        return scanned;
    }

    /// The Huffman table of each component of a scan.
    private HuffmanTable[] huffman(int start, int count, boolean means) throws CorruptCode {
        HuffmanTable[] chosen = new HuffmanTable[count];
        for (int i = 0; i < count; i++) {
            int which = code[start + 2 + 2 * i] & 0xFF;
            chosen[i] = means ? tables.dc(which >> 4, start) : tables.ac(which & 15, start);
        }
        return chosen;
    }

    /// T.81 annex H: the scan's header gives the predictor and the point transform.
    private void lossless(JpegFrame frame, JpegBits bits, JpegFrame.Component[] scanned, int start, int predictor, int shift)
            throws CorruptCode {
        if (predictor < 1 || predictor > 7 || shift >= frame.precision) {
            throw new CorruptCode(start, "predictor " + predictor + ", point transform " + shift,
                    "1 to 7, less than " + frame.precision);
        }
        int[][] planes = Arrays.stream(scanned).map(component -> component.plane).toArray(int[][]::new);
        LosslessScan.decode(bits, huffman(start, scanned.length, true), planes, shape, predictor, frame.precision - shift,
                restartInterval);
        if (shift > 0) {
            for (int[] plane : planes) {
                for (int i = 0; i < plane.length; i++) {
                    plane[i] <<= shift;
                }
            }
        }
    }
}
