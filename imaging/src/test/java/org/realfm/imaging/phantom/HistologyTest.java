package org.realfm.imaging.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.phantom.graph.Category;
import org.realfm.imaging.phantom.graph.Direction;
import org.realfm.imaging.phantom.graph.Rcc8;
import org.realfm.imaging.phantom.graph.SceneObject;

class HistologyTest {

    private static final Phantom SECTION =
            Histology.take(Tissue.draw(3, new Findings(5, 0.7, 0)), Histology.Protocol.USUAL);

    private static List<SceneObject> nuclei(Phantom phantom) {
        return phantom.scene().objects().stream()
                .filter(o -> o.category() == Category.NUCLEUS || o.kind().equals("mitosis"))
                .toList();
    }

    @Test
    void nucleiKeepTheirDistance() {
        for (long seed = 1; seed <= 5; seed++) {
            List<List<Double>> centres = Tissue.draw(seed, new Findings(3, 0.2 * seed, 0)).structures().stream()
                    .filter(s -> s.category() == Category.NUCLEUS || s.kind().equals("mitosis"))
                    .map(s -> ((org.realfm.imaging.phantom.solid.Superquadric) s.shape().orElseThrow()).centre())
                    .toList();
            assertThat(centres).hasSizeGreaterThan(300);
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < centres.size(); i++) {
                for (int k = 0; k < i; k++) {
                    least = Math.min(least, Math.hypot(
                            centres.get(i).get(0) - centres.get(k).get(0), centres.get(i).get(1) - centres.get(k).get(1)));
                }
            }
            // Never closer, and close enough that it matters.
            assertThat(least).isBetween(Tissue.CORE, 1.15 * Tissue.CORE);
        }
    }

    @Test
    void countsAreThoseOfTheObjects() {
        assertThat(SECTION.scene().count("mitosis")).isEqualTo(5);
        assertThat(SECTION.scene().counts().values().stream().mapToInt(n -> n).sum())
                .isEqualTo((int) SECTION.scene().objects().stream().filter(SceneObject::visible).count());
        Phantom well = Histology.take(Tissue.draw(3, new Findings(5, 0, 0)), Histology.Protocol.USUAL);
        assertThat(well.scene().counts()).doesNotContainKeys("mitosis", "tumour nest", "tumour nucleus");
        assertThat(nuclei(well)).hasSizeGreaterThan(300);
    }

    @Test
    void nucleiAreBlueStromaIsPinkAndLumensAreClear() {
        double[] nucleus = density("tumour-nucleus");
        double[] stroma = density("stroma");
        double[] lumen = density("-lumen");
        assertThat(nucleus[0]).isGreaterThan(3 * stroma[0]);
        assertThat(stroma[1]).isGreaterThan(2.5 * stroma[0]).isGreaterThan(2 * stroma[2]);
        assertThat(lumen[1]).isLessThan(0.12);
        // Most of what nuclei hold is haematoxylin: its ratio of red to green, drawn a little to eosin's.
        assertThat(nucleus[0] / nucleus[1]).isBetween(0.6, 0.95);
    }

    /// Mean optical density in red, green and blue where objects are on top whose id starts or ends so.
    private static double[] density(String name) {
        double[] density = new double[3];
        int count = 0;
        Image2D picture = SECTION.picture();
        List<SceneObject> objects = SECTION.scene().objects();
        short[] labels = Raster.look(
                        Tissue.draw(3, new Findings(5, 0.7, 0)), Histology.Protocol.USUAL.grid())
                .labels();
        for (int i = 0; i < labels.length; i++) {
            String id = objects.get(labels[i]).id();
            if (id.startsWith(name) || id.endsWith(name)) {
                count++;
                for (int c = 0; c < 3; c++) {
                    density[c] -= Math.log10(Math.max(1, picture.sample(i % 640, i / 640, c)) / 248);
                }
            }
        }
        assertThat(count).isGreaterThan(1000);
        return new double[] {density[0] / count, density[1] / count, density[2] / count};
    }

    @Test
    void moreStainIsDenserEverywhere() {
        Body body = Tissue.draw(3, new Findings(5, 0.7, 0));
        Image2D strong = Histology.take(body, Histology.Protocol.USUAL.withStain(1.5)).picture();
        double ratio = 0;
        int count = 0;
        for (int i = 0; i < 640 * 640; i += 7) {
            double usual = -Math.log10(Math.max(1, SECTION.picture().sample(i % 640, i / 640, 1)) / 248.0);
            if (usual > 0.2 && usual < 0.7) {
                ratio += -Math.log10(Math.max(1, strong.sample(i % 640, i / 640, 1)) / 248.0) / usual;
                count++;
            }
        }
        assertThat(ratio / count).isCloseTo(1.5, within(0.05));
    }

    @Test
    void aPictureHasNoPatient() {
        Body body = Tissue.draw(3, new Findings(5, 0.7, 0));
        assertThatThrownBy(body::mirrored).hasMessageContaining("no sides");
        assertThatThrownBy(() -> Tissue.draw(3, new Findings(5, 0.7, 1))).hasMessageContaining("cut once");
        assertThat(SECTION.scene().relation("mitosis-1", "tumour").orElseThrow().topology()).isEqualTo(Rcc8.NTPP);
        SECTION.scene().relations().forEach(r -> r.directions().keySet().forEach(d -> assertThat(d)
                .isIn(Direction.LEFT_OF, Direction.RIGHT_OF, Direction.ABOVE, Direction.BELOW)));
    }
}
