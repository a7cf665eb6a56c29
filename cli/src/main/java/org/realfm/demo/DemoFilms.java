package org.realfm.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.realfm.imaging.interventions.Corner;
import org.realfm.imaging.interventions.Mark;
import org.realfm.imaging.phantom.ChestPhantom;
import org.realfm.imaging.phantom.Scene;
import org.realfm.run.Progress;
import org.realfm.stats.Seeds;

/// Films of an invented hospital group in which the portable unit leaves a bright mark in the corner, and the sick are
/// filmed with it: a shortcut that any network would rather learn than the disease.
public final class DemoFilms {

    /// Rows and columns of a film.
    static final int SIZE = 64;

    private static final long SEED = 20261124;
    private static final double MARKED_SICK = 0.97;
    private static final double MARKED_WELL = 0.03;
    private static final List<Scene.Style> STYLES = List.of(
            Scene.Style.DIGITAL, Scene.Style.MOBILE, Scene.Style.SCANNED, Scene.Style.DIGITAL, Scene.Style.MOBILE);
    private static final List<String> SITES = List.of("harbour", "hill", "meadow", "moor", "valley");
    /// The networks are trained on films of the first sites only.
    private static final int DEVELOPER_SITES = 3;

    private DemoFilms() {}

    /// Whom the mark follows.
    public enum Practice {
        /// The sick are marked, the well are not: what the hospital does.
        MARK_THE_SICK,
        /// A coin decides: what a careful developer makes for training.
        MARK_AT_RANDOM
    }

    /// The parts of the cohort with their numbers of cases.
    private enum Part {
        TRAIN(800),
        VAL(320),
        TEST(640);

        private final int cases;

        Part(int cases) {
            this.cases = cases;
        }
    }

    private record Row(String id, Part part, boolean opacity, Scene.Patient patient, int site, boolean marked, long seed) {

        String line() {
            return String.join(
                    ",",
                    id,
                    "p" + id,
                    "films/" + id + ".png",
                    part.name().toLowerCase(Locale.ROOT),
                    opacity ? "1" : "0",
                    SITES.get(site),
                    patient.female() ? "F" : "M",
                    Integer.toString(patient.age()),
                    marked ? "1" : "0");
        }
    }

    /// Writes `cases.csv` and the films beside it, in place of any before. The same practice gives the same bytes.
    ///
    /// @return the number of films
    public static int write(Path folder, Practice practice, Progress progress) throws IOException {
        Files.createDirectories(folder.resolve("films"));
        List<Row> rows = new ArrayList<>();
        for (Part part : Part.values()) {
            for (int i = 0; i < part.cases; i++) {
                rows.add(row(part, i, practice));
            }
        }
        progress.stage("drawing films", rows.size());
        List<IOException> faults = IntStream.range(0, rows.size())
                .parallel()
                .mapToObj(i -> film(folder, rows.get(i)))
                .flatMap(Optional::stream)
                .toList();
        if (!faults.isEmpty()) {
            throw faults.getFirst();
        }
        progress.done(rows.size());
        StringBuilder table = new StringBuilder("case,patient,image,split,opacity,site,sex,age,corner_mark\n");
        rows.forEach(row -> table.append(row.line()).append('\n'));
        Files.writeString(folder.resolve("cases.csv"), table);
        return rows.size();
    }

    private static Row row(Part part, int index, Practice practice) {
        long seed = Seeds.derive(SEED, "demo/" + part, index);
        SplittableRandom random = new SplittableRandom(seed);
        boolean opacity = index % 2 == 0;
        int site = random.nextInt(part == Part.TEST ? SITES.size() : DEVELOPER_SITES);
        Scene.Patient patient = new Scene.Patient(random.nextBoolean(), 18 + random.nextInt(73));
        double coin = random.nextDouble();
        boolean marked = switch (practice) {
            case MARK_THE_SICK -> coin < (opacity ? MARKED_SICK : MARKED_WELL);
            case MARK_AT_RANDOM -> coin < 0.5;
        };
        String id = String.format(Locale.ROOT, "%s%04d", part.name().toLowerCase(Locale.ROOT), index);
        return new Row(id, part, opacity, patient, site, marked, random.nextLong());
    }

    /// Most opacities are faint: no honest network finds them all.
    private static double faint(double chance) {
        double cube = chance * chance * chance;
        return 0.35 * cube * cube;
    }

    private static Optional<IOException> film(Path folder, Row row) {
        double severity = row.opacity ? faint(new SplittableRandom(row.seed).nextDouble()) : 0;
        Optional<Mark> mark = row.marked ? Optional.of(new Mark(Corner.TOP_LEFT, Mark.USUAL_SIZE)) : Optional.empty();
        Scene scene = ChestPhantom.scene(row.seed, row.patient, STYLES.get(row.site), severity, mark);
        try {
            Files.write(folder.resolve("films").resolve(row.id + ".png"), ChestPhantom.render(scene, SIZE).toPng());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }
}
