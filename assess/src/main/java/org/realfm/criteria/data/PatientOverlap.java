package org.realfm.criteria.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.criteria.DocumentText;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.run.Card;
import org.realfm.run.Criterion;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Auroc;
import org.realfm.stats.Estimate;
import org.realfm.stats.Proportion;
import org.realfm.study.Cohort;
import org.realfm.study.Split;
import org.realfm.study.Study.Document;

/// `data.leakage.patient_overlap`: is any patient shared between development and evaluation?
public final class PatientOverlap implements Criterion.OfSubject {

    static final Card.Threshold RECALL =
            new Card.Threshold("least recall of the linkage, on planted pairs", 0.90, Card.Basis.CONVENTION);

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("data.leakage.patient_overlap")),
            "Patients of the development and tuning parts are joined with those of the evaluation part: by identifier;"
                    + " by identifier without case, spaces, punctuation and leading zeros, unless a recorded sex, birth date"
                    + " or birth year contradicts; and by Fellegi-Sunter weights of sex, birth date or year, study date,"
                    + " device and body part, where the table has such columns and two patients agree in a date. The recall"
                    + " of the join is measured on patients of development planted again under misspelt identifiers. Where"
                    + " patients are shared, the AUROC without them is shown. Look-ahead: the networks run here are shown a"
                    + " picture and nothing that came after it; of scores made elsewhere that is not known.",
            "Clopper-Pearson for what is found and for the recall; hidden overlap is bounded by the upper limit of the one"
                    + " over the lower limit of the other.",
            "Met if no patient is shared, none is probably the same under another identifier, and the lower limit of the"
                    + " recall is at least 0.90; not met if one is shared; inconclusive if some are probably the same."
                    + " Without identifiers a data sheet may claim it (splits: patient-disjoint: true), at E1.",
            List.of(RECALL),
            List.of(
                    "Kapoor & Narayanan 2023 doi:10.1016/j.patter.2023.100804",
                    "Fellegi & Sunter 1969 doi:10.1080/01621459.1969.10501049",
                    "Howard 2021 doi:10.1038/s41467-021-24698-1"),
            "Slice-level or tile-level splits; the follow-up film in the test set.");

    private static final double CONFIDENCE = 0.95;
    private static final String BOUND = "upper bound of shared patients, hidden ones included";

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Finding> assess(SubjectEvidence evidence) {
        Cohort cohort = evidence.about().cohort();
        int[] evaluated = Patients.firstRows(cohort, cohort.rows(Split.EVALUATE));
        int[] development = Patients.firstRows(
                cohort,
                IntStream.concat(
                                IntStream.of(cohort.rows(Split.DEVELOPMENT)), IntStream.of(cohort.rows(Split.TUNE)))
                        .toArray());
        if (!cohort.columns().patientsDeclared()) {
            return List.of(claimed(evidence));
        }
        if (cohort.rows(Split.DEVELOPMENT).length == 0) {
            return List.of(evidence.finding(CARD)
                    .notAssessable(
                            "The cases that the model was developed on are not in the table.",
                            "Add them, with salted hashes of their patients if need be (cohort: split: development)."));
        }
        return List.of(judge(evidence, new Linkage(cohort, names(evidence), development), evaluated, development));
    }

    /// The identifier of each row's patient, as the table writes it.
    private static String[] names(SubjectEvidence evidence) {
        Cohort.Columns columns = evidence.about().cohort().columns();
        @Nullable String @Nullable [] cells =
                columns.table().get(evidence.about().study().cohort().patient().orElse(""));
        String[] names = new String[columns.patient().length];
        Arrays.setAll(names, row -> {
            String cell = cells == null ? null : cells[row];
            return cell == null ? "patient" + columns.patient()[row] : cell;
        });
        return names;
    }

    private static Finding claimed(SubjectEvidence evidence) {
        Optional<Object> claim = Optional.ofNullable(evidence.about().study().documents().get("datasheet"))
                .map(Document::content)
                .map(sheet -> DocumentText.at(sheet, "splits.patient-disjoint"));
        FindingBuilder finding = evidence.finding(CARD).gradedAs(Grade.E1);
        String settle = "Add a column that names the patient of each case, hashed if need be (cohort: patient).";
        return claim.filter(value -> value.equals(Boolean.TRUE)).isPresent()
                ? finding.outcome(
                        Outcome.MET,
                        "The data sheet says that no patient is in two parts; the table does not name patients, so this is a"
                                + " claim (E1).",
                        settle)
                : finding.notAssessable("The table does not name patients, so nobody can see whether they overlap.", settle);
    }

    private static Finding judge(
            SubjectEvidence evidence, Linkage linkage, int[] evaluated, int[] development) {
        int[] shared = Arrays.stream(evaluated).filter(linkage::same).toArray();
        int[] probable = Arrays.stream(evaluated)
                .filter(row -> !linkage.same(row) && linkage.probablySame(row))
                .toArray();
        Estimate found = Proportion.clopperPearson("shared patients", shared.length, evaluated.length, CONFIDENCE);
        Estimate recall = linkage.recall(development, evidence.seed(CARD, 0), CONFIDENCE);
        double bound = recall.lower() > 0 ? Math.min(1, found.upper() / recall.lower()) : 1;
        FindingBuilder finding = evidence.finding(CARD)
                .estimate(found)
                .estimate(recall)
                .estimate(new Estimate(
                        BOUND, found.value(), found.value(), bound, CONFIDENCE,
                        "Clopper-Pearson over recall", evaluated.length));
        String looked = linkage.columns().isEmpty()
                ? "by identifier (the table has no birth or study date to link other identifiers by)"
                : "by identifier and by " + String.join(", ", linkage.columns());
        if (shared.length > 0) {
            without(evidence, shared).forEach(finding::estimate);
            return finding.outcome(
                    Outcome.NOT_MET,
                    shared.length + " of " + Patients.count(evaluated.length, "evaluated patient")
                            + " were seen in development or tuning (" + looked + ").",
                    "Remove them from one of the parts, and run again; if the model was tuned on them, evaluate on others.");
        }
        if (probable.length > 0) {
            return finding.outcome(
                    Outcome.INCONCLUSIVE,
                    Patients.count(probable.length, "evaluated patient")
                            + " agree with a patient of development or tuning in "
                            + String.join(", ", linkage.columns()) + " under another identifier, too well for chance.",
                    "Look these patients up where both identifiers can be seen, and remove or unify them.");
        }
        Outcome outcome = Decision.atLeast(recall, RECALL.value());
        return finding.outcome(
                outcome == Outcome.NOT_MET ? Outcome.INCONCLUSIVE : outcome,
                String.format(
                        Locale.ROOT,
                        "None of %s was seen in development or tuning (%s; %.0f%% of planted pairs found).",
                        Patients.count(evaluated.length, "evaluated patient"), looked, 100 * recall.value()),
                outcome == Outcome.MET ? "" : "More evaluated patients, or identifiers of one form.");
    }

    /// The AUROC as it is, and without the shared patients.
    private static List<Estimate> without(SubjectEvidence evidence, int[] shared) {
        Cohort.Columns columns = evidence.about().cohort().columns();
        Set<Integer> patients = new HashSet<>();
        Arrays.stream(shared).forEach(row -> patients.add(columns.patient()[row]));
        Sample sample = evidence.evaluation();
        List<Estimate> estimates = new ArrayList<>();
        auroc("auroc", sample).ifPresent(estimates::add);
        auroc("auroc without the shared patients", sample.where(row -> !patients.contains(columns.patient()[row])))
                .ifPresent(estimates::add);
        return estimates;
    }

    private static Optional<Estimate> auroc(String name, Sample sample) {
        if (!sample.hasBothClasses()) {
            return Optional.empty();
        }
        boolean[] truth = new boolean[sample.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = sample.truth()[i] == 1;
        }
        return Optional.of(Auroc.clustered(name, sample.score(), truth, sample.patient(), CONFIDENCE));
    }
}
