package org.realfm.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.realfm.ledger.OperatingPoint;
import org.realfm.study.Study.Document;
import org.realfm.study.Study.ModelSpec;
import org.realfm.tables.BadInput;
import org.realfm.tables.Names;

/// Reads the study file: strict YAML, described in `docs/study-file.md` and `docs/schema/study.schema.json`. An unknown
/// key, a wrong type or an impossible value stops the reading with file, line, column, what was found, what was
/// expected, and the nearest valid key.
public final class StudyFile {

    private static final String ATTESTATIONS = "attestations";
    private static final String[] DOCUMENTS = {"datasheet", "plan", ATTESTATIONS};
    private static final long DEFAULT_SEED = 1;
    private static final long MOST_SEED = 1L << 53;
    private static final int CASES_PER_PROBE = 1000;

    private StudyFile() {}

    /// Reads a study file and the documents that it names. The table and the models are checked to exist, not opened.
    ///
    /// @throws BadInput at the first thing that is not as it must be
    public static Study read(Path file) {
        YamlFile yaml = YamlFile.read(file);
        YamlSection top = yaml.root()
                .section(
                        "realfm", "study", "seed", "use", "limits", "cohort", "nuisance", "models", "comparator",
                        "documents");
        top.require("realfm").integer(1, 1);
        UseSection use = UseSection.read(top.require("use"));
        CohortSpec cohort = CohortSection.read(top.require("cohort"));
        SequencedMap<String, ModelSpec> models =
                ModelSection.readAll(top.require("models"), cohort);
        checkTogether(top, use, cohort, models);
        return new Study(
                file,
                yaml.digest(),
                top.require("study").text(),
                top.get("seed", seed -> seed.integer(0, MOST_SEED), DEFAULT_SEED),
                use.use(),
                new Study.Limits(use.thresholds(), use.latency(), use.neverMiss(), use.volume(), use.carveOuts(),
                        casesPerProbe(top)),
                cohort,
                nuisance(top, cohort),
                models,
                top.find("comparator").map(value -> comparator(value, models)),
                documents(top),
                attestations(top, models));
    }

    /// Where a key of a study file stands, for messages about what the key points at: `study.yaml:12:10`; the file
    /// alone if it can no longer be read.
    static String where(Path file, String... keys) {
        try {
            YamlValue value = YamlFile.read(file).root();
            for (String key : keys) {
                YamlValue next = value.entries().get(key);
                if (next == null) {
                    break;
                }
                value = next;
            }
            return value.file().where(value.node());
        } catch (BadInput e) {
            return file.toString();
        }
    }

    /// A document that criteria check, as plain values.
    static Document document(YamlValue value) {
        YamlFile yaml = YamlFile.read(value.path());
        return new Document(yaml.path(), yaml.digest(), Collections.unmodifiableMap(Scalars.content(yaml.root())));
    }

    private static int casesPerProbe(YamlSection top) {
        return top.find("limits")
                .flatMap(limits -> limits.section("cases-per-probe").find("cases-per-probe"))
                .map(value -> (int) value.integer(1, 1_000_000))
                .orElse(CASES_PER_PROBE);
    }

    private static List<String> nuisance(YamlSection top, CohortSpec cohort) {
        List<String> columns = new ArrayList<>();
        for (YamlValue value : top.find("nuisance").map(YamlValue::list).orElse(List.of())) {
            String column = value.label();
            if (columns.contains(column)) {
                throw value.bad("names '" + column + "' a second time", "Keep one of them");
            }
            if (column.equals(cohort.truth()) || column.equals(cohort.caseColumn())) {
                throw value.bad(
                        "is the column '" + column + "', which is the truth or the case",
                        "Name a column that should not matter to the answer");
            }
            columns.add(column);
        }
        return List.copyOf(columns);
    }

    private static String comparator(YamlValue value, SequencedMap<String, ModelSpec> models) {
        String name = value.label();
        if (!models.containsKey(name)) {
            throw value.bad(
                    "is '" + name + "', expected one of the models " + String.join(", ", models.keySet()),
                    Names.nearest(name, models.keySet())
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse("Name one of them, or add the model"));
        }
        return name;
    }

    private static Map<String, Document> documents(YamlSection top) {
        Map<String, Document> documents = new LinkedHashMap<>();
        Optional<YamlSection> section =
                top.find("documents").map(value -> value.section(DOCUMENTS));
        for (String kind : DOCUMENTS) {
            section.flatMap(s -> s.find(kind)).ifPresent(value -> documents.put(kind, document(value)));
        }
        return Collections.unmodifiableMap(documents);
    }

    private static List<Attestation> attestations(YamlSection top, SequencedMap<String, ModelSpec> models) {
        return top.find("documents")
                .flatMap(documents -> documents.section(DOCUMENTS).find(ATTESTATIONS))
                .map(value -> AttestationsFile.read(YamlFile.read(value.path()), models.sequencedKeySet()))
                .orElse(List.of());
    }

    private static void checkTogether(
            YamlSection top, UseSection use, CohortSpec cohort, SequencedMap<String, ModelSpec> models) {
        YamlSection uses = use.section();
        if (use.use().operatingPoint() instanceof OperatingPoint.SensitivityAtLeast
                && cohort.split().flatMap(CohortSpec.SplitColumn::tune).isEmpty()) {
            throw uses.require("operating-point")
                    .bad(
                            "asks for a sensitivity, but 'cohort.split' names no tuning part in which to choose the"
                                    + " threshold",
                            "Add 'tune' to 'cohort.split', or give a fixed threshold");
        }
        boolean probability = models.values().stream().anyMatch(ModelSpec::probabilities);
        if (use.use().operatingPoint() instanceof OperatingPoint.Threshold(double threshold)
                && probability
                && !(threshold >= 0 && threshold <= 1)) {
            throw uses.require("operating-point")
                    .bad(
                            "has the threshold " + threshold + ", expected a probability from 0 to 1",
                            "Correct it, or declare 'scores: ordinal' for every model if only the order means"
                                    + " anything");
        }
        List<String> groups = cohort.groups().stream().map(CohortSpec.Group::column).toList();
        for (String column : use.use().population().keySet()) {
            if (!groups.contains(column)) {
                throw uses.require("population")
                        .bad(
                                "has the column '" + column + "', which is not in 'cohort.groups'",
                                Names.nearest(column, groups)
                                        .map(near -> "Did you mean '" + near + "'?")
                                        .orElse("Add it to 'cohort.groups'"));
            }
        }
        YamlSection cohorts = top.require("cohort").section(CohortSection.KEYS);
        if (cohort.developerSites().isPresent() && cohort.site().isEmpty()) {
            throw cohorts.require("developer-sites")
                    .bad("names sites, but 'cohort.site' names no column", "Add 'site' to 'cohort'");
        }
    }
}
