package org.realfm.imaging.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.realfm.imaging.phantom.MrScan.Protocol;
import org.realfm.imaging.phantom.MrScan.Weighting;
import org.realfm.imaging.phantom.graph.SceneObject;
import org.realfm.imaging.segmentation.ImageEdge;
import org.realfm.imaging.segmentation.VoxelMask;
import org.realfm.imaging.volume.Volume;

class MrScanTest {

    private static final Body BODY = Head.draw(3, new Findings(6, 0.9, 0));

    private static Protocol few(Weighting weighting) {
        return new Protocol(128, 3, 1.8, 5, 5, 14, weighting.repetition(), weighting.echo(), 7, 0.18, 0);
    }

    private static double mean(Phantom phantom, String id) {
        VoxelMask mask = phantom.region(id);
        VoxelMask core = mask.count() > 400 ? mask.andNot(mask.border(ImageEdge.CUT)) : mask;
        for (SceneObject object : phantom.scene().objects()) {
            if (object.parent().filter(id::equals).isPresent()) {
                core = core.andNot(phantom.region(object.id()));
            }
        }
        double sum = 0;
        float[] values = phantom.volume().values();
        for (int i = 0; i < values.length; i++) {
            int x = i % 128;
            int y = i / 128 % 128;
            sum += core.contains(x, y, i / 16384) ? values[i] : 0;
        }
        assertThat(core.count()).as(id).isGreaterThan(20);
        return sum / core.count();
    }

    @Test
    void fluidIsDarkOnT1AndBrightOnT2() {
        Phantom t1 = MrScan.take(BODY, few(Weighting.T1).withBias(0));
        Phantom t2 = MrScan.take(BODY, few(Weighting.T2).withBias(0));
        Phantom pd = MrScan.take(BODY, few(Weighting.PD).withBias(0));
        String fluid = "left-ventricle";
        String grey = "left-putamen";
        String white = "white-matter";
        assertThat(mean(t1, white)).isGreaterThan(mean(t1, grey));
        assertThat(mean(t1, grey)).isGreaterThan(mean(t1, fluid));
        assertThat(mean(t2, fluid)).isGreaterThan(mean(t2, grey) * 1.8);
        assertThat(mean(t2, grey)).isGreaterThan(mean(t2, white));
        assertThat(mean(pd, grey)).isGreaterThan(mean(pd, white));
        assertThat(mean(t2, white)).isCloseTo(MrScan.signal(500, 70, 0.77, 4500, 100), within(12.0));
    }

    @Test
    void airHasTheFloorOfRice() {
        double sigma = 20;
        Volume volume = MrScan.volume(BODY, few(Weighting.T1).withNoise(sigma, 3));
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int z = 0; z < 3; z++) {
            for (int y = 0; y < 128; y++) {
                for (int x = 0; x < 10; x++) {
                    sum += volume.value(x, y, z);
                    squares += volume.value(x, y, z) * volume.value(x, y, z);
                    count++;
                }
            }
        }
        double mean = sum / count;
        assertThat(mean).isCloseTo(sigma * Math.sqrt(Math.PI / 2), within(0.4));
        assertThat(Math.sqrt(squares / count - mean * mean)).isCloseTo(sigma * Math.sqrt(2 - Math.PI / 2), within(0.4));
    }

    @Test
    void sensitivityIsSmoothAndBounded() {
        Protocol quiet = few(Weighting.T1).withNoise(0, 4);
        Volume flat = MrScan.volume(BODY, quiet.withBias(0));
        Volume bent = MrScan.volume(BODY, quiet.withBias(0.3));
        double least = 2;
        double most = 0;
        for (int y = 0; y < 128; y++) {
            for (int x = 1; x < 128; x++) {
                if (flat.value(x, y, 1) > 100) {
                    double ratio = bent.value(x, y, 1) / flat.value(x, y, 1);
                    least = Math.min(least, ratio);
                    most = Math.max(most, ratio);
                    if (flat.value(x - 1, y, 1) > 100) {
                        assertThat(ratio).isCloseTo(bent.value(x - 1, y, 1) / flat.value(x - 1, y, 1), within(0.05));
                    }
                }
            }
        }
        assertThat(least).isBetween(0.69, 0.98);
        assertThat(most).isBetween(0.9, 1.31);
        assertThat(most - least).isGreaterThan(0.1);
    }

    @Test
    void lesionsAreBrightOnT2() {
        Phantom t2 = MrScan.take(Head.draw(3, new Findings(8, 1, 0)), new Protocol(128, 9, 1.8, 5, 5, 30, 4500, 100, 7, 0, 0));
        double white = mean(t2, "white-matter");
        int seen = 0;
        for (SceneObject lesion : t2.scene().lesions()) {
            if (lesion.region().filter(r -> r.voxels() > 30).isPresent()) {
                assertThat(mean(t2, lesion.id())).as(lesion.id()).isGreaterThan(1.2 * white);
                seen++;
            }
        }
        assertThat(seen).isPositive();
    }

    @Test
    void signalsAreThoseOfTheEquation() {
        assertThat(MrScan.signal(1000, 100, 0.8, 1000, 100)).isCloseTo(800 * (1 - Math.exp(-1)) * Math.exp(-1), within(1e-9));
        assertThat(MrScan.signal(1, 1, 0, 500, 10)).isZero();
        assertThatThrownBy(() -> few(Weighting.T1).withBias(1)).hasMessageContaining("[0, 0.9]");
    }
}
