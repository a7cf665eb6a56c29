package org.realfm.criteria.responsible;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.realfm.criteria.DocumentText;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.run.Card;
import org.realfm.run.Criterion;
import org.realfm.run.FindingBuilder;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Estimate;
import org.realfm.study.Study.Document;

/// `resp.docs.model_card`: is the label complete, and is it true?
///
/// The format of the card is described in `docs/model-card-file.md`. Three parts: the required fields ([CardFields]), the
/// printed numbers against this run ([CardNumbers]), and whether the limitations name every group that the evidence is
/// too small to speak of. A fourth, after all other criteria: whether the limitations name what is not met.
public final class ModelCard implements Criterion.OfSubject {

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("resp.docs.model_card")),
            "The card's required fields (the core of the CHAI Applied Model Card and of the HTI-1 source attributes) must be"
                    + " present, specific (no placeholder, no text used for two fields) and dated, with an expiry date after"
                    + " the release that has not passed. Every number under performance is computed again from this run at the locked threshold,"
                    + " for all cases or for the named group. Every group whose sensitivity or specificity is known to no"
                    + " better than a Wilson half-width of 0.10 must be named under limitations, and so must every criterion"
                    + " that is not met (its id, or the last word of it, such as calibration), measured time aside.",
            "None: fields and numbers are counted. A printed number agrees if it is within half a unit of its last digit, and"
                    + " a share within half a unit of its second decimal.",
            "Met if every field is there and specific, every number agrees, and no such group or failure is missing from"
                    + " the limitations; not met if a field is missing or empty of content, a number contradicts this run, none is"
                    + " printed, or a group or failure is not named; inconclusive if nothing in this run speaks of a number. Reviewed by"
                    + " another party than the developer: E3, otherwise E2.",
            List.of(),
            List.of(
                    "CHAI Applied Model Card",
                    "45 CFR 170.315(b)(11), 89 FR 1192 (HTI-1)",
                    "Mitchell 2019 doi:10.1145/3287560.3287596"),
            "The card written before the results.");

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Finding> assess(SubjectEvidence evidence) {
        Optional<Document> document = evidence.model().card();
        if (document.isEmpty()) {
            return List.of(evidence.finding(CARD)
                    .notAssessable(
                            "There is no model card.",
                            "Write one with the fields of docs/model-card-file.md and name it in the study (models: card)."));
        }
        Document card = document.get();
        return List.of(
                fields(begin(evidence, card), card, evidence.about().today()),
                numbers(begin(evidence, card), evidence, card),
                limitations(begin(evidence, card), evidence, card));
    }

    private static FindingBuilder begin(SubjectEvidence evidence, Document card) {
        return evidence.finding(CARD).gradedAs(reviewed(card) ? Grade.E3 : Grade.E2);
    }

    @Override
    public List<Finding> reconcile(SubjectEvidence evidence, List<Finding> others) {
        List<CriterionId> failed = others.stream()
                .filter(finding -> finding.outcome() == Outcome.NOT_MET && !finding.timed())
                .map(Finding::criterion)
                .filter(criterion -> !criterion.equals(CARD.id()))
                .distinct()
                .sorted()
                .toList();
        return evidence.model().card().map(card -> failures(begin(evidence, card), failed, card)).stream().toList();
    }

    private static Finding failures(FindingBuilder finding, List<CriterionId> failed, Document card) {
        String text = limitations(card);
        List<String> missing = failed.stream()
                .filter(criterion -> !isNamed(text, criterion))
                .map(CriterionId::value)
                .toList();
        finding.cell("failures").estimate(Estimate.exact("failures that are not named", missing.size(), failed.size()));
        if (missing.isEmpty()) {
            return finding.outcome(
                    Outcome.MET,
                    failed.isEmpty()
                            ? "Nothing that was measured is not met."
                            : "The limitations name every criterion that is not met.",
                    "");
        }
        return finding.outcome(
                Outcome.NOT_MET,
                "The limitations do not name criteria that are not met: " + String.join(", ", missing) + ".",
                "Name them under limitations, by their id or its last word.");
    }

    /// The id, or its last part with spaces or underscores.
    private static boolean isNamed(String text, CriterionId criterion) {
        String last = criterion.value().substring(criterion.value().lastIndexOf('.') + 1);
        String words = Arrays.stream(last.split("_")).map(Pattern::quote).collect(Collectors.joining("[\\W_]+"));
        return text.contains(criterion.value())
                || Pattern.compile("(?<!\\w)" + words + "(?!\\w)").matcher(text).find();
    }

    private static String limitations(Document card) {
        return DocumentText.text(card.content().get("limitations")).toLowerCase(Locale.ROOT);
    }

    /// Whether the card names a review by someone other than the developer.
    private static boolean reviewed(Document card) {
        return DocumentText.map(card.content().get("review"))
                .filter(review -> Boolean.TRUE.equals(review.get("independent")))
                .filter(review -> review.get("by") != null && DocumentText.date(review.get("date")).isPresent())
                .isPresent();
    }

    private static Finding fields(FindingBuilder finding, Document card, LocalDate today) {
        List<String> faults = CardFields.faults(card.content(), today);
        int required = CardFields.REQUIRED.size();
        finding.cell("fields").estimate(Estimate.exact("faults in required fields", faults.size(), required));
        if (faults.isEmpty()) {
            return finding.outcome(
                    Outcome.MET, "All " + required + " required fields are there, specific and dated.", "");
        }
        return finding.outcome(
                Outcome.NOT_MET,
                "Of " + required + " required fields, " + faults.size() + " have a fault: " + String.join("; ", faults) + ".",
                "Fill in these fields (docs/model-card-file.md says what each is for).");
    }

    private static Finding numbers(FindingBuilder finding, SubjectEvidence evidence, Document card) {
        List<CardClaim> claims = CardClaim.of(card.content().get("performance")).stream()
                .filter(CardClaim::counts)
                .toList();
        finding.cell("performance");
        if (claims.isEmpty()) {
            return finding.outcome(
                    Outcome.NOT_MET,
                    "The card prints no number under performance.",
                    "Print at least auroc, sensitivity and specificity of this run.");
        }
        CardNumbers measured = CardNumbers.of(evidence);
        List<String> contradictions = new ArrayList<>();
        List<String> unmatched = new ArrayList<>();
        for (CardClaim claim : claims) {
            Optional<Double> found = measured.value(claim);
            if (found.isEmpty()) {
                unmatched.add(claim.name());
            } else if (!claim.agrees(found.get())) {
                contradictions.add(String.format(
                        Locale.ROOT, "%s is printed as '%s', this run gives %.4f", claim.name(), claim.printed(), found.get()));
            }
        }
        finding.estimate(Estimate.exact("numbers that contradict this run", contradictions.size(), claims.size()))
                .estimate(Estimate.exact("numbers that nothing in this run speaks of", unmatched.size(), claims.size()));
        if (contradictions.isEmpty() && unmatched.isEmpty()) {
            return finding.outcome(
                    Outcome.MET, "All " + claims.size() + " printed numbers agree with this run within rounding.", "");
        }
        String open = unmatched.isEmpty() ? "" : "nothing in this run speaks of " + String.join(", ", unmatched);
        if (contradictions.isEmpty()) {
            return finding.outcome(
                    Outcome.INCONCLUSIVE,
                    "Of " + claims.size() + " printed numbers none contradicts this run, but " + open + ".",
                    "Print only numbers that this run can be asked for (docs/model-card-file.md), or evaluate these groups.");
        }
        return finding.outcome(
                Outcome.NOT_MET,
                "Of " + claims.size() + " printed numbers " + contradictions.size() + " contradict this run: "
                        + String.join("; ", contradictions) + (open.isEmpty() ? "" : "; " + open) + ".",
                "Print the numbers of this run, and only those that it can be asked for (docs/model-card-file.md).");
    }

    private static Finding limitations(FindingBuilder finding, SubjectEvidence evidence, Document card) {
        List<String> missing = new ArrayList<>();
        String text = limitations(card);
        List<String> unknown = CardNumbers.of(evidence).notEvidenced();
        for (String cell : unknown) {
            if (!names(text, cell.toLowerCase(Locale.ROOT))) {
                missing.add(cell);
            }
        }
        finding.cell("limitations")
                .estimate(Estimate.exact("groups without evidence that are not named", missing.size(), unknown.size()));
        if (missing.isEmpty()) {
            return finding.outcome(
                    Outcome.MET,
                    unknown.isEmpty()
                            ? "The evidence speaks of every declared group, or none is declared."
                            : "The limitations name the groups that the evidence is too small for: "
                                    + String.join(", ", unknown) + ".",
                    "");
        }
        return finding.outcome(
                Outcome.NOT_MET,
                "The limitations do not name groups that the evidence is too small for: " + String.join(", ", missing) + ".",
                "Name them under limitations as written here, or collect more cases of them.");
    }

    /// Whether a text has the words of a cell beside each other: `sex=F`, `sex: F`, `sex F`.
    private static boolean names(String text, String cell) {
        String words = Arrays.stream(cell.split("=", 2)).map(Pattern::quote).collect(Collectors.joining("\\W+"));
        return Pattern.compile("(?<!\\w)" + words + "(?!\\w)").matcher(text).find();
    }
}
