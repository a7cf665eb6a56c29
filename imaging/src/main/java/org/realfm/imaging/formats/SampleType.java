package org.realfm.imaging.formats;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/// What a stored sample is.
public enum SampleType {
    INT8(1, true),
    UINT8(1, true),
    INT16(2, true),
    UINT16(2, true),
    INT32(4, true),
    UINT32(4, true),
    INT64(8, true),
    UINT64(8, true),
    FLOAT32(4, false),
    FLOAT64(8, false);

    private final int bytes;
    private final boolean whole;

    SampleType(int bytes, boolean whole) {
        this.bytes = bytes;
        this.whole = whole;
    }

    /// Bytes of a sample.
    public int bytes() {
        return bytes;
    }

    /// Whether samples are whole numbers.
    public boolean isWhole() {
        return whole;
    }

    /// The next sample of a whole type; [#UINT64] as its bits.
    long whole(ByteBuffer from) {
        return switch (this) {
            case INT8 -> from.get();
            case UINT8 -> from.get() & 0xFF;
            case INT16 -> from.getShort();
            case UINT16 -> from.getShort() & 0xFFFF;
            case INT32 -> from.getInt();
            case UINT32 -> from.getInt() & 0xFFFFFFFFL;
            case INT64, UINT64 -> from.getLong();
            case FLOAT32, FLOAT64 -> throw new IllegalStateException(this + " is not whole");
        };
    }

    /// The next sample of a real type.
    double real(ByteBuffer from) {
        return this == FLOAT32 ? from.getFloat() : from.getDouble();
    }

    /// Puts a sample that is written in decimals.
    ///
    /// @throws NumberFormatException if it is no number of this type
    void put(String text, ByteBuffer to) {
        switch (this) {
            case FLOAT32 -> to.putFloat(Float.parseFloat(text));
            case FLOAT64 -> to.putDouble(Double.parseDouble(text));
            case UINT64 -> to.putLong(Long.parseUnsignedLong(text));
            default -> {
                long value = Long.parseLong(text);
                int unused = 64 - 8 * bytes;
                boolean signed = this == INT8 || this == INT16 || this == INT32 || this == INT64;
                if ((signed ? value << unused >> unused : value << unused >>> unused) != value) {
                    throw new NumberFormatException(text + " does not fit " + this);
                }
                for (int b = 0; b < bytes; b++) {
                    int shift = to.order() == ByteOrder.LITTLE_ENDIAN ? 8 * b : 8 * (bytes - 1 - b);
                    to.put((byte) (value >>> shift));
                }
            }
        }
    }

    /// Whether a `double` holds a whole sample exactly.
    boolean isExact(long bits) {
        long magnitude = this != UINT64 && bits < 0 ? -bits : bits;
        return 64 - Long.numberOfLeadingZeros(magnitude) - Long.numberOfTrailingZeros(magnitude) <= 53;
    }

    /// A whole sample, rounded to a `double` if it must be. The bit that halving loses stays as a trace, so that rounding is
    /// right.
    double rounded(long bits) {
        return this == UINT64 && bits < 0 ? 2.0 * (bits >>> 1 | bits & 1) : bits;
    }

    /// A whole sample as a number.
    BigInteger number(long bits) {
        BigInteger number = BigInteger.valueOf(bits);
        return this == UINT64 && bits < 0 ? number.add(BigInteger.TWO.pow(64)) : number;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
