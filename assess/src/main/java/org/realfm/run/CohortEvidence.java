package org.realfm.run;

import java.time.LocalDate;
import java.util.Optional;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.pictures.Picture;
import org.realfm.ledger.Applicability;
import org.realfm.ledger.Tier;
import org.realfm.stats.Seeds;
import org.realfm.study.Cohort;
import org.realfm.study.Study;

/// What is known of a cohort.
///
/// @param study    what is claimed
/// @param cohort   the cases
/// @param pictures reads a case's picture
/// @param standing how good a measurement on this cohort can be
/// @param today    the day of the run, on which documents may have expired
public record CohortEvidence(Study study, Cohort cohort, Pictures pictures, Standing standing, LocalDate today) {

    /// Begins a finding of this criterion about the cohort.
    public FindingBuilder finding(Card card) {
        return new FindingBuilder(card.id(), Optional.empty(), tier(card), standing, study.seed());
    }

    /// How much the criterion decides for this intended use; Minor where it does not apply at all.
    public Tier tier(Card card) {
        return switch (Applicability.of(card.entry(), study.use())) {
            case Applicability.Applies applies -> applies.tier();
            case Applicability.NotApplicable ignored -> Tier.MINOR;
        };
    }

    /// A seed for one use of randomness of one criterion.
    public long seed(Card card, long index) {
        return Seeds.derive(study.seed(), card.id().value(), index);
    }

    /// How long it takes to collect more cases.
    public Collecting collecting() {
        return new Collecting(this);
    }

    /// The picture of a case; of a volume, its middle slice ([Picture#plane]).
    public Optional<Image2D> picture(int row) {
        return pictures.read(row).map(picture -> picture.plane(study.window()));
    }
}
