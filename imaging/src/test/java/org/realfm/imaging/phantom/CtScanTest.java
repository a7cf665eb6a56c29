package org.realfm.imaging.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.realfm.imaging.Fourier;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.phantom.CtScan.Model;
import org.realfm.imaging.phantom.CtScan.Protocol;
import org.realfm.imaging.phantom.graph.Category;
import org.realfm.imaging.phantom.graph.SceneGraph;
import org.realfm.imaging.phantom.graph.Side;
import org.realfm.imaging.phantom.solid.Superquadric;
import org.realfm.imaging.phantom.solid.Tubes;
import org.realfm.imaging.segmentation.DistanceTransform;
import org.realfm.imaging.segmentation.VoxelMask;
import org.realfm.imaging.volume.Volume;

class CtScanTest {

    private static final Protocol COARSE = new Protocol(128, 1, 3, 5, 5, 0, -45, 4e8, 240, 0, Model.FULL);

    /// A cylinder of water, 200 mm wide, with a rod in it.
    private static Body water(double rod) {
        Draft draft = new Draft();
        draft.add("water", "water", Category.ORGAN, "", Side.MIDLINE, Draft.intensity("hu", 0),
                Tubes.path(100, 0, 0, -300, 0, 0, 300));
        draft.add("rod", "rod", Category.ORGAN, "water", Side.LEFT, Draft.intensity("hu", rod),
                Tubes.path(20, 50, 0, -300, 50, 0, 300));
        return new Body(5, SceneGraph.Frame.PATIENT, List.of(0), 0, draft.structures());
    }

    /// Mean and standard deviation over the voxels of a slice of a mask that are at least some mm from its border.
    private static double[] moments(Volume volume, VoxelMask mask, double inside) {
        VoxelMask rest = VoxelMask.of(mask.grid(), (x, y, z) -> !mask.contains(x, y, z));
        double[] depth = DistanceTransform.to(rest);
        double sum = 0;
        double squares = 0;
        int count = 0;
        float[] values = volume.values();
        for (int i = 0; i < values.length; i++) {
            if (depth[i] >= inside) {
                sum += values[i];
                squares += (double) values[i] * values[i];
                count++;
            }
        }
        assertThat(count).isGreaterThan(5);
        double mean = sum / count;
        return new double[] {mean, Math.sqrt(squares / count - mean * mean), count};
    }

    @Test
    void hounsfieldUnitsComeBackFromProjections() {
        Body body = Torso.draw(1, new Findings(0, 0, 0));
        Phantom phantom = CtScan.take(body, new Protocol(128, 1, 3, 5, 2, 0, -45, 4e8, 180, 0, Model.FULL));
        for (var organ : Map.of("liver", 9.0, "stomach-content", 6.0, "abdominal-aorta", 4.0, "spleen", 6.0).entrySet()) {
            VoxelMask region = phantom.region(organ.getKey()).andNot(all(phantom, organ.getKey()));
            double expected = phantom.scene().object(organ.getKey()).orElseThrow().intensity("hu");
            assertThat(moments(phantom.volume(), region, organ.getValue())[0])
                    .as(organ.getKey())
                    .isCloseTo(expected, within(6.0));
        }
    }

    /// The voxels of all objects painted after one, which so lie over it.
    private static VoxelMask all(Phantom phantom, String id) {
        VoxelMask over = VoxelMask.of(phantom.region(id).grid(), (x, y, z) -> false);
        boolean after = false;
        for (var region : phantom.regions().entrySet()) {
            over = after ? over.or(region.getValue()) : over;
            after |= region.getKey().equals(id);
        }
        return over;
    }

    @Test
    void waterAndAirAreCalibrated() {
        Phantom phantom = CtScan.take(water(300), COARSE);
        assertThat(moments(phantom.volume(), phantom.region("water").andNot(phantom.region("rod")), 12)[0])
                .isCloseTo(0, within(2.0));
        assertThat(moments(phantom.volume(), phantom.region("rod"), 9)[0]).isCloseTo(300, within(3.0));
        VoxelMask air = VoxelMask.of(phantom.region("water").grid(), (x, y, z) -> Math.hypot(x - 63.5, y - 63.5) * 3 > 125);
        assertThat(moments(phantom.volume(), air, 6)[0]).isCloseTo(-1000, within(3.0));
    }

    @Test
    void noiseFallsWithTheRootOfTheDose() {
        for (Model model : Model.values()) {
            Protocol protocol = COARSE.about(0, 4).withModel(model);
            double low = deviation(protocol.withPhotons(50_000));
            double high = deviation(protocol.withPhotons(800_000));
            assertThat(low / high).as(model + " " + low + " " + high).isCloseTo(4, within(0.25));
        }
    }

    private static double deviation(Protocol protocol) {
        Phantom phantom = CtScan.take(water(0), protocol);
        return moments(phantom.volume(), phantom.region("water"), 20)[1];
    }

    @Test
    void fastNoiseHasTheSizeAndTheSpectrumOfTheFullModel() {
        // Water everywhere in the middle, so that what is left is noise.
        Body body = water(0);
        Protocol protocol = COARSE.about(0, 24).withPhotons(60_000);
        double[][] spectra = new double[2][];
        double[][] spread = new double[2][];
        for (Model model : Model.values()) {
            Volume volume = CtScan.volume(body, protocol.withModel(model));
            spectra[model.ordinal()] = spectrum(volume);
            spread[model.ordinal()] = new double[] {around(volume, 64, 64), around(volume, 64, 40), around(volume, 88, 64)};
        }
        for (int place = 0; place < 3; place++) {
            assertThat(spread[1][place] / spread[0][place]).as("at place " + place).isCloseTo(1, within(0.12));
        }
        // The share of power in each of eight rings of frequency, up to Nyquist.
        for (int ring = 0; ring < spectra[0].length; ring++) {
            assertThat(spectra[1][ring]).as("ring " + ring).isCloseTo(spectra[0][ring], within(0.025));
        }
    }

