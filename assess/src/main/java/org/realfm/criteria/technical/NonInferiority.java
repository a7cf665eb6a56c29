package org.realfm.criteria.technical;

import java.util.Locale;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Card;
import org.realfm.run.Collecting;
import org.realfm.run.Collecting.Who;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;

/// The AUROC of a model against that of something else on the same patients.
final class NonInferiority {

    static final Card.Threshold MARGIN =
            new Card.Threshold("largest loss against what it is compared with", 0.02, Card.Basis.COMPARATOR);

    private NonInferiority() {}

    /// Judges AUROC minus the other's AUROC against the margin.
    ///
    /// @param rival what it is compared with, in words
    /// @param seed  of the bootstrap, which is called for where weights differ within a class
    static Finding judge(
            FindingBuilder finding,
            Collecting collecting,
            String rival,
            PatientScores own,
            PatientScores other,
            int replicates,
            long seed) {
        if (own.scored().size() == 0 || other.scored().size() == 0) {
            return finding.notAssessable(
                    (own.scored().size() == 0 ? "The model" : rival) + " gave no score on any evaluated patient.",
                    "Supply scores of the evaluation part.");
        }
        int needed = own.reweighted() ? Bootstrap.MINIMUM_PER_CLASS : 1;
        if (own.smallestClass() < needed) {
            return finding.notAssessable(
                    "The smaller class has " + own.smallestClass() + " patients; the comparison needs " + needed + ".",
                    "Evaluate more patients with and without the condition.");
        }
        Bootstrap.Plan plan = own.plan(Bootstrap.affordable(replicates, own.size()), seed);
        Estimate difference = own.beyond(other, "auroc minus that of " + rival, plan);
        Outcome outcome = Decision.atLeast(difference, -MARGIN.value());
        return finding.estimate(difference)
                .asksAtLeast(difference, -MARGIN.value(), own.influence().minus(other.influence()))
                .outcome(
                        outcome,
                        String.format(
                                Locale.ROOT,
                                "AUROC minus that of %s on the same %d patients: %+.3f (%+.3f to %+.3f); a loss of %.2f is"
                                        + " allowed.",
                                rival, own.size(), difference.value(), difference.lower(), difference.upper(),
                                MARGIN.value()),
                        switch (outcome) {
                            case MET -> "";
                            case NOT_MET -> "Use " + rival + " for this task, or improve the model.";
                            default -> MoreCases.of(collecting, Who.ALL, "patients of both classes")
                                    .above(difference, -MARGIN.value());
                        });
    }
}
