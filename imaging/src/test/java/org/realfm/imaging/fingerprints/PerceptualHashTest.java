package org.realfm.imaging.fingerprints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.interventions.DuplicateCopy;
import org.realfm.imaging.phantom.ChestPhantom;
import org.realfm.imaging.phantom.Scene;

class PerceptualHashTest {

    static Image2D film(long seed) {
        return ChestPhantom.render(
                ChestPhantom.scene(
                        seed, new Scene.Patient(seed % 2 == 0, 50), Scene.Style.DIGITAL, 0.4, Optional.empty()),
                96);
    }

    @Test
    void reencodingAndResamplingStayWithinSixBits() {
        for (int seed = 0; seed < 10; seed++) {
            long hash = PerceptualHash.dct64(film(seed))[0];
            for (DuplicateCopy.Kind kind : new DuplicateCopy.Kind[] {
                DuplicateCopy.Kind.JPEG, DuplicateCopy.Kind.RESIZE, DuplicateCopy.Kind.WINDOW
            }) {
                Image2D copy = new DuplicateCopy(kind).apply(film(seed), seed);
                assertThat(PerceptualHash.distance(hash, PerceptualHash.dct64(copy)[0])).as(kind + " " + seed)
                        .isLessThanOrEqualTo(HashIndex.MOST_DISTANCE);
            }
        }
    }

    @Test
    void aMirroredFilmHasTheMirrorsHash() {
        Image2D mirrored = new DuplicateCopy(DuplicateCopy.Kind.FLIP).apply(film(1), 0);
        assertThat(PerceptualHash.dct64(mirrored)[Dihedral.MIRROR.ordinal()])
                .isEqualTo(PerceptualHash.dct64(film(1))[0]);
        assertThat(PerceptualHash.dct64(mirrored)[0]).isNotEqualTo(PerceptualHash.dct64(film(1))[0]);
    }

    @Test
    void theEightTransformsDiffer() {
        assertThat(Arrays.stream(PerceptualHash.dct64(film(2))).distinct().count()).isEqualTo(8);
    }

    @Test
    void theIndexFindsWhatBruteForceFinds() {
        SplitMix64 random = new SplitMix64(4);
        long[] hashes = new long[5000];
        for (int i = 0; i < hashes.length; i++) {
            // Families of near hashes, so that there is something to find.
            hashes[i] = i % 10 == 0 ? random.nextLong() : flipped(hashes[i - i % 10], random, i % 10);
        }
        HashIndex index = new HashIndex(hashes);
        int found = 0;
        for (int q = 0; q < 300; q++) {
            long query = flipped(hashes[random.below(hashes.length)], random, random.below(5));
            for (int distance = 0; distance <= HashIndex.MOST_DISTANCE; distance++) {
                int most = distance;
                int[] brute = IntStream.range(0, hashes.length)
                        .filter(i -> PerceptualHash.distance(hashes[i], query) <= most)
                        .toArray();
                found += brute.length;
                assertThat(index.within(query, distance)).containsExactly(brute);
            }
        }
        assertThat(found).isGreaterThan(1000);
        assertThatThrownBy(() -> index.within(0, 7)).hasMessageContaining("0 to 6");
    }

    @Test
    void theIndexFindsAHashHoweverItsBitsAreSpread() {
        long hash = new SplitMix64(6).nextLong();
        HashIndex index = new HashIndex(new long[] {hash});
        for (int spread = 0; spread < 7 * 7 * 7 * 7; spread++) {
            long query = hash;
            int bits = 0;
            for (int part = 0, left = spread; part < 4; part++, left /= 7) {
                query ^= ((1L << left % 7) - 1) << (16 * part + 5);
                bits += left % 7;
            }
            for (int distance = 0; distance <= HashIndex.MOST_DISTANCE; distance++) {
                assertThat(index.within(query, distance)).hasSize(bits <= distance ? 1 : 0);
            }
        }
    }

    private static long flipped(long hash, SplitMix64 random, int bits) {
        long result = hash;
        for (int bit = 0; bit < bits; bit++) {
            result ^= 1L << random.below(64);
        }
        return result;
    }
}