    /// Standard deviation in 12 x 12 pixels about a place, over all slices.
    private static double around(Volume volume, int column, int row) {
        double squares = 0;
        double sum = 0;
        int count = 0;
        for (int z = 0; z < volume.slices(); z++) {
            for (int y = row - 6; y < row + 6; y++) {
                for (int x = column - 6; x < column + 6; x++) {
                    sum += volume.value(x, y, z);
                    squares += (double) volume.value(x, y, z) * volume.value(x, y, z);
                    count++;
                }
            }
        }
        return Math.sqrt(squares / count - sum * sum / count / count);
    }

    /// The noise power of the middle 32 x 32 pixels, averaged over slices and rings, adding up to 1.
    private static double[] spectrum(Volume volume) {
        int side = 32;
        Fourier fourier = new Fourier(side);
        double[] rings = new double[8];
        for (int z = 0; z < volume.slices(); z++) {
            double[] re = new double[side * side];
            double[] im = new double[side * side];
            double mean = 0;
            for (int i = 0; i < re.length; i++) {
                re[i] = volume.value(48 + i % side, 48 + i / side, z);
                mean += re[i] / re.length;
            }
            for (int i = 0; i < re.length; i++) {
                re[i] -= mean;
            }
            Fourier.plane(re, im, fourier, fourier, true);
            for (int i = 0; i < re.length; i++) {
                int u = Math.min(i % side, side - i % side);
                int v = Math.min(i / side, side - i / side);
                int ring = (int) (Math.hypot(u, v) / 2);
                if (ring < rings.length) {
                    rings[ring] += re[i] * re[i] + im[i] * im[i];
                }
            }
        }
        double sum = 0;
        for (double ring : rings) {
            sum += ring;
        }
        for (int i = 0; i < rings.length; i++) {
            rings[i] /= sum;
        }
        return rings;
    }

    @Test
    void thickSlicesMixWhatLiesInThem() {
        Draft draft = new Draft();
        draft.add("block", "block", Category.ORGAN, "", Side.MIDLINE, Draft.intensity("hu", 0),
                Superquadric.of(0, 0, 0, 80, 80, 4, 16, 16));
        Body body = new Body(1, SceneGraph.Frame.PATIENT, List.of(0), 0, draft.structures());
        Protocol thin = new Protocol(64, 1, 3, 2, 2, 0, 0, 1e9, 90, 0, Model.FAST);
        Protocol thick = new Protocol(64, 1, 3, 16, 16, 0, 0, 1e9, 90, 0, Model.FAST);
        assertThat(CtScan.volume(body, thin).value(32, 32, 0)).isCloseTo(0, within(3f));
        assertThat(CtScan.volume(body, thick).value(32, 32, 0)).isCloseTo(-500, within(130f));
    }

    @Test
    void aTiltedGantryShearsTheGrid() {
        Protocol tilted = new Protocol(64, 8, 6, 10, 5, 20, -20, 1e9, 90, 0, Model.FAST);
        Phantom phantom = CtScan.take(Torso.draw(3, new Findings(0, 0, 0)), tilted);
        double[] step = phantom.volume().affine().step(1);
        assertThat(step[2] / step[1]).isCloseTo(Math.tan(Math.toRadians(20)), within(1e-9));
        // Wherever the liver is said to lie, the picture shows liver.
        VoxelMask liver = phantom.region("liver").andNot(phantom.region("liver-veins"));
        assertThat(moments(phantom.volume(), liver, 8)[0]).isCloseTo(108, within(5.0));
        assertThat(phantom.scene().acquisition().get("slice_spacing_mm")).isCloseTo(10 * Math.cos(Math.toRadians(20)), within(1e-9));
    }

    @Test
    void theSecondScanHasOtherNoiseAndTheSameTruth() {
        Body body = water(100);
        Protocol protocol = COARSE.withModel(Model.FAST).withPhotons(1e5);
        Volume first = CtScan.volume(body, protocol);
        assertThat(CtScan.volume(body, protocol)).isEqualTo(first);
        assertThat(CtScan.volume(body, protocol.withNoise(1))).isNotEqualTo(first);
        assertThatThrownBy(() -> protocol.withPhotons(0)).hasMessageContaining("dose");
    }

    @Test
    void countsArePoisson() {
        SplitMix64 random = new SplitMix64(3);
        for (double mean : new double[] {0.4, 12, 39, 41, 5000}) {
            int n = 40_000;
            double sum = 0;
            double squares = 0;
            double cubes = 0;
            for (int i = 0; i < n; i++) {
                double count = Quanta.poisson(mean, random);
                assertThat(count).isEqualTo(Math.rint(count)).isNotNegative();
                double d = count - mean;
                sum += d;
                squares += d * d;
                cubes += d * d * d;
            }
            assertThat(sum / n).isCloseTo(0, within(4 * Math.sqrt(mean / n)));
            assertThat(squares / n / mean).isCloseTo(1, within(0.05));
            assertThat(cubes / n / Math.pow(mean, 1.5)).isCloseTo(1 / Math.sqrt(mean), within(0.2));
        }
    }
}
