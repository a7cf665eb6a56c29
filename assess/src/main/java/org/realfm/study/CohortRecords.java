package org.realfm.study;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.models.ClinicalRecord;
import org.realfm.record.RecordReader;

/// What is known of the cases beside their pictures, where the study declares a record.
final class CohortRecords {

    private final CohortTable table;
    private final Optional<RecordReader> reader;

    /// @throws org.realfm.tables.BadInput if a source of the record cannot be used
    CohortRecords(CohortTable table) {
        this.table = table;
        this.reader = table.study().cohort().record().map(spec ->
                new RecordReader(spec, table.table(), table.cases, patients(table)));
    }

    private static @Nullable String[] patients(CohortTable table) {
        return table.patient.isPresent() ? table.patient.get() : table.cases;
    }

    /// Why a row cannot be used; empty if it can.
    Optional<Quarantined> problem(int row) {
        return reader.flatMap(each -> each.refusal(row))
                .map(why -> new Quarantined(
                        table.table().where(row), why, "Write it as 2026-01-31T10:30:00+01:00, or as 2026-01-31"));
    }

    /// Reads the records of these rows.
    ///
    /// @param noted is told what is not known of some of them
    /// @return of all rows of the table, or of length 0 where the study declares no record
    List<ClinicalRecord> read(int[] rows, Split[] split, Consumer<Quarantined> noted) {
        if (reader.isEmpty()) {
            return List.of();
        }
        int[] used = IntStream.of(rows).filter(row -> split[row] != Split.UNUSED).toArray();
        RecordReader.Read read = reader.get().read(used);
        read.notes().forEach(note ->
                noted.accept(new Quarantined("record " + note.modality(), note.what(), note.remedy())));
        return read.records();
    }
}
