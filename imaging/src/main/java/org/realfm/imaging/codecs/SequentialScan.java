package org.realfm.imaging.codecs;

import java.util.Arrays;

/// A sequential scan (ITU-T T.81 F.2): whole blocks, decoded, dequantised and transformed one after another.
final class SequentialScan implements JpegFrame.Blocks {

    private final JpegFrame frame;
    private final JpegBits bits;
    private final JpegFrame.Component[] scanned;
    private final HuffmanTable[] dc;
    private final HuffmanTable[] ac;
    private final int[][] quantisation;
    private final int[] means;
    private final int[] block = new int[64];

    /// @param dc           for each component of the scan
    /// @param ac           likewise
    /// @param quantisation likewise
    SequentialScan(JpegFrame frame, JpegBits bits, JpegFrame.Component[] scanned, HuffmanTable[] dc, HuffmanTable[] ac,
            int[][] quantisation) {
        this.frame = frame;
        this.bits = bits;
        this.scanned = scanned;
        this.dc = dc;
        this.ac = ac;
        this.quantisation = quantisation;
        this.means = new int[scanned.length];
    }

    @Override
    public void restarted() {
        Arrays.fill(means, 0);
    }

    @Override
    public void next(int component, int index) throws CorruptCode {
        int[] steps = quantisation[component];
        Arrays.fill(block, 0);
        means[component] += bits.difference(dc[component]);
        block[0] = means[component] * steps[0];
        for (int k = 1; k < 64; k++) {
            int symbol = ac[component].decode(bits);
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
            block[JpegTables.ZIGZAG[k]] = bits.signed(size) * steps[k];
        }
        InverseDct.transform(block, frame.precision, scanned[component], index);
    }
}
