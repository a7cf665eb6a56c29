package org.realfm.study;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.pictures.PictureFile;
import org.realfm.ledger.Digest;
import org.realfm.models.ClinicalRecord;

/// The people and pictures of a study after reading and quarantine, by column; a case is a row, counted from 0.
/// Rows that were quarantined are not in it. The arrays are shared: do not write to them.
public final class Cohort {

    private final Columns columns;
    private final List<Quarantined> quarantine;
    private final Digest root;
    private final List<ClinicalRecord> records;

    /// The parallel columns of a cohort; all arrays have one element a case.
    ///
    /// @param cases    the case as the table names it; never leaves the process
    /// @param patient  dense index of the patient
    /// @param truth    reference standard, 0 or 1
    /// @param split    part of the study
    /// @param site     index into `sites`, -1 where unknown
    /// @param sites    names of the sites in alphabetical order
    /// @param weight   sampling weights, or of length 0 where there are none
    /// @param image    pictures, or of length 0 where the study has none
    /// @param content  digest of the bytes of each picture, and its frame where one is named, or of length 0
    /// @param groups   how people are divided
    /// @param table    every column of the table as text, null where missing
    /// @param patientsDeclared whether the table names patients
    /// @param volumes  whether a case has a volume in place of a picture
    public record Columns(
            String[] cases,
            int[] patient,
            int[] truth,
            Split[] split,
            int[] site,
            List<String> sites,
            double[] weight,
            PictureFile[] image,
            Digest[] content,
            List<Grouping> groups,
            Map<String, @Nullable String[]> table,
            boolean patientsDeclared,
            boolean volumes) {}

    public Cohort(Columns columns, List<Quarantined> quarantine, Digest root) {
        this(columns, quarantine, root, List.of());
    }

    /// @param records what is known of each case beside its picture, or of length 0 where the study declares no record
    public Cohort(Columns columns, List<Quarantined> quarantine, Digest root, List<ClinicalRecord> records) {
        this.columns = columns;
        this.records = List.copyOf(records);
        this.quarantine = quarantine.stream().sorted().toList();
        this.root = root;
    }

    /// The number of cases.
    public int size() {
        return columns.cases.length;
    }

    /// The columns.
    public Columns columns() {
        return columns;
    }

    /// What could not be used, ordered by path.
    public List<Quarantined> quarantine() {
        return quarantine;
    }

    /// Digest over every case, its content and its truth: the identity of the data.
    public Digest root() {
        return root;
    }

    /// The rows of one part, ascending.
    public int[] rows(Split split) {
        return IntStream.range(0, size()).filter(row -> columns.split[row] == split).toArray();
    }

    /// The picture of a case.
    public Optional<PictureFile> image(int row) {
        return columns.image.length == 0 ? Optional.empty() : Optional.of(columns.image[row]);
    }

    /// Whether cases have pictures.
    public boolean hasImages() {
        return columns.image.length > 0;
    }

    /// What is known of a case beside its picture; nothing where the study declares no record.
    public ClinicalRecord record(int row) {
        return records.isEmpty() ? ClinicalRecord.NONE : records.get(row);
    }

    /// Whether the study declares a record.
    public boolean hasRecords() {
        return !records.isEmpty();
    }

    /// Whether there is anything of a case that a model can be shown.
    public boolean canBeShown() {
        return hasImages() || hasRecords();
    }

    /// Whether cases name their site.
    public boolean hasSites() {
        return !columns.sites.isEmpty();
    }
}
