package org.realfm.criteria.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.realfm.controls.Synthetic;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.interventions.DuplicateCopy;
import org.realfm.imaging.phantom.ChestPhantom;
import org.realfm.imaging.phantom.Scene;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.study.Split;

class NearDuplicatesTest {

    private static Image2D film(int seed) {
        Scene.Patient patient = new Scene.Patient(seed % 2 == 0, 20 + seed % 60);
        return ChestPhantom.render(
                ChestPhantom.scene(1_000 + seed, patient, Scene.Style.DIGITAL, 0, Optional.empty()), 48);
    }

    private static Finding judge(Image2D... evaluated) {
        int development = 80;
        Image2D[] films = new Image2D[development + evaluated.length];
        Split[] split = new Split[films.length];
        for (int i = 0; i < films.length; i++) {
            split[i] = i < development ? Split.DEVELOPMENT : Split.EVALUATE;
            films[i] = i < development ? film(i) : evaluated[i - development];
        }
        return new NearDuplicates(3)
                .assess(Synthetic.cases(new int[films.length])
                        .split(split)
                        .pictures(row -> films[row])
                        .cohortEvidence())
                .getFirst();
    }

    @Test
    void strangersAreNotAccusedAndAFewProveNothing() {
        Finding finding = judge(film(200), film(201), film(202));
        assertThat(finding.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(finding.wouldSettle()).startsWith("Evaluate at least");
    }

    @Test
    void theSamePixelsAndAMirroredCopyAreFoundAndNamedWithoutTheirCases() {
        Finding finding = judge(film(200), film(7), new DuplicateCopy(DuplicateCopy.Kind.FLIP).apply(film(9), 1));
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(finding.reason()).startsWith("2 of 3").contains("1 of them with the same pixels").doesNotContain("case");
    }

    @Test
    void withoutPicturesOrDevelopmentNothingIsSeen() {
        assertThat(new NearDuplicates()
                        .assess(Synthetic.cases(new int[4]).cohortEvidence())
                        .getFirst()
                        .outcome())
                .isEqualTo(Outcome.NOT_ASSESSABLE);
        assertThat(new NearDuplicates()
                        .assess(Synthetic.cases(new int[4]).pictures(NearDuplicatesTest::film).cohortEvidence())
                        .getFirst()
                        .outcome())
                .isEqualTo(Outcome.NOT_ASSESSABLE);
    }
}
