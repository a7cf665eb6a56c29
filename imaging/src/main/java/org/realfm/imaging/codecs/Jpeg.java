package org.realfm.imaging.codecs;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// JPEG (ITU-T T.81 | ISO/IEC 10918-1) with Huffman coding: baseline and extended sequential, 8 and 12 bit (processes 1,
/// 2 and 4), and lossless, 2 to 16 bit (process 14, every predictor). Components come back as they are coded, without
/// conversion of colours; subsampled ones at full size ([Upsampling]).
///
/// Progressive, hierarchical and arithmetic coding are refused: DICOM has retired them.
public final class Jpeg {

    /// A component of the frame.
    static final class Component {
        final int id;
        final int horizontal;
        final int vertical;
        final int quantisation;
        /// Blocks, or samples if the frame is lossless, across and down, whole minimum coded units.
        int across;
        int down;
        int[] plane = {};

        Component(int id, int sampling, int quantisation) {
            this.id = id;
            this.horizontal = sampling >> 4;
            this.vertical = sampling & 15;
            this.quantisation = quantisation;
        }
    }

    private static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47,
        55, 62, 63
    };

    /// Pixels that a byte of code can make at most: a block of 64 has at least two bits, subsampled 4 x 4 at most.
    private static final int MOST_PIXELS_A_BYTE = 4 * 64 * 16;

    private final byte[] code;
    private final Shape shape;
    private final JpegSegments segments;
    private final int[] @Nullable [] quantisation = new int[4][];
    private final @Nullable HuffmanTable[] dc = new HuffmanTable[4];
    private final @Nullable HuffmanTable[] ac = new HuffmanTable[4];
    private Component[] components = {};
    private int precision;
    private boolean lossless;
    private int restartInterval;
    private int widest = 1;
    private int highest = 1;

    private Jpeg(byte[] code, Shape shape) throws CorruptCode {
        this.code = code;
        this.shape = shape;
        this.segments = new JpegSegments(code);
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
        while (components.length == 0 || decoded < components.length) {
            segments.advance();
            int start = segments.start();
            int end = segments.end();
            switch (segments.marker()) {
                case 0xDB -> quantisation(start, end);
                case 0xC4 -> huffman(start, end);
                case 0xDD -> {
                    segments.require(start, 2);
                    restartInterval = segments.u16(start);
                }
                case 0xC0, 0xC1, 0xC3 -> frame(segments.marker(), start);
                case 0xDA -> {
                    Component[] scanned = scanned(start);
                    JpegBits bits = new JpegBits(code, end);
                    if (lossless) {
                        losslessScan(bits, scanned, start);
                    } else {
                        dctScan(bits, scanned, start);
                    }
                    segments.resume(bits.position());
                    decoded += scanned.length;
                }
                case 0xC2, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF -> throw new CorruptCode(start - 4,
                        String.format(Locale.ROOT, "a frame of kind SOF%d", segments.marker() - 0xC0),
                        "baseline, extended sequential or lossless with Huffman codes (SOF0, SOF1, SOF3)");
                default -> {}
            }
        }
        return finished();
    }

    /// T.81 B.2.4.1.
    private void quantisation(int start, int end) throws CorruptCode {
        for (int at = start; at < end; ) {
            int wide = code[at] >> 4 & 15;
            int which = code[at] & 15;
            segments.require(at, 1 + 64 * (wide + 1));
            if (which > 3 || wide > 1) {
                throw new CorruptCode(at, "quantisation table " + which + " of kind " + wide, "0 to 3, of 8 or 16 bits");
            }
            int[] table = new int[64];
            for (int i = 0; i < 64; i++) {
                table[ZIGZAG[i]] = wide == 1 ? segments.u16(at + 1 + 2 * i) : code[at + 1 + i] & 0xFF;
            }
            quantisation[which] = table;
            at += 1 + 64 * (wide + 1);
        }
    }

    /// T.81 B.2.4.2.
    private void huffman(int start, int end) throws CorruptCode {
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

    /// T.81 B.2.2.
    private void frame(int marker, int start) throws CorruptCode {
        segments.require(start, 6);
        if (components.length > 0) {
            throw new CorruptCode(start, "a second frame", "one");
        }
        int count = code[start + 5] & 0xFF;
        segments.require(start, 6 + 3 * count);
        precision = code[start] & 0xFF;
        lossless = marker == 0xC3;
        shape.require(start + 1, segments.u16(start + 3), segments.u16(start + 1), count);
        if (lossless ? precision < 2 || precision > 16 : precision != 8 && (precision != 12 || marker == 0xC0)) {
            throw new CorruptCode(start, precision + " bits a sample", lossless ? "2 to 16" : "8, or 12 if extended");
        }
        long pixels = (long) shape.width() * shape.height();
        if (pixels > (lossless ? 8L : MOST_PIXELS_A_BYTE) * code.length) {
            throw new CorruptCode(start, code.length + " bytes", "more for " + pixels + " pixels");
        }
        Component[] read = new Component[count];
        for (int i = 0; i < count; i++) {
            int at = start + 6 + 3 * i;
            read[i] = new Component(code[at] & 0xFF, count == 1 ? 0x11 : code[at + 1] & 0xFF, code[at + 2] & 0xFF);
            boolean fits = read[i].horizontal >= 1 && read[i].horizontal <= 4 && read[i].vertical >= 1 && read[i].vertical <= 4;
            if (!fits || read[i].quantisation > 3) {
                throw new CorruptCode(at, "sampling " + read[i].horizontal + " x " + read[i].vertical + ", table "
                        + read[i].quantisation, "1 to 4, table 0 to 3");
            }
            widest = Math.max(widest, read[i].horizontal);
            highest = Math.max(highest, read[i].vertical);
        }
        int unit = lossless ? 1 : 8;
        for (Component component : read) {
            if (widest % component.horizontal != 0 || highest % component.vertical != 0 || lossless && widest * highest > 1) {
                throw new CorruptCode(start, "sampling " + component.horizontal + " x " + component.vertical + " of "
                        + widest + " x " + highest, lossless ? "no subsampling" : "a whole ratio");
            }
            component.across = ceil(shape.width(), unit * widest) * component.horizontal;
            component.down = ceil(shape.height(), unit * highest) * component.vertical;
            long size = (long) component.across * component.down * unit * unit;
            if (size > Integer.MAX_VALUE - 8) {
                throw new CorruptCode(start, size + " samples of a component", "fewer");
            }
            component.plane = new int[(int) size];
        }
        components = read;
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }

    /// T.81 B.2.3: which components a scan has; their tables are looked up by the scans.
    private Component[] scanned(int start) throws CorruptCode {
        segments.require(start, 1);
        int count = code[start] & 0xFF;
        segments.require(start, 4 + 2 * count);
        Component[] scanned = new Component[count];
        int blocks = 0;
        for (int i = 0; i < count; i++) {
            int id = code[start + 1 + 2 * i] & 0xFF;
            int at = start + 1 + 2 * i;
            scanned[i] = Arrays.stream(components).filter(component -> component.id == id).findFirst()
                    .orElseThrow(() -> new CorruptCode(at, "component " + id, "one of the frame's"));
            blocks += scanned[i].horizontal * scanned[i].vertical;
        }
        if (count < 1 || count > 4 || count > 1 && blocks > 10) {
            throw new CorruptCode(start, count + " components with " + blocks + " blocks", "1 to 4 with at most 10");
        }
        return scanned;
    }

    private static HuffmanTable table(@Nullable HuffmanTable[] tables, int which, int at) throws CorruptCode {
        HuffmanTable table = which > 3 ? null : tables[which];
        if (table == null) {
            throw new CorruptCode(at, "no Huffman table " + which, "one");
        }
        return table;
    }

    /// T.81 F.2: a sequential scan.
    private void dctScan(JpegBits bits, Component[] scanned, int start) throws CorruptCode {
        int count = scanned.length;
        HuffmanTable[] dcs = new HuffmanTable[count];
        HuffmanTable[] acs = new HuffmanTable[count];
        int[][] tables = new int[count][];
        for (int i = 0; i < count; i++) {
            int which = code[start + 2 + 2 * i] & 0xFF;
            dcs[i] = table(dc, which >> 4, start);
            acs[i] = table(ac, which & 15, start);
            int[] table = quantisation[scanned[i].quantisation];
            if (table == null) {
                throw new CorruptCode(start, "no quantisation table " + scanned[i].quantisation, "one");
            }
            tables[i] = table;
        }
        int[] predictions = new int[count];
        int[] block = new int[64];
        boolean alone = count == 1;
        int across = alone ? realBlocks(shape.width(), scanned[0].horizontal, widest) : ceil(shape.width(), 8 * widest);
        int down = alone ? realBlocks(shape.height(), scanned[0].vertical, highest) : ceil(shape.height(), 8 * highest);
        for (int unit = 0; unit < across * down; unit++) {
            if (restartInterval > 0 && unit > 0 && unit % restartInterval == 0) {
                bits.restart();
                Arrays.fill(predictions, 0);
            }
            for (int i = 0; i < count; i++) {
                Component component = scanned[i];
                int wide = alone ? 1 : component.horizontal;
                int high = alone ? 1 : component.vertical;
                for (int b = 0; b < wide * high; b++) {
                    int x = unit % across * wide + b % wide;
                    int y = unit / across * high + b / wide;
                    predictions[i] += coefficients(bits, dcs[i], acs[i], tables[i], block, predictions[i]);
                    int stride = 8 * component.across;
                    InverseDct.transform(block, precision, component.plane, 8 * (y * stride + x), stride);
                }
            }
        }
    }

    private static int realBlocks(int size, int sampling, int most) {
        return ceil(ceil(size * sampling, most), 8);
    }

    /// Reads a block's coefficients and dequantises them; returns by how much its mean differs from the last one's.
    private static int coefficients(JpegBits bits, HuffmanTable dc, HuffmanTable ac, int[] quantisation, int[] block, int last)
            throws CorruptCode {
        Arrays.fill(block, 0);
        int category = dc.decode(bits);
        if (category > 16) {
            throw new CorruptCode(bits.position(), "a difference of " + category + " bits", "at most 16");
        }
        int difference = bits.signed(category);
        block[0] = (last + difference) * quantisation[0];
        for (int k = 1; k < 64; k++) {
            int symbol = ac.decode(bits);
            int size = symbol & 15;
            int run = symbol >> 4;
            if (size == 0) {
                if (run < 15) {
                    break;
                }
                k += 15;
                continue;
            }
            k += run;
            if (k > 63) {
                throw new CorruptCode(bits.position(), "more than 64 coefficients in a block", "64");
            }
            block[ZIGZAG[k]] = bits.signed(size) * quantisation[ZIGZAG[k]];
        }
        return difference;
    }

    /// T.81 annex H: the scan's header gives the predictor and the point transform.
    private void losslessScan(JpegBits bits, Component[] scanned, int start) throws CorruptCode {
        int count = scanned.length;
        HuffmanTable[] tables = new HuffmanTable[count];
        int[][] planes = new int[count][];
        for (int i = 0; i < count; i++) {
            tables[i] = table(dc, code[start + 2 + 2 * i] >> 4 & 15, start);
            planes[i] = scanned[i].plane;
        }
        int predictor = code[start + 1 + 2 * count] & 0xFF;
        int shift = code[start + 3 + 2 * count] & 15;
        if (predictor < 1 || predictor > 7 || shift >= precision) {
            throw new CorruptCode(start, "predictor " + predictor + ", point transform " + shift,
                    "1 to 7, less than " + precision);
        }
        LosslessScan.decode(bits, tables, planes, shape, predictor, precision - shift, restartInterval);
        if (shift > 0) {
            for (int[] plane : planes) {
                for (int i = 0; i < plane.length; i++) {
                    plane[i] <<= shift;
                }
            }
        }
    }

    private Samples finished() {
        int[] values = new int[shape.samples()];
        for (int c = 0; c < components.length; c++) {
            Component component = components[c];
            int columns = ceil(shape.width() * component.horizontal, widest);
            int rows = ceil(shape.height() * component.vertical, highest);
            int stride = lossless ? shape.width() : 8 * component.across;
            Upsampling.apply(component.plane, stride, columns, rows, widest / component.horizontal,
                    highest / component.vertical, values, shape, c);
        }
        return new Samples(shape, precision, false, values);
    }
}
