package org.realfm.imaging.interventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;
import org.realfm.imaging.SharedData;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.phantom.Body;
import org.realfm.imaging.phantom.CtScan;
import org.realfm.imaging.phantom.Findings;
import org.realfm.imaging.phantom.Structure;
import org.realfm.imaging.phantom.Torso;
import org.realfm.imaging.phantom.graph.Category;
import org.realfm.imaging.phantom.graph.Side;
import org.realfm.imaging.phantom.solid.Superquadric;
import org.realfm.imaging.volume.Volume;

/// Whether a classifier can tell lesions put in, and lesions taken out, from untouched patches.
class FidelityTest {

    /// What is done to a nodule's pixels.
    private interface Trace extends BiFunction<Image2D, FilmNodule, Image2D> {}

    private static final Trace INSERTION = (film, nodule) -> nodule.apply(film, 0);
    private static final Trace REMOVAL = (film, nodule) -> nodule.removal().apply(nodule.apply(film, 0), 0);

    private static Separation separation(List<Image2D> films, Trace trace, double diameter, double density) {
        List<double[]> untouched = new ArrayList<>();
        List<double[]> edited = new ArrayList<>();
        for (int i = 0; i < films.size(); i++) {
            Image2D film = films.get(i);
            // Left and right lung, somewhat higher and lower.
            FilmNodule nodule =
                    new FilmNodule(i / 2 % 2 == 0 ? 0.27 : 0.73, 0.40 + 0.05 * (i / 4 % 4), diameter, density, 350);
            Mask mask = nodule.mask(film.width(), film.height());
            untouched.add(Fidelity.features(film, mask));
            edited.add(Fidelity.features(trace.apply(film, nodule), mask));
        }
        return Separation.of(untouched, edited);
    }

    private static List<Image2D> phantoms(int count, int size) {
        return Stream.iterate(1L, i -> i <= count, i -> i + 1).map(seed -> Specimens.film(size, seed)).toList();
    }

    /// The classifier can tell what no reader would miss.
    @Test
    void theClassifierSeesWhatIsThere() {
        List<Image2D> films = phantoms(40, 96);
        assertThat(separation(films, INSERTION, 60, 1).auroc()).isGreaterThan(0.85);
    }

    /// Of a disc of 30 mm, what was put in is told more easily than that it was taken out again; a small removal hardly at
    /// all.
    @Test
    void aRemovalIsHardToTell() {
        List<Image2D> films = phantoms(60, 128);
        double diameter = 30 / Math.sqrt(2);
        assertThat(separation(films, REMOVAL, diameter, 1).auroc())
                .isLessThan(separation(films, INSERTION, diameter, 1).auroc());
        assertThat(separation(films, REMOVAL, 8, 1).auroc()).isLessThan(0.70);
    }

    /// A nodule put in where its card says that it holds the limit.
    @Test
    void soIsAFaithfulInsertion() {
        List<Image2D> films = phantoms(60, 128);
        for (FilmNodule nodule : List.of(new FilmNodule(0.5, 0.5, 6, 1, 350), new FilmNodule(0.5, 0.5, 15, 0.25, 350))) {
            assertThat(nodule.faithful()).isTrue();
            assertThat(separation(films, INSERTION, nodule.diameter(), nodule.density()).auroc()).isLessThan(0.70);
        }
        assertThat(new FilmNodule(0.5, 0.5, 8, 1, 350).faithful()).isFalse();
        assertThat(new FilmNodule(0.5, 0.5, 15, 0.5, 350).faithful()).isFalse();
    }

