package org.realfm.imaging.codecs;

import java.util.Arrays;

/// A scan of a progressive image (ITU-T T.81 annex G): a band of each block's coefficients, their higher bits first, or
/// one more bit of what earlier scans have brought.
final class ProgressiveScan implements JpegFrame.Blocks {

    private static final int MOST_SHIFT = 13;

    private final JpegBits bits;
    private final JpegFrame.Component[] scanned;
    private final HuffmanTable[] tables;
    private final int first;
    private final int last;
    private final int bit;
    private final boolean refines;
    private final int[] means;
    private int emptyBlocks;

    /// @param at     where the scan's header is
    /// @param tables for each component of the scan; unused where means are refined
    /// @param first  the first coefficient, 0 for means
    /// @param last   the last one
    /// @param high   the bit that the last scan of these brought, 0 if there was none
    /// @param low    the bit that this one brings
    ProgressiveScan(int at, JpegBits bits, JpegFrame.Component[] scanned, HuffmanTable[] tables, int first, int last, int high,
            int low) throws CorruptCode {
        boolean sound = first == 0 ? last == 0 : first <= last && last < 64 && scanned.length == 1;
        if (!sound || high != 0 && low != high - 1 || low > MOST_SHIFT) {
            throw new CorruptCode(at, "coefficients " + first + " to " + last + " of " + scanned.length + " components, bits "
                    + high + " to " + low, "means, or a band of one component's coefficients, all bits or one");
        }
        for (JpegFrame.Component component : scanned) {
            if (!component.begun && (first > 0 || high > 0)) {
                throw new CorruptCode(at, "more of component " + component.id, "first the means of its blocks");
            }
            component.begun = true;
        }
        this.bits = bits;
        this.scanned = scanned;
        this.tables = tables;
        this.first = first;
        this.last = last;
        this.bit = low;
        this.refines = high > 0;
        this.means = new int[scanned.length];
    }

    @Override
    public void restarted() {
        Arrays.fill(means, 0);
        emptyBlocks = 0;
    }

    @Override
    public void next(int component, int index) throws CorruptCode {
        short[] coefficients = scanned[component].coefficients;
        int at = 64 * index;
        if (first == 0) {
            if (refines) {
                coefficients[at] |= (short) (bits.read(1) << bit);
            } else {
                means[component] += bits.difference(tables[component]);
                coefficients[at] = (short) (means[component] << bit);
            }
        } else if (refines) {
            refine(coefficients, at);
        } else if (emptyBlocks > 0) {
            emptyBlocks--;
        } else {
            begin(coefficients, at);
        }
    }

    /// T.81 G.1.2.2: as in a sequential scan, but the end may be that of many blocks.
    private void begin(short[] coefficients, int at) throws CorruptCode {
        for (int k = first; k <= last; k++) {
            int symbol = tables[0].decode(bits);
            int size = symbol & 15;
            int run = symbol >> 4;
            if (size == 0 && run < 15) {
                emptyBlocks = (1 << run) + bits.read(run) - 1;
                return;
            }
            k += run;
            if (k > last) {
                throw tooMany();
            }
            coefficients[at + k] = (short) (bits.signed(size) << bit);
        }
    }

    /// T.81 G.1.2.3: a bit for each coefficient that is not 0 so far; those that are may become 1 or -1.
    private void refine(short[] coefficients, int at) throws CorruptCode {
        int k = first;
        while (emptyBlocks == 0 && k <= last) {
            int symbol = tables[0].decode(bits);
            int size = symbol & 15;
            int zeros = symbol >> 4;
            int value = 0;
            if (size == 1) {
                value = bits.read(1) == 1 ? 1 << bit : -1 << bit;
            } else if (size > 1) {
                throw new CorruptCode(bits.position(), "a new coefficient of " + size + " bits", "1");
            } else if (zeros < 15) {
                emptyBlocks = (1 << zeros) + bits.read(zeros);
                break;
            }
            for (; k <= last; k++) {
                if (coefficients[at + k] != 0) {
                    correct(coefficients, at + k);
                } else if (zeros-- == 0) {
                    break;
                }
            }
            if (k > last && value != 0) {
                throw tooMany();
            }
            if (k <= last) {
                coefficients[at + k++] = (short) value;
            }
        }
        if (emptyBlocks > 0) {
            for (; k <= last; k++) {
                if (coefficients[at + k] != 0) {
                    correct(coefficients, at + k);
                }
            }
            emptyBlocks--;
        }
    }

    private void correct(short[] coefficients, int at) throws CorruptCode {
        if (bits.read(1) == 1) {
            coefficients[at] += (short) (coefficients[at] > 0 ? 1 << bit : -1 << bit);
        }
    }

    private CorruptCode tooMany() {
        return new CorruptCode(bits.position(), "coefficients beyond the scan's band", "up to " + last);
    }

    /// Dequantises and transforms what all scans have brought.
    static void finish(JpegFrame frame, JpegFrame.Component component, int[] quantisation) {
        int[] block = new int[64];
        for (int index = 0; index < component.across * component.down; index++) {
            for (int k = 0; k < 64; k++) {
                block[JpegTables.ZIGZAG[k]] = component.coefficients[64 * index + k] * quantisation[k];
            }
            InverseDct.transform(block, frame.precision, component, index);
        }
    }
}
