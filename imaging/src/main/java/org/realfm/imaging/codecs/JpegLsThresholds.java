package org.realfm.imaging.codecs;

/// The preset coding parameters of JPEG-LS (ITU-T T.87 C.2.4.1.1).
///
/// @param maximum the largest sample
/// @param t1      the first threshold of gradients
/// @param t2      the second
/// @param t3      the third
/// @param reset   after how many samples a context's counts are halved
record JpegLsThresholds(int maximum, int t1, int t2, int t3, int reset) {

    /// With defaults where there are zeros.
    JpegLsThresholds completed(int most, int near) {
        int d1;
        int d2;
        int d3;
        if (most >= 128) {
            int factor = (Math.min(most, 4095) + 128) / 256;
            d1 = within(factor + 2 + 3 * near, near + 1, most);
            d2 = within(4 * factor + 3 + 5 * near, d1, most);
            d3 = within(17 * factor + 4 + 7 * near, d2, most);
        } else {
            int factor = 256 / (most + 1);
            d1 = within(Math.max(2, 3 / factor + 3 * near), near + 1, most);
            d2 = within(Math.max(3, 7 / factor + 5 * near), d1, most);
            d3 = within(Math.max(4, 21 / factor + 7 * near), d2, most);
        }
        return new JpegLsThresholds(most, t1 == 0 ? d1 : t1, t2 == 0 ? d2 : t2, t3 == 0 ? d3 : t3, reset == 0 ? 64 : reset);
    }

    private static int within(int value, int least, int most) {
        return value > most || value < least ? least : value;
    }
}
