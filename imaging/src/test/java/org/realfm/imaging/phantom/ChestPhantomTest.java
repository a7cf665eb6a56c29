package org.realfm.imaging.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.interventions.Corner;
import org.realfm.imaging.interventions.Mark;

class ChestPhantomTest {

    private static final Scene.Patient PATIENT = new Scene.Patient(true, 60);

    private static Scene scene(long seed, double severity) {
        return ChestPhantom.scene(seed, PATIENT, Scene.Style.DIGITAL, severity, Optional.empty());
    }

    @Test
    void sameSeedSameSceneSameBytes() {
        assertThat(scene(3, 0.5)).isEqualTo(scene(3, 0.5)).isNotEqualTo(scene(4, 0.5));
        assertThat(ChestPhantom.render(scene(3, 0.5), 64)).isEqualTo(ChestPhantom.render(scene(3, 0.5), 64));
    }

    @Test
    void theFilmIsTheSameEverywhere() {
        // Changes when the phantom is changed on purpose, and then only.
        assertThat(ChestPhantom.render(scene(1, 0.5), 64).canonicalSha256())
                .isEqualTo("3e2a9d5007389957d8e3d5b66ce36d277caca7aaa5dc984f2dfce864e5f2f80e");
    }

    @Test
    void lungsAreDarkAndSpineAndAbdomenBright() {
        for (int seed = 0; seed < 20; seed++) {
            Image2D film = ChestPhantom.render(scene(seed, 0), 64);
            double right = mean(film, 13, 24, 20, 34);
            double left = mean(film, 44, 24, 51, 34);
            assertThat(mean(film, 30, 20, 34, 40)).isGreaterThan(right + 40).isGreaterThan(left + 40);
            assertThat(mean(film, 14, 58, 24, 63)).isGreaterThan(right + 40);
            assertThat(mean(film, 0, 55, 2, 63)).isLessThan(right + 20);
        }
    }

    @Test
    void lesionsBrightenTheirPlaceAndLeaveTheRest() {
        Scene sick = scene(8, 1);
        Scene well = new Scene(
                sick.seed(), sick.patient(), sick.anatomy(), sick.style(), java.util.List.of(), Optional.empty());
        Image2D with = ChestPhantom.render(sick, 128);
        Image2D without = ChestPhantom.render(well, 128);
        Scene.Lesion lesion = sick.lesions().getFirst();
        int x = (int) ((lesion.x() / 0.92 + 1) * 64);
        int y = (int) ((lesion.y() / 0.92 + 1) * 64);
        assertThat(mean(with, x - 3, y - 3, x + 3, y + 3)).isGreaterThan(mean(without, x - 3, y - 3, x + 3, y + 3) + 15);
        assertThat(mean(with, 0, 110, 128, 128)).isEqualTo(mean(without, 0, 110, 128, 128));
    }

    @Test
    void marksAreBurnedIn() {
        Mark mark = new Mark(Corner.TOP_LEFT, Mark.USUAL_SIZE);
        Scene marked = ChestPhantom.scene(1, PATIENT, Scene.Style.MOBILE, 0, Optional.of(mark));
        assertThat(ChestPhantom.render(marked, 64).sample(3, 3, 0)).isEqualTo(255);
        assertThatThrownBy(() -> scene(1, 1.5)).hasMessageContaining("[0, 1]");
    }

    private static double mean(Image2D film, int left, int top, int right, int bottom) {
        double sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                sum += film.sample(x, y, 0);
            }
        }
        return sum / ((right - left) * (bottom - top));
    }
}
