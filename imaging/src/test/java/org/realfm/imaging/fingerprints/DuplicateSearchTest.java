package org.realfm.imaging.fingerprints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.SharedData;
import org.realfm.imaging.interventions.DuplicateCopy;
import org.realfm.imaging.interventions.DuplicateCopy.Kind;

class DuplicateSearchTest {

    private static Film phantom(long seed) {
        return new Film("p" + seed, PerceptualHashTest.film(seed));
    }

    private static List<Film> phantoms(int from, int to) {
        List<Film> films = new ArrayList<>();
        for (int seed = from; seed < to; seed++) {
            films.add(phantom(seed));
        }
        return films;
    }

    @Test
    void otherPatientsAreNotAccused() {
        assertThat(new DuplicateSearch(phantoms(0, 60)).find(phantoms(60, 120))).isEmpty();
    }

    @Test
    void exactCopiesAreFoundUnderAnotherName() {
        List<DuplicatePair> pairs =
                new DuplicateSearch(phantoms(0, 10)).find(List.of(new Film("other", PerceptualHashTest.film(3))));
        assertThat(pairs).containsExactly(
                        new DuplicatePair("p3", "other", true, Dihedral.IDENTITY, 1, Double.POSITIVE_INFINITY));
    }

    @Test
    void aSetMayBeSearchedForCopiesWithinItself() {
        List<Film> films = new ArrayList<>(phantoms(0, 10));
        films.add(new Film("again", PerceptualHashTest.film(3)));
        assertThat(new DuplicateSearch(films).find(films))
                .extracting(DuplicatePair::query)
                .containsExactly("p3", "again");
    }

    @Test
    void everyKindOfCopyIsFoundAndItsTransformNamed() {
        DuplicateSearch search = new DuplicateSearch(phantoms(0, 60));
        for (Kind kind : Kind.values()) {
            Film copy = new Film("copy", new DuplicateCopy(kind).apply(PerceptualHashTest.film(7), 5));
            assertThat(search.find(List.of(copy))).as(kind.toString()).singleElement().satisfies(pair -> {
                assertThat(pair.reference()).isEqualTo("p7");
                assertThat(pair.transform())
                        .isEqualTo(kind == Kind.FLIP ? Dihedral.MIRROR : Dihedral.IDENTITY);
            });
        }
    }

    @Test
    void copiesThatWentThroughSeveralHandsAreFound() {
        DuplicateSearch search = new DuplicateSearch(phantoms(0, 60));
        Image2D film = PerceptualHashTest.film(11);
        Map<String, Image2D> copies = Map.of(
                "mirrored, cropped, re-encoded", changed(film, Kind.FLIP, Kind.CROP, Kind.JPEG),
                "annotated, windowed, re-encoded", changed(film, Kind.ANNOTATION, Kind.WINDOW, Kind.JPEG),
                "shrunk, re-encoded", changed(film, Kind.RESIZE, Kind.JPEG),
                "inverted", inverted(film),
                "in a frame", framed(film, 0),
                "in a white frame, re-encoded", changed(framed(film, 255), Kind.JPEG));
        copies.forEach((how, copy) -> assertThat(search.find(List.of(new Film("copy", copy))))
                .as(how)
                .extracting(DuplicatePair::reference)
                .containsExactly("p11"));
    }

    private static Image2D changed(Image2D film, Kind... kinds) {
        Image2D result = film;
        for (Kind kind : kinds) {
            result = new DuplicateCopy(kind).apply(result, 3);
        }
        return result;
    }

