package org.realfm.imaging.formats;

import java.math.BigInteger;

/// The stored samples of all volumes of a file in three numbers, by which two readers can be compared: before slope and
/// intercept.
///
/// @param sum       of all that are finite; a [BigInteger] if samples are whole, else a [Double]
/// @param minimum   the smallest, likewise
/// @param maximum   the largest, likewise
/// @param notFinite how many are infinite or not a number
public record StoredSummary(Number sum, Number minimum, Number maximum, long notFinite) {

    /// Counts up whole samples.
    static final class Whole {
        private final SampleType type;
        private BigInteger sum = BigInteger.ZERO;
        private long low; // sums of the lower and the upper 32 bits, neither of which overflows in 2^30 samples
        private long high;
        private int counted;
        private long least;
        private long most;
        private boolean any;

        Whole(SampleType type) {
            this.type = type;
        }

        void add(long bits) {
            boolean unsigned = type == SampleType.UINT64;
            if (!any || (unsigned ? Long.compareUnsigned(bits, least) : Long.compare(bits, least)) < 0) {
                least = bits;
            }
            if (!any || (unsigned ? Long.compareUnsigned(bits, most) : Long.compare(bits, most)) > 0) {
                most = bits;
            }
            any = true;
            low += bits & 0xFFFFFFFFL;
            high += unsigned ? bits >>> 32 : bits >> 32;
            if (++counted == 1 << 30) {
                flush();
            }
        }

        private void flush() {
            sum = sum.add(BigInteger.valueOf(high).shiftLeft(32)).add(BigInteger.valueOf(low));
            high = 0;
            low = 0;
            counted = 0;
        }

        StoredSummary summary() {
            flush();
            return new StoredSummary(sum, type.number(least), type.number(most), 0);
        }
    }

    /// Counts up real samples, the sum with Neumaier's correction.
    static final class Real {
        private double sum;
        private double lost;
        private double least = Double.POSITIVE_INFINITY;
        private double most = Double.NEGATIVE_INFINITY;
        private long notFinite;

        void add(double sample) {
            if (!Double.isFinite(sample)) {
                notFinite++;
                return;
            }
            double next = sum + sample;
            lost += Math.abs(sum) >= Math.abs(sample) ? sum - next + sample : sample - next + sum;
            sum = next;
            least = Math.min(least, sample);
            most = Math.max(most, sample);
        }

        StoredSummary summary() {
            boolean any = least <= most;
            return new StoredSummary(any ? sum + lost : 0.0, any ? least : 0.0, any ? most : 0.0, notFinite);
        }
    }
}
