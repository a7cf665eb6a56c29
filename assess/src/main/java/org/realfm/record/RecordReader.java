package org.realfm.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.models.ClinicalRecord;
import org.realfm.models.ClinicalRecord.Value;
import org.realfm.record.CellSources.RowReader;
import org.realfm.record.Reading.Reason;
import org.realfm.record.RecordSpec.Bundles;
import org.realfm.record.RecordSpec.Join;
import org.realfm.record.RecordSpec.Modality;
import org.realfm.record.RecordSpec.Source;
import org.realfm.tables.BadInput;
import org.realfm.tables.Table;

/// Reads what is known of the cases of a cohort beside their pictures.
public final class RecordReader {

    private final RecordSpec spec;
    private final Table table;
    private final Optional<@Nullable String[]> times;
    private final SequencedMap<String, RowReader> sources = new LinkedHashMap<>();

    /// Why something of a modality is not known, and of how many cases.
    ///
    /// @param modality of the study file
    /// @param what     the number of cases and the reason, without values and identifiers
    /// @param remedy   what to do about it
    public record Note(String modality, String what, String remedy) {}

    /// What is known.
    ///
    /// @param records of every row of the table; of rows that were not asked for, nothing
    /// @param notes   by modality, in the order in which the reasons turn up
    public record Read(List<ClinicalRecord> records, List<Note> notes) {}

    /// Opens the sources.
    ///
    /// @param table    of the cohort
    /// @param cases    the case of each row
    /// @param patients the patient of each row, or where none are named the case
    /// @throws BadInput if a source cannot be used; the message names it
    public RecordReader(RecordSpec spec, Table table, @Nullable String[] cases, @Nullable String[] patients) {
        this.spec = spec;
        this.table = table;
        this.times = spec.indexTime().map(table::column);
        for (Modality modality : spec.modalities()) {
            sources.put(modality.name(), switch (modality.source()) {
                case Source.Columns columns -> CellSources.columns(table, columns);
                case Source.Joined joined ->
                    CellSources.joined(joined, joined.join() == Join.CASE ? cases : patients, spec.zone());
                case Source.Text text -> CellSources.text(table, text);
                case Source.Fhir fhir ->
                    new FhirSource(
                            fhir,
                            table,
                            fhir.bundles() instanceof Bundles.Folder(var folder, Join join) && join == Join.CASE ? cases : patients,
                            spec.zone());
            });
        }
    }

    /// Why a row cannot be used: it does not say when the model is asked. Empty if it can.
    public Optional<String> refusal(int row) {
        return times.isPresent() && index(row).isEmpty()
                ? Optional.of("the index time is missing or no time, and without it nobody can say what was known")
                : Optional.empty();
    }

    private Optional<Moment> index(int row) {
        return times.flatMap(cells -> Optional.ofNullable(cells[row])).flatMap(cell -> Moment.parse(cell, spec.zone()));
    }

    /// Reads the records of these rows, in parallel; the result does not depend on the number of threads.
    public Read read(int[] rows) {
        Map<String, Map<Reason, int[]>> counts = new LinkedHashMap<>();
        Reading[][] readings = new Reading[rows.length][];
        IntStream.range(0, rows.length).parallel().forEach(i -> readings[i] = readings(rows[i]));
        ClinicalRecord[] records = new ClinicalRecord[table.size()];
        Arrays.fill(records, ClinicalRecord.NONE);
        for (int i = 0; i < rows.length; i++) {
            SequencedMap<String, SequencedMap<String, Value>> fields = new LinkedHashMap<>();
            int m = 0;
            for (String name : sources.sequencedKeySet()) {
                Reading reading = readings[i][m++];
                fields.put(name, reading.fields());
                int row = rows[i];
                reading.reasons().forEach(reason -> counts.computeIfAbsent(name, each -> new LinkedHashMap<>())
                        .computeIfAbsent(reason, each -> new int[] {0, row})[0]++);
            }
            records[rows[i]] = new ClinicalRecord(fields);
        }
        return new Read(List.of(records), notes(counts));
    }

    private Reading[] readings(int row) {
        Optional<Moment> index = index(row);
        return sources.values().stream().map(source -> source.read(row, index)).toArray(Reading[]::new);
    }

    private List<Note> notes(Map<String, Map<Reason, int[]>> counts) {
        List<Note> notes = new ArrayList<>();
        counts.forEach((modality, reasons) -> reasons.forEach((reason, count) -> notes.add(new Note(
                modality,
                count[0] + (count[0] == 1 ? " case: " : " cases: ") + reason.what() + "; the first at " + table.where(count[1]),
                reason.remedy()))));
        return notes;
    }
}
