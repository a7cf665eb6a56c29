package org.realfm.assess;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.realfm.criteria.DocumentText;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.verdict.CarveOut;
import org.realfm.report.EvidenceDocument.CarveOutPart;
import org.realfm.stats.Estimate;
import org.realfm.stats.Proportion;
import org.realfm.study.Cohort;
import org.realfm.study.Split;
import org.realfm.study.Study;
import org.realfm.study.Study.CarveOutProposal;
import org.realfm.study.Study.Document;
import org.realfm.tables.BadInput;
import org.realfm.tables.Names;

/// What a study proposes to take out of the scope of its use, and what may be done with it (SCORING 4.4).
final class Carving {

    private static final CriterionId REJECTION = new CriterionId("flow.scope.rejection");
    private static final double CONFIDENCE = 0.95;

    private final Study study;
    private final Estimate remaining;

    /// @throws BadInput if a proposal names a column that is not there
    Carving(Study study, Cohort cohort) {
        for (CarveOutProposal proposal : study.limits().carveOuts()) {
            if (!cohort.columns().table().containsKey(proposal.column())) {
                throw new BadInput(
                        study.file().toString(),
                        "proposes in 'use.carve-outs' to leave out " + proposal.cell() + ", but the table has no column '"
                                + proposal.column() + "'",
                        Names.nearest(proposal.column(), cohort.columns().table().keySet())
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse("Name a column of the table"));
            }
        }
        this.study = study;
        this.remaining = remaining(study.limits().carveOuts(), cohort);
    }

    /// The share of evaluated patients none of whose cases lies in a proposed cell.
    private static Estimate remaining(List<CarveOutProposal> proposals, Cohort cohort) {
        int[] rows = cohort.rows(Split.EVALUATE);
        BitSet all = new BitSet();
        BitSet lost = new BitSet();
        for (int row : rows) {
            int patient = cohort.columns().patient()[row];
            all.set(patient);
            if (proposals.stream().anyMatch(proposal -> isIn(proposal, cohort, row))) {
                lost.set(patient);
            }
        }
        return Proportion.wilson("patients that remain", all.cardinality() - lost.cardinality(), all.cardinality(), CONFIDENCE);
    }

    private static boolean isIn(CarveOutProposal proposal, Cohort cohort, int row) {
        @Nullable String[] column = cohort.columns().table().get(proposal.column());
        return column != null && proposal.value().equals(column[row]);
    }

    /// What is to be done with each proposal for one model.
    List<CarveOutPart> of(String model, List<Finding> findings) {
        return study.limits().carveOuts().stream()
                .map(proposal -> part(proposal, new CarveOut(
                                proposal.cell(),
                                proposal.detectable(),
                                proposal.clinicalTarget(),
                                proposal.protectedGroup(),
                                proposal.equalAlternative(),
                                remaining,
                                rejection(findings),
                                isNamed(proposal, model))
                        .decide()))
                .toList();
    }

    private CarveOutPart part(CarveOutProposal proposal, CarveOut.Decision decision) {
        return new CarveOutPart(
                proposal.cell(),
                proposal.why(),
                switch (decision) {
                    case CarveOut.Decision.Granted ignored -> "granted";
                    case CarveOut.Decision.Pending ignored -> "pending";
                    case CarveOut.Decision.Refused ignored -> "refused";
                },
                decision.lost(),
                1 - remaining.upper(),
                1 - remaining.lower(),
                switch (decision) {
                    case CarveOut.Decision.Granted ignored ->
                        List.of("take these cases out of the table and assess again; both reports are shown together");
                    case CarveOut.Decision.Pending pending -> pending.conditions();
                    case CarveOut.Decision.Refused refused -> refused.reasons();
                });
    }

    /// A statement is not enough: that such inputs are rejected has to be measured.
    private static Outcome rejection(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.criterion().equals(REJECTION) && finding.grade().compareTo(Grade.E2) >= 0)
                .map(Finding::outcome)
                .reduce((a, b) -> a == Outcome.MET ? b : a)
                .orElse(Outcome.ABSENT);
    }

    /// Whether the card's list of what is out of scope names the cell as the study does.
    private boolean isNamed(CarveOutProposal proposal, String model) {
        return study.models().get(model) instanceof Study.ModelSpec spec
                && spec.card()
                        .map(Document::content)
                        .map(card -> DocumentText.text(DocumentText.at(card, "out-of-scope")))
                        .map(text -> Arrays.stream(text.split("[;,]"))
                                .anyMatch(part -> part.strip().toLowerCase(Locale.ROOT)
                                        .equals(proposal.cell().toLowerCase(Locale.ROOT))))
                        .orElse(false);
    }
}
