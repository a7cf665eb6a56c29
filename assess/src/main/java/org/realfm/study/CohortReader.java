package org.realfm.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.pictures.PictureFile;
import org.realfm.ledger.Digest;
import org.realfm.models.ClinicalRecord;
import org.realfm.study.CohortSpec.Group;
import org.realfm.tables.BadInput;

/// Reads the people and pictures of a study. A row or a picture that cannot be used is quarantined with its reason and
/// a remedy, and the reading goes on; a table that cannot mean what the study says stops it.
public final class CohortReader {

    private static final int MOST_GROUPS = 100;

    private final Study study;
    private final CohortTable table;
    private final List<Quarantined> quarantine = new ArrayList<>();

    private CohortReader(Study study) {
        this.study = study;
        this.table = new CohortTable(study);
    }

    /// Told how far the checking of pictures is; calls come one after the other, from several threads.
    @FunctionalInterface
    public interface Progress {
        /// @param done pictures checked
        /// @param of   pictures to check
        void done(int done, int of);

        /// @param fetched pictures fetched from a server, or found in the cache
        /// @param of      pictures to fetch
        default void fetched(int fetched, int of) {}

        /// Something a user should know, in one line.
        default void note(String line) {}
    }

    /// Reads the cohort of a study whose pictures are files, without telling how far it is.
    public static Cohort read(Study study) {
        return read(study, Optional.empty(), (done, of) -> {});
    }

    /// Reads the cohort of a study.
    ///
    /// - A row is quarantined if its case, patient, split, truth, weight or picture is missing or not as it must be,
    ///   or if its case stands in another row: both rows where they differ, the later where they are equal.
    /// - A row whose split is named by no part of the study is kept as [Split#UNUSED] and its picture is not opened;
    ///   such a row without a truth is left out.
    /// - Pictures on a DICOMweb server are fetched into the cache; a row for which the server has none, or several, is
    ///   quarantined.
    /// - Where the study declares a record, a row without an index time is quarantined; what else is not known of a case is
    ///   missing, and counted by its reason.
    /// - Every other picture is opened and decoded, in parallel; the result does not depend on the number of threads.
    ///
    /// @param cache where fetched pictures are kept; needed if the study names a server
    /// @throws BadInput if the server cannot be asked, or the table cannot be read, lacks a column, holds no case of a declared part, or no usable
    ///         case to evaluate
    public static Cohort read(Study study, Optional<PictureCache> cache, Progress progress) {
        if (study.cohort().pacs().isPresent() && cache.isEmpty()) {
            throw new IllegalArgumentException("pictures on a server need a cache");
        }
        return new CohortReader(study).read(cache, progress);
    }

    /// The digest of a picture, as in [Cohort.Columns#content].
    ///
    /// @throws IOException     if its file cannot be read
    /// @throws UnreadableImage if its files are no longer one picture
    public static Digest content(PictureFile picture) throws IOException, UnreadableImage {
        return CohortPictures.content(picture);
    }

    private Cohort read(Optional<PictureCache> cache, Progress progress) {
        CohortRows cells = new CohortRows(table);
        CohortRecords records = new CohortRecords(table);
        int[] sound = IntStream.range(0, table.table().size())
                .filter(row -> keep(cells.read(row).or(() -> records.problem(row)), cells.split[row]))
                .toArray();
        int[] shown = IntStream.of(sound).filter(row -> cells.split[row] != Split.UNUSED).toArray();
        CohortPictures pictures = new CohortPictures(table, shown, cache, progress);
        int[] rows = IntStream.of(sound)
                .filter(row -> keep(pictures.read(row, cells.split[row] != Split.UNUSED), cells.split[row]))
                .toArray();
        requireEvaluated(rows, cells);
        List<ClinicalRecord> known = records.read(rows, cells.split, quarantine::add);
        List<String> sites = sites(rows);
        Cohort.Columns columns = new Cohort.Columns(
                Arrays.stream(rows).mapToObj(row -> text(table.cases[row])).toArray(String[]::new),
                patients(rows),
                Arrays.stream(rows).map(row -> cells.truth[row]).toArray(),
                Arrays.stream(rows).mapToObj(row -> cells.split[row]).toArray(Split[]::new),
                siteOf(rows, sites),
                sites,
                cells.weight.length == 0
                        ? cells.weight
                        : Arrays.stream(rows).mapToDouble(row -> cells.weight[row]).toArray(),
                pictures.image.length == 0
                        ? pictures.image
                        : Arrays.stream(rows).mapToObj(row -> pictures.image[row]).toArray(PictureFile[]::new),
                pictures.content.length == 0
                        ? pictures.content
                        : Arrays.stream(rows).mapToObj(row -> pictures.content[row]).toArray(Digest[]::new),
                groups(rows, cells),
                cells(rows),
                table.patient.isPresent(),
                Arrays.stream(rows).anyMatch(row -> pictures.volume.length > 0 && pictures.volume[row]));
        Shown.check(table, pictures, Arrays.stream(rows).filter(row -> cells.split[row] != Split.UNUSED).toArray());
        return new Cohort(
                columns,
                quarantine,
                CohortRoot.of(table, rows, cells.split, pictures.content, known),
                known.isEmpty() ? known : Arrays.stream(rows).mapToObj(known::get).toList());
    }

