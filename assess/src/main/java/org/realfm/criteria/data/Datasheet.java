package org.realfm.criteria.data;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.realfm.criteria.DocumentText;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.run.Card;
import org.realfm.run.CohortEvidence;
import org.realfm.run.Criterion;
import org.realfm.run.FindingBuilder;
import org.realfm.stats.Estimate;
import org.realfm.study.Study.Document;

/// `data.provenance.datasheet`: can anyone say where the data came from, and is it true of the files?
public final class Datasheet implements Criterion.OfCohort {

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("data.provenance.datasheet")),
            "The data sheet of the study (documents: datasheet) is read field by field: motivation, composition, collection,"
                    + " selection, labelling, preprocessing, demographics, missing values, splits, consent, ethics, licence,"
                    + " de-identification, uses, distribution and maintenance (format: docs/datasheet-file.md). A placeholder"
                    + " or the word undisclosed counts as absent. Every number that it states under counts, and its dates, are"
                    + " computed again from the table; SHA-256 of the pictures are combined to a Merkle root, which the sheet"
                    + " may state.",
            "None: fields and contradictions are counted.",
            "Met at E2 if every required field is there and nothing contradicts the table; not met if a number does, or more"
                    + " than one required field in five is absent; otherwise inconclusive. Licence, consent and ethics form a"
                    + " cell of their own: met if all are there, not met if the licence or the consent says that use is not"
                    + " allowed, otherwise not assessable. A number that the table cannot be asked for is listed, not believed.",
            List.of(),
            List.of(
                    "Gebru 2021 doi:10.1145/3458723", "Alderman 2025 doi:10.1016/S2589-7500(24)00224-3"),
            "A data set nobody can rebuild; counts that disagree with the paper.");

    /// The required fields, in the order of the documentation.
    public static final List<String> REQUIRED = List.of(
            "name", "version", "created", "motivation", "creators", "composition", "collection", "selection", "sampling",
            "labelling", "preprocessing", "demographics", "missing", "splits.method", "deidentification", "uses",
            "not-for", "distribution", "maintenance", "counts.cases");

    /// What decides whether the data may be used at all.
    public static final List<String> RIGHTS = List.of("licence", "consent", "ethics");

    static final String LICENCE = "licence";
    private static final double MOST_ABSENT = 0.2;
    private static final String FORMAT = "docs/datasheet-file.md";

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Finding> assess(CohortEvidence evidence) {
        Document sheet = evidence.study().documents().get("datasheet");
        if (sheet == null) {
            String settle = "Write one (" + FORMAT + ") and name it in the study (documents: datasheet).";
            return List.of(
                    evidence.finding(CARD).notAssessable("There is no data sheet.", settle),
                    evidence.finding(CARD)
                            .cell(LICENCE)
                            .notAssessable("Without a data sheet nobody says under which licence and consent.", settle));
        }
        return List.of(truth(evidence, sheet.content()), rights(evidence, sheet.content()));
    }

    private static Finding truth(CohortEvidence evidence, Map<String, Object> sheet) {
        List<String> absent = absent(sheet, REQUIRED);
        Manifest manifest = Manifest.of(evidence.study(), evidence.cohort());
        Manifest.Checked checked = manifest.check(sheet);
        double complete = 1 - (double) absent.size() / REQUIRED.size();
        FindingBuilder finding = evidence.finding(CARD)
                .gradedAs(Grade.E2)
                .estimate(Estimate.exact("completeness", complete, REQUIRED.size()))
                .estimate(Estimate.exact("contradictions", checked.contradictions().size(), checked.compared()));
        String root = manifest.merkleRoot()
                .map(hex -> " Merkle root of the " + manifest.pictures() + " pictures: " + hex + ".")
                .orElse("");
        String unchecked = checked.unknown().isEmpty()
                ? ""
                : " Not checked, since the table cannot say: " + String.join(", ", checked.unknown()) + ".";
        if (!checked.contradictions().isEmpty()) {
            return finding.outcome(
                    Outcome.NOT_MET,
                    "The data sheet contradicts the table: " + String.join("; ", checked.contradictions()) + "." + unchecked
                            + root,
                    "Correct the sheet or the table, whichever is wrong.");
        }
        if (absent.isEmpty()) {
            return finding.outcome(
                    Outcome.MET,
                    String.format(
                            Locale.ROOT,
                            "All %d required fields are there, and %d stated numbers agree with the table.",
                            REQUIRED.size(), checked.compared())
                            + unchecked + root,
                    "");
        }
        return finding.outcome(
                1 - complete > MOST_ABSENT ? Outcome.NOT_MET : Outcome.INCONCLUSIVE,
                "Absent from the data sheet, or placeholders: " + String.join(", ", absent) + "." + unchecked + root,
                "Complete these fields (" + FORMAT + ").");
    }

    private static Finding rights(CohortEvidence evidence, Map<String, Object> sheet) {
        FindingBuilder finding = evidence.finding(CARD).cell(LICENCE).gradedAs(Grade.E2);
        List<String> absent = absent(sheet, RIGHTS);
        List<String> refused = Stream.of("licence", "consent")
                .filter(field -> refuses(DocumentText.text(DocumentText.at(sheet, field))))
                .toList();
        if (!refused.isEmpty()) {
            return finding.outcome(
                    Outcome.NOT_MET,
                    "By its own data sheet this use is not allowed: " + String.join(" and ", refused) + ".",
                    "Obtain it, or use other data; derived artefacts may not be released.");
        }
        return absent.isEmpty()
                ? finding.outcome(
                        Outcome.MET,
                        "Licence: " + DocumentText.text(DocumentText.at(sheet, "licence")) + "; consent and ethics are stated.",
                        "")
                : finding.notAssessable(
                        "Unresolved: " + String.join(", ", absent) + ".",
                        "State them (" + FORMAT + "); until then no derived artefact may be released.");
    }

    private static boolean refuses(String text) {
        String plain = DocumentText.plain(text);
        return List.of("none", "no", "refused", "withdrawn", "not granted", "not obtained", "expired", "no consent")
                        .contains(plain)
                || plain.startsWith("no licence") || plain.startsWith("no license");
    }

    private static List<String> absent(Map<String, Object> sheet, List<String> fields) {
        return fields.stream()
                .filter(field -> {
                    String text = DocumentText.text(DocumentText.at(sheet, field)).strip();
                    return text.isEmpty() || DocumentText.saysNothing(text);
                })
                .toList();
    }
}
