package org.realfm.imaging.codecs;

/// The inverse discrete cosine transform of 8 x 8 coefficients (ITU-T T.81 A.3.3), after C. Loeffler, A. Ligtenberg and
/// G. Moschytz, Practical fast 1-D DCT algorithms with 11 multiplications, ICASSP 1989, doi:10.1109/ICASSP.1989.266596.
///
/// Fixed point with 13 fractional bits, rounded after each pass as the Independent JPEG Group's slow integer transform
/// does, which is what most decoders of medical images use: so the samples agree with theirs exactly.
final class InverseDct {

    private static final int FRACTION = 13;

    private InverseDct() {}

    /// Transforms a block.
    ///
    /// @param block     64 dequantised coefficients, row by row; changed
    /// @param precision bits a sample, 8 or 12
    /// @param component whose samples these are
    /// @param index     of the block in it, row by row
    static void transform(int[] block, int precision, JpegFrame.Component component, int index) {
        int stride = 8 * component.across;
        int at = index / component.across * 8 * stride + index % component.across * 8;
        int[] samples = component.plane;
        int extra = precision == 8 ? 2 : 1;
        for (int x = 0; x < 8; x++) {
            pass(block, x, 8, FRACTION - extra);
        }
        int middle = 1 << precision - 1;
        int most = (1 << precision) - 1;
        for (int y = 0; y < 8; y++) {
            pass(block, 8 * y, 1, FRACTION + extra + 3);
            for (int x = 0; x < 8; x++) {
                samples[at + y * stride + x] = Math.clamp(block[8 * y + x] + middle, 0, most);
            }
        }
    }

    /// One dimension: eight values, `step` apart, scaled down by `shift` bits with rounding.
    private static void pass(int[] v, int at, int step, int shift) {
        int v0 = v[at];
        int v1 = v[at + step];
        int v2 = v[at + 2 * step];
        int v3 = v[at + 3 * step];
        int v4 = v[at + 4 * step];
        int v5 = v[at + 5 * step];
        int v6 = v[at + 6 * step];
        int v7 = v[at + 7 * step];

        int rotated = (v2 + v6) * 4433; // sqrt(2) cos(3 pi / 8)
        int low = rotated - v6 * 15137; // sqrt(2) (sin + cos)(3 pi / 8)
        int high = rotated + v2 * 6270; // sqrt(2) (sin - cos)(3 pi / 8)
        int sum = v0 + v4 << FRACTION;
        int difference = v0 - v4 << FRACTION;
        int even0 = sum + high;
        int even3 = sum - high;
        int even1 = difference + low;
        int even2 = difference - low;

        int common = (v7 + v3 + v5 + v1) * 9633;
        int a = (v7 + v1) * -7373;
        int b = (v5 + v3) * -20995;
        int c = (v7 + v3) * -16069 + common;
        int d = (v5 + v1) * -3196 + common;
        int odd0 = v7 * 2446 + a + c;
        int odd1 = v5 * 16819 + b + d;
        int odd2 = v3 * 25172 + b + c;
        int odd3 = v1 * 12299 + a + d;

        int half = 1 << shift - 1;
        v[at] = even0 + odd3 + half >> shift;
        v[at + 7 * step] = even0 - odd3 + half >> shift;
        v[at + step] = even1 + odd2 + half >> shift;
        v[at + 6 * step] = even1 - odd2 + half >> shift;
        v[at + 2 * step] = even2 + odd1 + half >> shift;
        v[at + 5 * step] = even2 - odd1 + half >> shift;
        v[at + 3 * step] = even3 + odd0 + half >> shift;
        v[at + 4 * step] = even3 - odd0 + half >> shift;
    }
}
