package org.realfm.assess;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.realfm.criteria.clinical.DecisionCurve;
import org.realfm.criteria.clinical.SampleSizePlan;
import org.realfm.criteria.data.Datasheet;
import org.realfm.criteria.data.Demographics;
import org.realfm.criteria.data.Missingness;
import org.realfm.criteria.data.NearDuplicates;
import org.realfm.criteria.data.PatientOverlap;
import org.realfm.criteria.data.SiteScanner;
import org.realfm.criteria.data.SubgroupPrecision;
import org.realfm.criteria.reasoning.CausalShortcut;
import org.realfm.criteria.responsible.CriticalMiss;
import org.realfm.criteria.responsible.FairnessGaps;
import org.realfm.criteria.responsible.ModelCard;
import org.realfm.criteria.technical.BaselineParity;
import org.realfm.criteria.technical.CalibrationCriterion;
import org.realfm.criteria.technical.OperatingPointCriterion;
import org.realfm.criteria.technical.Ranking;
import org.realfm.criteria.technical.Corruptions;
import org.realfm.criteria.technical.ExternalGap;
import org.realfm.criteria.technical.TestRetest;
import org.realfm.criteria.workflow.Latency;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.run.Card;
import org.realfm.run.Criterion;

/// The criteria that this version measures. A new criterion is one line here.
public final class Criteria {

    private static final List<Criterion> ALL = Stream.<Criterion>of(
                    new Demographics(),
                    new SubgroupPrecision(),
                    new PatientOverlap(),
                    new NearDuplicates(),
                    new SiteScanner(),
                    new Missingness(),
                    new Datasheet(),
                    new Ranking(),
                    new OperatingPointCriterion(),
                    new CalibrationCriterion(),
                    new BaselineParity(),
                    new ExternalGap(),
                    new Corruptions(),
                    new TestRetest(),
                    new CausalShortcut(),
                    new DecisionCurve(),
                    new SampleSizePlan(),
                    new Latency(),
                    new FairnessGaps(),
                    new CriticalMiss(),
                    new ModelCard())
            .sorted(Comparator.comparing(criterion -> Catalogue.all().indexOf(criterion.card().entry())))
            .toList();

    private Criteria() {}

    /// Every criterion, in the order of the catalogue.
    public static List<Criterion> all() {
        return ALL;
    }

    /// The card of a criterion, if this version measures it.
    public static Optional<Card> card(CriterionId id) {
        return ALL.stream().map(Criterion::card).filter(card -> card.id().equals(id)).findFirst();
    }
}
