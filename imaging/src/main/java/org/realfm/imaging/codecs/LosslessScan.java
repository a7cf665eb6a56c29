package org.realfm.imaging.codecs;

/// A scan of lossless JPEG (ITU-T T.81 annex H): each sample is predicted from its neighbours, and the difference is coded.
final class LosslessScan {

    private LosslessScan() {}

    /// Decodes a scan.
    ///
    /// @param tables          a Huffman table for each component
    /// @param planes          where each component's samples go, row by row
    /// @param predictor       1 to 7, see T.81 table H.1
    /// @param precision       bits a coded sample
    /// @param restartInterval samples between restarts, whole rows; 0 if there are none
    static void decode(JpegBits bits, HuffmanTable[] tables, int[][] planes, Shape shape, int predictor, int precision,
            int restartInterval) throws CorruptCode {
        int width = shape.width();
        int middle = 1 << precision - 1;
        int restarted = 0; // the row that began with a restart: its samples know no row above
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                if (restartInterval > 0 && at > 0 && at % restartInterval == 0) {
                    if (x > 0) {
                        throw new CorruptCode(bits.position(), "a restart within a row", "one at its start (T.81 H.1.1)");
                    }
                    bits.restart();
                    restarted = y;
                }
                for (int c = 0; c < planes.length; c++) {
                    int[] plane = planes[c];
                    int prediction = y == restarted
                            ? x == 0 ? middle : plane[at - 1]
                            : x == 0 ? plane[at - width]
                            : predict(predictor, plane[at - 1], plane[at - width], plane[at - width - 1]);
                    int category = tables[c].decode(bits);
                    if (category > 16) {
                        throw new CorruptCode(bits.position(), "a difference of " + category + " bits", "at most 16");
                    }
                    int difference = category == 16 ? 32768 : bits.signed(category);
                    plane[at] = prediction + difference & 0xFFFF;
                }
            }
        }
    }

    private static int predict(int predictor, int left, int above, int corner) {
        return switch (predictor) {
            case 1 -> left;
            case 2 -> above;
            case 3 -> corner;
            case 4 -> left + above - corner;
            case 5 -> left + (above - corner >> 1);
            case 6 -> above + (left - corner >> 1);
            default -> left + above >> 1;
        };
    }
}