    private static Image2D inverted(Image2D film) {
        float[] samples = film.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = film.maximum() - samples[i];
        }
        return film.withStored(samples);
    }

    private static Image2D framed(Image2D film, float value) {
        int frame = film.width() / 10;
        int side = film.width() + 2 * frame;
        float[] samples = new float[side * side];
        Arrays.fill(samples, value);
        for (int y = 0; y < film.height(); y++) {
            for (int x = 0; x < film.width(); x++) {
                samples[(y + frame) * side + x + frame] = film.sample(x, y, 0);
            }
        }
        return Image2D.of(side, side, 1, film.maximum(), samples);
    }

    @Test
    void theNumberOfThreadsChangesNothing() throws Exception {
        List<Film> reference = phantoms(0, 40);
        List<Film> queries = new ArrayList<>(phantoms(40, 50));
        queries.add(new Film("copy", changed(PerceptualHashTest.film(5), Kind.CROP)));
        List<DuplicatePair> shared = new DuplicateSearch(reference).find(queries);
        try (ForkJoinPool one = new ForkJoinPool(1)) {
            assertThat(one.submit(() -> new DuplicateSearch(reference).find(queries)).get()).isEqualTo(shared);
        }
        assertThat(shared).hasSize(1);
    }

    @Test
    void anEmptyReferenceAccusesNobody() {
        DuplicateSearch search = new DuplicateSearch(List.of());
        assertThat(search.find(phantoms(0, 2))).isEmpty();
        assertThat(search.threshold()).isCloseTo(DuplicateSearch.UNLEARNED_SIMILARITY, within(1e-9));
    }

    @Test
    void filmsWithoutStructureAreNoCopiesOfEachOther() {
        Film black = new Film("black", Image2D.of(64, 64, 1, 255, new float[4096]));
        float[] grey = new float[4096];
        Arrays.fill(grey, 90);
        Film flat = new Film("flat", Image2D.of(64, 64, 1, 255, grey));
        assertThat(new DuplicateSearch(List.of(black)).find(List.of(flat, phantom(1)))).isEmpty();
    }

    /// 28 x 28 films of children, of which a hash and a plain correlation accuse many.
    @Test
    @Tag("slow")
    void childrenAreNotAccusedAndPlantedCopiesAreFound() {
        List<Path> files = SharedData.files("pneumonia/images/train");
        List<Film> others = films(SharedData.files("pneumonia/images/test"));
        assertFinds(files, others, 50, 0.95);
    }

    /// Adult films; no patient is on both sides.
    @Test
    @Tag("slow")
    void adultsAreNotAccusedAndPlantedCopiesAreFound() {
        Map<Boolean, List<Path>> halves = new HashMap<>();
        for (Path file : SharedData.files("cxr-nih-covid/nih")) {
            int patient = Integer.parseInt(file.getFileName().toString().substring(0, 8));
            halves.computeIfAbsent(patient % 2 == 0, half -> new ArrayList<>()).add(file);
        }
        assertFinds(halves.getOrDefault(true, List.of()), films(halves.getOrDefault(false, List.of())), 25, 0.93);
    }

    private static void assertFinds(List<Path> files, List<Film> others, int perKind, double recallLower) {
        DuplicateSearch search = new DuplicateSearch(films(files));
        assertThat(search.find(others)).isEmpty();
        List<Film> copies = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (int i = 0; i < perKind; i++) {
                Path source = files.get((int) ((long) i * files.size() / perKind));
                // Named after its source, of which the search knows nothing.
                copies.add(new Film("copy of " + name(source), new DuplicateCopy(kind).apply(SharedData.read(source), i)));
            }
        }
        int planted = copies.size();
        long found = search.find(copies).stream()
                .filter(pair -> pair.query().equals("copy of " + pair.reference()))
                .count();
        // Wilson's lower limit at 95%.
        double p = (double) found / planted;
        double z2 = 1.96 * 1.96;
        double lower = (p + z2 / (2 * planted) - 1.96 * Math.sqrt(p * (1 - p) / planted + z2 / (4.0 * planted * planted)))
                / (1 + z2 / planted);
        assertThat(lower).as("%d of %d planted copies found, threshold %s", found, planted, search.threshold())
                .isGreaterThanOrEqualTo(recallLower);
    }

    private static List<Film> films(List<Path> files) {
        return files.parallelStream().map(file -> new Film(name(file), SharedData.read(file))).toList();
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