    private boolean keep(Optional<Quarantined> problem, Split split) {
        if (problem.isPresent() && split != Split.UNUSED) {
            quarantine.add(problem.get());
        }
        return problem.isEmpty();
    }

    private void requireEvaluated(int[] rows, CohortRows cells) {
        int[] evaluated = Arrays.stream(rows).filter(row -> cells.split[row] == Split.EVALUATE).toArray();
        if (evaluated.length == 0) {
            String some = String.join(
                    "; ", quarantine.stream().sorted().limit(3).map(q -> q.path() + " " + q.reason()).toList());
            throw new BadInput(
                    table.table().file().toString(),
                    "no case is left to evaluate: of " + table.table().size() + " rows " + quarantine.size()
                            + " are quarantined and " + rows.length + " belong to other parts"
                            + (some.isEmpty() ? "" : ". First: " + some),
                    quarantine.stream().sorted().findFirst().map(Quarantined::remedy).orElse("Correct 'cohort.split'"));
        }
        long positives = Arrays.stream(evaluated).filter(row -> cells.truth[row] == 1).count();
        if (positives == 0 || positives == evaluated.length) {
            quarantine.add(new Quarantined(
                    table.name(),
                    "all " + evaluated.length + " cases to evaluate have the truth " + (positives == 0 ? 0 : 1)
                            + ": nothing that compares the two can be assessed",
                    "Add cases " + (positives == 0 ? "with" : "without") + " the condition"));
        }
    }

    private int[] patients(int[] rows) {
        if (table.patient.isEmpty()) {
            return IntStream.range(0, rows.length).toArray();
        }
        Map<String, Integer> index = new HashMap<>();
        @Nullable String[] names = table.patient.get();
        return Arrays.stream(rows)
                .map(row -> index.computeIfAbsent(text(names[row]), name -> index.size()))
                .toArray();
    }

    private List<String> sites(int[] rows) {
        TreeSet<String> sites = new TreeSet<>();
        table.site.ifPresent(cells -> Arrays.stream(rows).forEach(row -> {
            String site = cells[row];
            if (site != null) {
                sites.add(site);
            }
        }));
        return List.copyOf(sites);
    }

    private int[] siteOf(int[] rows, List<String> sites) {
        Map<String, Integer> index = new HashMap<>();
        sites.forEach(site -> index.put(site, index.size()));
        return Arrays.stream(rows)
                .map(row -> table.site
                        .flatMap(cells -> Optional.ofNullable(cells[row]))
                        .map(index::get)
                        .orElse(-1))
                .toArray();
    }

    private List<Grouping> groups(int[] rows, CohortRows cells) {
        boolean[] evaluated = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            evaluated[i] = cells.split[rows[i]] == Split.EVALUATE;
        }
        List<Grouping> groupings = new ArrayList<>();
        for (Group group : study.cohort().groups()) {
            @Nullable String[] values = take(table.table().column(group.column()), rows);
            Grouping grouping = Bands.of(group, values, evaluated, (count, first) -> quarantine.add(new Quarantined(
                    table.name() + " column " + group.column(),
                    count + " cells are not numbers, the first at " + table.table().where(rows[first])
                            + "; their cases belong to no band",
                    "Correct the cells, or leave them empty where the value is unknown")));
            if (grouping.labels().size() > MOST_GROUPS) {
                throw table.bad(
                        "has the column '" + group.column() + "' with " + grouping.labels().size()
                                + " different values, expected at most " + MOST_GROUPS,
                        "Name a column with few values, or bands of a number: {age: [18, 40, 65, 80]}",
                        "cohort",
                        "groups");
            }
            checkPopulation(group, grouping);
            groupings.add(grouping);
        }
        return List.copyOf(groupings);
    }

    private void checkPopulation(Group group, Grouping grouping) {
        Map<String, Double> population = study.use().population().getOrDefault(group.column(), Map.of());
        if (population.isEmpty() || population.keySet().stream().anyMatch(grouping.labels()::contains)) {
            return;
        }
        throw table.bad(
                "names none of the groups in the table: found "
                        + String.join(", ", new TreeSet<>(population.keySet())) + ", expected "
                        + String.join(", ", grouping.labels()),
                "Use the names of the groups",
                "use",
                "population",
                group.column());
    }

    private SequencedMap<String, @Nullable String[]> cells(int[] rows) {
        SequencedMap<String, @Nullable String[]> cells = new LinkedHashMap<>();
        table.table().columns().forEach(column -> cells.put(column, take(table.table().column(column), rows)));
        return cells;
    }

    private static @Nullable String[] take(@Nullable String[] cells, int[] rows) {
        @Nullable String[] taken = new String[rows.length];
        for (int i = 0; i < rows.length; i++) {
            taken[i] = cells[rows[i]];
        }
        return taken;
    }

    private static String text(@Nullable String cell) {
        if (cell == null) {
            throw new IllegalArgumentException("a row without its case or patient was not set aside");
        }
        return cell;
    }
}
