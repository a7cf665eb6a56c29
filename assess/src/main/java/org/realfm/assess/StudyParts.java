package org.realfm.assess;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.IntendedUse.Trait;
import org.realfm.ledger.OperatingPoint;
import org.realfm.report.EvidenceDocument.AttestationPart;
import org.realfm.report.EvidenceDocument.CohortPart;
import org.realfm.report.EvidenceDocument.StudyPart;
import org.realfm.run.Standing;
import org.realfm.study.Cohort;
import org.realfm.study.Grouping;
import org.realfm.study.Split;
import org.realfm.study.Study;

/// The parts of an evidence document that say what was claimed, and about whom.
final class StudyParts {

    private StudyParts() {}

    static StudyPart study(Study study) {
        IntendedUse use = study.use();
        return new StudyPart(
                study.name(),
                study.digest().hex(),
                study.seed(),
                use.id(),
                use.question(),
                EvidenceDocuments.words(use.task()),
                use.autonomy().name(),
                use.risk().name(),
                switch (use.operatingPoint()) {
                    case OperatingPoint.Threshold fixed -> "threshold " + fixed.value();
                    case OperatingPoint.SensitivityAtLeast least ->
                        "sensitivity at least " + least.sensitivity() + " on the tuning part";
                },
                scope(use),
                new TreeMap<>(use.floors()),
                new TreeMap<>(use.population().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> new TreeMap<>(e.getValue())))),
                use.site().orElse(null),
                study.comparator().orElse(null),
                documents(study));
    }

    private static SequencedMap<String, String> documents(Study study) {
        SequencedMap<String, String> digests = new TreeMap<>();
        study.documents().forEach((kind, document) -> digests.put(kind, document.digest().hex()));
        study.models().values().forEach(model -> model.card()
                .ifPresent(card -> digests.put("card of " + model.name(), card.digest().hex())));
        return digests;
    }

    /// The one statement that a study file holds: who says at which risks clinicians would act.
    static List<AttestationPart> attestations(Study study) {
        return study.limits().thresholds()
                .filter(range -> !range.owner().isBlank())
                .map(range -> new AttestationPart(
                        "clin.benefit.decision_curve",
                        "Clinicians would act at risks from " + range.lower() + " to " + range.upper() + ".",
                        range.owner(),
                        null,
                        null,
                        null,
                        null,
                        "stands"))
                .stream()
                .toList();
    }

    static CohortPart cohort(Cohort cohort, Standing standing) {
        int[] evaluated = cohort.rows(Split.EVALUATE);
        return new CohortPart(
                cohort.size(),
                (int) Arrays.stream(cohort.columns().patient()).distinct().count(),
                cohort.columns().patientsDeclared(),
                evaluated.length,
                Arrays.stream(evaluated).map(row -> cohort.columns().truth()[row]).sum(),
                cohort.rows(Split.TUNE).length,
                cohort.rows(Split.DEVELOPMENT).length,
                cohort.columns().sites(),
                groups(cohort, evaluated),
                cohort.root().hex(),
                standing.grade().name(),
                standing.caps());
    }

    private static SequencedMap<String, Integer> groups(Cohort cohort, int[] evaluated) {
        Cohort.Columns columns = cohort.columns();
        SequencedMap<String, Integer> groups = new LinkedHashMap<>();
        for (Grouping grouping : columns.groups()) {
            for (int g = 0; g < grouping.labels().size(); g++) {
                groups.put(grouping.cell(g), count(evaluated, grouping.of(), g));
            }
        }
        for (int s = 0; s < columns.sites().size(); s++) {
            groups.putIfAbsent("site=" + columns.sites().get(s), count(evaluated, columns.site(), s));
        }
        return groups;
    }

    private static int count(int[] rows, int[] of, int value) {
        return (int) Arrays.stream(rows).filter(row -> of[row] == value).count();
    }

    /// The intended use in sentences: for what the verdict speaks.
    private static List<String> scope(IntendedUse use) {
        List<String> sentences = new ArrayList<>();
        sentences.add(switch (use.autonomy()) {
            case A0 -> "The output is used offline, for quality assurance (A0).";
            case A1 -> "The output changes the order of reading only (A1).";
            case A2 -> "The output aids interpretation, and a person decides (A2).";
            case A3 -> "The output takes one narrow action before a person looks (A3).";
            case A4 -> "The output is a diagnosis without supervision (A4), on which no verdict is given.";
        });
        sentences.add(switch (use.risk()) {
            case R1 -> "The harm of a wrong output is negligible (R1).";
            case R2 -> "A wrong output means delay or a repeated test, and a person reads everything (R2).";
            case R3 -> "A wrong output may do serious harm, from which a patient recovers (R3).";
            case R4 -> "A wrong output may kill or do harm that stays (R4).";
        });
        sentences.add(switch (use.operatingPoint()) {
            case OperatingPoint.Threshold fixed -> "A score of " + fixed.value() + " or more counts as positive.";
            case OperatingPoint.SensitivityAtLeast least ->
                "The threshold is the highest that finds a share of " + least.sensitivity()
                        + " of the positives of the tuning part; it was locked before the evaluated cases were looked at.";
        });
        if (use.has(Trait.PROBABILITY_SHOWN)) {
            sentences.add("A probability is shown to the user.");
        }
        sentences.add(use.site().isPresent()
                ? "The verdict is for use at " + use.site().get() + "."
                : "No site is named; a verdict above V2 is given for one site only.");
        return sentences;
    }
}
