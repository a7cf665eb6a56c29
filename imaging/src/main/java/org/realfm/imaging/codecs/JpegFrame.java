package org.realfm.imaging.codecs;

import java.util.Arrays;

/// The frame of a JPEG image (ITU-T T.81 B.2.2): what its samples are, and where they go.
final class JpegFrame {

    /// How the samples are coded.
    enum Process {
        SEQUENTIAL, PROGRESSIVE, LOSSLESS
    }

    /// A component.
    static final class Component {
        final int id;
        final int horizontal;
        final int vertical;
        final int quantisation;
        /// Blocks, or samples if the frame is lossless, across and down, whole minimum coded units.
        int across;
        int down;
        /// Its samples, row by row.
        int[] plane = {};
        /// Of a progressive frame: the quantised coefficients so far, 64 a block in zigzag order.
        short[] coefficients = {};
        /// Of a progressive frame: whether the means of its blocks have come.
        boolean begun;

        private Component(int id, int sampling, int quantisation) {
            this.id = id;
            this.horizontal = sampling >> 4;
            this.vertical = sampling & 15;
            this.quantisation = quantisation;
        }
    }

    /// Pixels that a byte of code can make at most: a block of 64 has at least two bits, subsampled 4 x 4 at most.
    private static final int MOST_PIXELS_A_BYTE = 4 * 64 * 16;

    final Process process;
    final int precision;
    final Shape shape;
    final Component[] components;
    final int widest;
    final int highest;

    /// Reads the frame's header.
    ///
    /// @param at where its parameters begin
    JpegFrame(byte[] code, JpegSegments segments, int at, Shape shape) throws CorruptCode {
        int marker = segments.marker();
        segments.require(at, 6);
        int count = code[at + 5] & 0xFF;
        segments.require(at, 6 + 3 * count);
        this.process = marker == 0xC3 ? Process.LOSSLESS : marker == 0xC2 ? Process.PROGRESSIVE : Process.SEQUENTIAL;
        this.precision = code[at] & 0xFF;
        this.shape = shape;
        shape.require(at + 1, segments.u16(at + 3), segments.u16(at + 1), count);
        boolean lossless = process == Process.LOSSLESS;
        if (lossless ? precision < 2 || precision > 16 : precision != 8 && (precision != 12 || marker == 0xC0)) {
            throw new CorruptCode(at, precision + " bits a sample",
                    lossless ? "2 to 16" : "8, or 12 if extended or progressive");
        }
        long pixels = (long) shape.width() * shape.height();
        if (pixels > (lossless ? 8L : MOST_PIXELS_A_BYTE) * code.length) {
            throw new CorruptCode(at, code.length + " bytes", "more for " + pixels + " pixels");
        }
        this.components = new Component[count];
        for (int i = 0; i < count; i++) {
            components[i] = component(code, at + 6 + 3 * i, count == 1);
        }
        this.widest = Arrays.stream(components).mapToInt(component -> component.horizontal).max().orElse(1);
        this.highest = Arrays.stream(components).mapToInt(component -> component.vertical).max().orElse(1);
        for (Component component : components) {
            size(component, at);
        }
    }

    private static Component component(byte[] code, int at, boolean alone) throws CorruptCode {
        Component component = new Component(code[at] & 0xFF, alone ? 0x11 : code[at + 1] & 0xFF, code[at + 2] & 0xFF);
        int horizontal = component.horizontal;
        int vertical = component.vertical;
        if (horizontal < 1 || horizontal > 4 || vertical < 1 || vertical > 4 || component.quantisation > 3) {
            throw new CorruptCode(at, "sampling " + horizontal + " x " + vertical + ", table " + component.quantisation,
                    "1 to 4, table 0 to 3");
        }
        return component;
    }

    private void size(Component component, int at) throws CorruptCode {
        boolean lossless = process == Process.LOSSLESS;
        if (widest % component.horizontal != 0 || highest % component.vertical != 0 || lossless && widest * highest > 1) {
            throw new CorruptCode(at, "sampling " + component.horizontal + " x " + component.vertical + " of " + widest + " x "
                    + highest, lossless ? "no subsampling" : "a whole ratio");
        }
        int unit = lossless ? 1 : 8;
        component.across = ceil(shape.width(), unit * widest) * component.horizontal;
        component.down = ceil(shape.height(), unit * highest) * component.vertical;
        long size = (long) component.across * component.down * unit * unit;
        if (size > Integer.MAX_VALUE - 8) {
            throw new CorruptCode(at, size + " samples of a component", "fewer");
        }
        component.plane = new int[(int) size];
        component.coefficients = new short[process == Process.PROGRESSIVE ? (int) size : 0];
    }

    /// Calls back for each block of a scan in the order of its code (T.81 A.2): one component's blocks row by row, or the
    /// blocks of several in minimum coded units.
    interface Blocks {

        /// @param component index in the scan
        /// @param block     index in the component, row by row
        void next(int component, int block) throws CorruptCode;

        /// Whole units are passed, and a restart marker: what was predicted from before counts no more.
        void restarted();
    }

    /// Goes through the blocks of a scan.
    void blocks(Component[] scanned, JpegBits bits, int restartInterval, Blocks each) throws CorruptCode {
        boolean alone = scanned.length == 1;
        int across = alone ? blocks(shape.width(), scanned[0].horizontal, widest) : ceil(shape.width(), 8 * widest);
        int down = alone ? blocks(shape.height(), scanned[0].vertical, highest) : ceil(shape.height(), 8 * highest);
        for (int unit = 0; unit < across * down; unit++) {
            if (restartInterval > 0 && unit > 0 && unit % restartInterval == 0) {
                bits.restart();
                each.restarted();
            }
            for (int i = 0; i < scanned.length; i++) {
                Component component = scanned[i];
                int wide = alone ? 1 : component.horizontal;
                int high = alone ? 1 : component.vertical;
                for (int b = 0; b < wide * high; b++) {
                    int x = unit % across * wide + b % wide;
                    int y = unit / across * high + b / wide;
                    each.next(i, y * component.across + x);
                }
            }
        }
    }

    private static int blocks(int size, int sampling, int most) {
        return ceil(ceil(size * sampling, most), 8);
    }

    /// The components at full size, side by side.
    Samples samples() {
        int[] values = new int[shape.samples()];
        for (int c = 0; c < components.length; c++) {
            Component component = components[c];
            int columns = ceil(shape.width() * component.horizontal, widest);
            int rows = ceil(shape.height() * component.vertical, highest);
            int stride = process == Process.LOSSLESS ? shape.width() : 8 * component.across;
            Upsampling.apply(component.plane, stride, columns, rows, widest / component.horizontal,
                    highest / component.vertical, values, shape, c);
        }
        return new Samples(shape, precision, false, values);
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }
}
