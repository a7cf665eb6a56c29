package org.realfm.record;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of a case beside its picture, and where it stands.
///
/// @param indexTime  column of the time at which the model is asked: only what was so before is used
/// @param zone       of times that are written without an offset
/// @param modalities in the order of the study file, by distinct names
public record RecordSpec(Optional<String> indexTime, ZoneId zone, List<Modality> modalities) {

    public RecordSpec {
        modalities = List.copyOf(modalities);
    }

    /// The names of the modalities.
    public List<String> names() {
        return modalities.stream().map(Modality::name).toList();
    }

    /// The fields of a modality by name.
    public List<String> fields(String modality) {
        return modalities.stream()
                .filter(each -> each.name().equals(modality))
                .flatMap(each -> each.source().fields().stream())
                .toList();
    }

    /// One modality.
    ///
    /// @param name   in the study file
    /// @param source where it stands
    public record Modality(String name, Source source) {}

    /// What the cells of a column are.
    public enum Kind {
        /// Numbers, if all that are there are numbers; otherwise texts.
        AS_FOUND,
        /// Numbers; what is none is missing.
        NUMBER,
        /// Texts.
        TEXT
    }

    /// By what another source is joined to the cohort.
    public enum Join {
        CASE,
        PATIENT
    }

    /// Where a modality stands.
    public sealed interface Source {

        /// The name of the only field of a text.
        String TEXT = "text";

        /// Names of the fields.
        List<String> fields();

        /// Columns of the cohort's table, which are taken to be known at the index time.
        record Columns(Map<String, Kind> columns) implements Source {
            @Override
            public List<String> fields() {
                return List.copyOf(columns.keySet());
            }
        }

        /// Columns of another table.
        ///
        /// @param table   CSV, TSV or Parquet
        /// @param join    what its key names
        /// @param key     its column with the key
        /// @param time    its column that says since when a row is known; empty where it has one row a key
        /// @param columns what is read
        record Joined(Path table, Join join, String key, Optional<String> time, Map<String, Kind> columns) implements Source {
            @Override
            public List<String> fields() {
                return List.copyOf(columns.keySet());
            }
        }

        /// A text in a column of the cohort's table, or in the UTF-8 file that the column names.
        record Text(String column, boolean file) implements Source {
            @Override
            public List<String> fields() {
                return List.of(TEXT);
            }
        }

        /// A bundle of FHIR R4 a patient or case.
        record Fhir(Bundles bundles, List<FhirField> found) implements Source {
            @Override
            public List<String> fields() {
                return found.stream().map(FhirField::name).toList();
            }
        }
    }

    /// Where bundles are.
    public sealed interface Bundles {
        /// Files that a column of the cohort's table names.
        record Named(String column) implements Bundles {}

        /// Files of a folder, named by the key and `.json`.
        record Folder(Path folder, Join join) implements Bundles {}

        /// A file of one bundle a line; whose it is, its patient's `id` or an `identifier` says.
        record Lines(Path file) implements Bundles {}
    }

    /// A field that is found in bundles.
    ///
    /// @param name       in the record
    /// @param expression FHIRPath, from the bundle
    /// @param unit       of a quantity
    /// @param convert    other units, and what their values are multiplied by
    public record FhirField(String name, String expression, Optional<String> unit, Map<String, Double> convert) {

        /// Why the expression cannot be used, in words that go on from its name; empty if it can.
        public Optional<String> problem() {
            return FhirFields.problem(expression);
        }
    }
}
