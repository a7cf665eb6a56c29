package org.realfm.imaging.dicom;

import java.math.BigInteger;

/// The stored values of all frames in three numbers, by which two readers can be compared.
///
/// @param sum     of all
/// @param minimum the smallest
/// @param maximum the largest
public record PixelSummary(BigInteger sum, long minimum, long maximum) {

    /// Decodes every frame, one at a time.
    ///
    /// @throws UnreadableDicom if one cannot be decoded
    public static PixelSummary of(PixelData pixels) throws UnreadableDicom {
        BigInteger sum = BigInteger.ZERO;
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int f = 0; f < pixels.format().frames(); f++) {
            StoredFrame frame = pixels.frame(f);
            long part = 0;
            for (int i = 0; i < frame.values().length; i++) {
                long value = frame.value(i);
                part += value;
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            sum = sum.add(BigInteger.valueOf(part));
        }
        return new PixelSummary(sum, least, most);
    }
}
