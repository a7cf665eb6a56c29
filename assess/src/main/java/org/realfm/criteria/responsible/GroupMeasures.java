package org.realfm.criteria.responsible;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Card;
import org.realfm.run.Collecting;
import org.realfm.run.Collecting.Who;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.stats.Proportion;

/// One group of people and how it fares.
///
/// @param grouping  the column
/// @param cell      for example `sex=F`
/// @param share     of all evaluated cases
/// @param evidenced whether it is comparable, and sensitivity and specificity are known to a Wilson half-width of 0.10
/// @param comparable whether it has 20 sick and 20 well patients
/// @param measures  sensitivity and specificity where the group has sick or well cases; with simultaneous intervals where
///                  it is comparable, otherwise with its own
/// @param influences how cases move each of the measures
/// @param shown     what is shown without being gated
record GroupMeasures(
        String grouping,
        String cell,
        double share,
        boolean evidenced,
        boolean comparable,
        List<Estimate> measures,
        List<Influence> influences,
        List<Estimate> shown) {

    /// One of its measures, by name.
    Optional<Estimate> measure(String name) {
        return measures.stream().filter(m -> m.name().equals(name)).findFirst();
    }

    /// The group against the floors of the intended use.
    Finding finding(SubjectEvidence evidence, Card card) {
        FindingBuilder finding = evidence.finding(card).cell(cell).estimates(measures).estimates(shown);
        Map<String, Double> floors = evidence.about().study().use().floors();
        if (!floors.containsKey("sensitivity") && !floors.containsKey("specificity")) {
            return finding.notAssessable(
                    "The intended use sets no floor for sensitivity or specificity.",
                    "Declare the least acceptable values (use: floors).");
        }
        List<Outcome> outcomes = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (String measure : List.of("sensitivity", "specificity")) {
            Optional<Estimate> estimate = measure(measure);
            Double floor = floors.get(measure);
            if (floor == null) {
                continue;
            }
            estimate.ifPresent(m -> finding.asksAtLeast(m, floor, influences.get(measures.indexOf(m))));
            outcomes.add(estimate.map(m -> Decision.atLeast(m, floor)).orElse(Outcome.INCONCLUSIVE));
            words.add(estimate.map(m -> String.format(
                            Locale.ROOT,
                            "%s %.3f (%.3f to %.3f, floor %.2f)",
                            measure, m.value(), m.lower(), m.upper(), floor))
                    .orElse(measure + " unknown: the group has no such case"));
        }
        Outcome decided = Decision.all(outcomes);
        boolean failed = comparable && decided == Outcome.NOT_MET;
        Outcome outcome = evidenced || failed ? decided : Outcome.INCONCLUSIVE;
        String reason = "At the locked threshold: " + String.join("; ", words) + "."
                + (evidenced || failed
                        ? ""
                        : " The group is too small: "
                                + (comparable ? "a half-width is above 0.10." : "it has not 20 sick and 20 well patients."))
                + losses();
        return finding.outcome(outcome, reason, settle(outcome, floors, evidence.about().collecting()));
    }

    private String losses() {
        return shown.stream()
                .filter(m -> m.name().equals(GroupContext.AGAINST_COMPARATOR) && m.upper() < 0)
                .findFirst()
                .map(m -> String.format(
                        Locale.ROOT, " The group loses against the comparator: AUROC %+.3f (%+.3f to %+.3f).", m.value(),
                        m.lower(), m.upper()))
                .orElse("");
    }

    private String settle(Outcome outcome, Map<String, Double> floors, Collecting collecting) {
        if (outcome == Outcome.MET) {
            return "";
        }
        if (outcome == Outcome.NOT_MET) {
            return "Improve the model for this group, or leave the group out of the use if that is ethical.";
        }
        List<String> needs = new ArrayList<>();
        for (Estimate measure : measures) {
            Double floor = floors.get(measure.name());
            if (floor == null || measure.lower() >= floor) {
                continue;
            }
            Who who = measure.name().equals("sensitivity") ? Who.SICK : Who.WELL;
            String noun = who.name().toLowerCase(Locale.ROOT) + " patients";
            Proportion.sampleSizeToMeet(Math.min(measure.value(), 0.999), floor, 0.8, 0.95)
                    .ifPresentOrElse(
                            n -> needs.add(collecting.more(n - measure.n(), who, share, noun)
                                    + " give P(met) = 0.8 for " + measure.name() + " alone"),
                            () -> needs.add(measure.name() + " is estimated below its floor"));
        }
        return needs.isEmpty() ? "More sick and well patients of this group." : String.join("; ", needs) + ".";
    }
}
