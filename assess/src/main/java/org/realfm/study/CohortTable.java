package org.realfm.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.realfm.tables.BadInput;
import org.realfm.tables.Places;
import org.realfm.tables.Table;

/// The table of a study with the columns to which the study file points. All of them are looked up when it is opened.
final class CohortTable {

    private final Study study;
    private final Table table;
    private final List<@Nullable String[]> pointedAt = new ArrayList<>();

    final @Nullable String[] cases;
    final @Nullable String[] truth;
    final Optional<@Nullable String[]> patient;
    final Optional<@Nullable String[]> image;
    final Optional<@Nullable String[]> frame;
    final Optional<@Nullable String[]> match;
    final Optional<@Nullable String[]> split;
    final Optional<@Nullable String[]> site;
    final Optional<@Nullable String[]> weight;

    /// @throws BadInput if the table cannot be read, or lacks a column; the message names the key that points at it
    CohortTable(Study study) {
        this.study = study;
        CohortSpec spec = study.cohort();
        table = Table.read(spec.table());
        cases = column(spec.caseColumn(), "cohort", "case");
        truth = column(spec.truth(), "cohort", "truth");
        patient = spec.patient().map(name -> column(name, "cohort", "patient"));
        image = spec.image().map(name -> column(name, "cohort", "image"));
        frame = spec.frame().map(name -> column(name, "cohort", "frame"));
        match = spec.pacs().map(pacs -> column(pacs.column(), "cohort", "match"));
        split = spec.split().map(part -> column(part.column(), "cohort", "split", "column"));
        site = spec.site().map(name -> column(name, "cohort", "site"));
        weight = spec.weight().map(name -> column(name, "cohort", "weight"));
        spec.groups().forEach(group -> column(group.column(), "cohort", "groups"));
        study.nuisance().forEach(name -> column(name, "nuisance"));
        study.limits().neverMiss().keySet().forEach(name -> column(name, "use", "never-miss", name));
    }

    private @Nullable String[] column(String name, String... keys) {
        try {
            @Nullable String[] cells = table.column(name);
            pointedAt.add(cells);
            return cells;
        } catch (BadInput e) {
            throw bad("points at no column: " + table.file().getFileName() + " " + e.what(), e.remedy(), keys);
        }
    }

    /// An error about a key of the study file.
    BadInput bad(String what, String remedy, String... keys) {
        return new BadInput(StudyFile.where(study.file(), keys), "'" + String.join(".", keys) + "' " + what, remedy);
    }

    /// Every column to which the study points, in a fixed order.
    List<@Nullable String[]> pointedAt() {
        return pointedAt;
    }

    Study study() {
        return study;
    }

    Table table() {
        return table;
    }

    /// The name of the table's file.
    String name() {
        return String.valueOf(table.file().getFileName());
    }

    /// A file that a cell names, relative to the table or by a URI.
    Path resolve(String cell) {
        return Places.named(table.file(), cell);
    }
}
