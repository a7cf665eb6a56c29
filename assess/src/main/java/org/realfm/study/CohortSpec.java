package org.realfm.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.realfm.record.RecordSpec;

/// Where the cases of a study are and what the columns mean.
///
/// @param table          CSV, TSV or Parquet
/// @param caseColumn     identifies a case
/// @param patient        identifies the patient; absent: one patient a case is assumed, and grades are capped at E1
/// @param image          path of the picture, relative to the table
/// @param frame          number of the frame in files of several, counted from 1
/// @param pacs           where the pictures are fetched from, in place of `image`
/// @param truth          0 or 1
/// @param split          how cases are divided; absent: every case is evaluated
/// @param site           where the case comes from
/// @param groups         columns that divide people, with the bands of numeric ones
/// @param weight         sampling weight
/// @param sampling       how cases came into the table
/// @param aggregate      how scores of several pictures of one patient become one
/// @param developerSites sites whose data the developer used; present (even if empty) only if it is known
/// @param independent    whether the analysis is run by a party other than the developer
/// @param record         what is known of a case beside its picture
public record CohortSpec(
        Path table,
        String caseColumn,
        Optional<String> patient,
        Optional<String> image,
        Optional<String> frame,
        Optional<PacsSpec> pacs,
        String truth,
        Optional<SplitColumn> split,
        Optional<String> site,
        List<Group> groups,
        Optional<String> weight,
        Optional<Sampling> sampling,
        Aggregate aggregate,
        Optional<List<String>> developerSites,
        boolean independent,
        Optional<RecordSpec> record) {

    /// Whether cases have pictures.
    public boolean hasPictures() {
        return image.isPresent() || pacs.isPresent();
    }

    /// The column that divides the cases, and its values.
    public record SplitColumn(
            String column, String evaluate, Optional<String> tune, Optional<String> development) {}

    /// A column that divides people.
    ///
    /// @param column its name
    /// @param cuts   ascending lower ends of the second and later bands of a numeric column; empty: the default bands
    ///               where the column holds numbers with more than six values, otherwise its values as they are
    public record Group(String column, List<Double> cuts) {}

    /// How cases came into the table (CRITERIA, data.shift.prevalence_casemix).
    public enum Sampling {
        CONSECUTIVE,
        RANDOM,
        ENRICHED,
        CASE_CONTROL
    }

    /// How scores of several pictures of one patient become one.
    public enum Aggregate {
        MAX,
        MEAN,
        LAST
    }
}