    @Test
    void aSeparationIsThatOfTheFilmsHeldBack() {
        SplitMix64 random = new SplitMix64(1);
        List<double[]> zeros = new ArrayList<>();
        List<double[]> alike = new ArrayList<>();
        List<double[]> apart = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            zeros.add(new double[] {random.nextGaussian(), random.nextGaussian()});
            alike.add(new double[] {random.nextGaussian(), random.nextGaussian()});
            apart.add(new double[] {1 + random.nextGaussian(), random.nextGaussian()});
        }
        Separation same = Separation.of(zeros, alike);
        assertThat(same.auroc()).isCloseTo(0.5, within(0.06));
        assertThat(same.faithful()).isTrue();
        Separation shifted = Separation.of(zeros, apart);
        assertThat(shifted.auroc()).as("normal, one deviation apart: Phi(1 / sqrt 2)").isCloseTo(0.760, within(0.05));
        assertThat(shifted.upper() - shifted.auroc()).isBetween(0.02, 0.06);
        assertThat(shifted.faithful()).isFalse();
        assertThatThrownBy(() -> Separation.of(zeros.subList(0, 6), alike.subList(0, 6))).hasMessageContaining("eight");
        assertThatThrownBy(() -> Separation.of(zeros, alike.subList(0, 9))).hasMessageContaining("400 and 9");
    }

    /// Scans of patients with a nodule beside scans of the same patients into which the same nodule was put: what is told
    /// here is not the lesion but the putting in.
    private static Separation twins(int patients, double diameter, CtScan.Protocol protocol) {
        List<double[]> scanned = new ArrayList<>();
        List<double[]> inserted = new ArrayList<>();
        for (int seed = 1; seed <= patients; seed++) {
            double[] at = {seed % 2 == 0 ? -78 : 78, 5 + seed % 5, 60};
            Body well = Torso.draw(seed, new Findings(0, 0, 0));
            List<Structure> more = new ArrayList<>(well.structures());
            double r = diameter / 2;
            more.add(new Structure(
                    "nodule", "nodule", Category.LESION, Optional.empty(), seed % 2 == 0 ? Side.RIGHT : Side.LEFT,
                    new LinkedHashMap<>(Map.of("hu", 30.0)),
                    Optional.of(Superquadric.ellipsoid(at[0], at[1], at[2], r, r, r)), List.of()));
            Body sick = new Body(well.seed(), well.frame(), well.days(), well.time(), more);
            Nodule nodule = new Nodule(at[0], at[1], at[2], diameter, diameter, diameter, 30);
            Volume before = CtScan.volume(well, protocol);
            scanned.add(features(CtScan.volume(sick, protocol), at, r));
            inserted.add(features(nodule.apply(before, Scale.HOUNSFIELD, 0), at, r));
        }
        return Separation.of(scanned, inserted);
    }

    private static double[] features(Volume volume, double[] at, double radius) {
        double[] voxel = volume.affine().voxel(at[0], at[1], at[2]);
        int slice = (int) Math.rint(voxel[2]);
        int size = volume.columns() * volume.rows();
        float[] samples = new float[size];
        for (int i = 0; i < size; i++) {
            samples[i] = 16 * (volume.value(i % volume.columns(), i / volume.columns(), slice) + 1024);
        }
        double reach = radius / volume.affine().spacing()[0] + 1;
        return Fidelity.features(
                Image2D.of(volume.columns(), volume.rows(), 1, 65535, samples),
                Mask.of(volume.columns(), volume.rows(), (x, y) ->
                        Math.hypot(x - voxel[0], y - voxel[1]) <= reach));
    }

    private static CtScan.Protocol scan(int columns) {
        return new CtScan.Protocol(columns, 1, 360.0 / columns, 3, 3, 0, 60, 300_000, 360, 0, CtScan.Model.FAST);
    }

    @Test
    @EnabledIfSystemProperty(named = "realfm.fidelity", matches = "true", disabledReason = "prints a table")
    void printsTheTable() {
        print("phantoms, 256 pixels", IntStream.rangeClosed(1, 100).parallel()
                .mapToObj(seed -> Specimens.film(256, seed)).toList());
        print("NIH, 256 pixels", SharedData.files("cxr-nih-covid/nih").stream()
                .filter(path -> path.toString().endsWith(".png")).limit(300).map(SharedData::read).toList());
        for (double diameter : new double[] {6, 8, 15, 30}) {
            System.out.println("| CT twins (80) | " + diameter + " mm | " + twins(80, diameter, scan(192)) + " |");
        }
    }

    private static void print(String name, List<Image2D> films) {
        for (double diameter : new double[] {4, 6, 8, 15, 30}) {
            System.out.println("| " + name + " (" + films.size() + ") | " + diameter + " mm | "
                    + separation(films, INSERTION, diameter, 1) + " | "
                    + separation(films, INSERTION, diameter, 0.5) + " | "
                    + separation(films, INSERTION, diameter, 0.25) + " | "
                    + separation(films, REMOVAL, diameter, 1) + " |");
        }
    }
}
