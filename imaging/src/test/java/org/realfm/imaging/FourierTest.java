package org.realfm.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.realfm.imaging.SplitMix64;

class FourierTest {

    static IntStream lengths() {
        return IntStream.concat(IntStream.rangeClosed(1, 33), IntStream.of(97, 128, 210, 360));
    }

    private static double[] normal(SplitMix64 random, int n) {
        return IntStream.range(0, n).mapToDouble(i -> random.nextGaussian()).toArray();
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void equalsItsDefinitionAndComesBack(int n) {
        SplitMix64 random = new SplitMix64(n);
        double[] real = normal(random, n);
        double[] imaginary = normal(random, n);
        double[] re = real.clone();
        double[] im = imaginary.clone();
        Fourier fourier = new Fourier(n);
        fourier.forward(re, im);
        for (int k = 0; k < n; k++) {
            double sumRe = 0;
            double sumIm = 0;
            for (int j = 0; j < n; j++) {
                double turn = -2 * Math.PI * (j * k % n) / n;
                sumRe += real[j] * Math.cos(turn) - imaginary[j] * Math.sin(turn);
                sumIm += real[j] * Math.sin(turn) + imaginary[j] * Math.cos(turn);
            }
            assertThat(re[k]).isCloseTo(sumRe, within(1e-11));
            assertThat(im[k]).isCloseTo(sumIm, within(1e-11));
            assertThat(fourier.frequency(k)).isBetween(-n / 2, (n - 1) / 2);
        }
        fourier.inverse(re, im);
        assertThat(re).containsExactly(real, within(1e-13));
        assertThat(im).containsExactly(imaginary, within(1e-13));
    }
}
