package org.realfm.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Digest;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Tier;
import org.realfm.stats.Estimate;

/// Builds one finding; tier and grade come from the intended use and the standing of the run unless changed.
public final class FindingBuilder {

    private final CriterionId criterion;
    private final Optional<Digest> subject;
    private final Standing standing;
    private final List<Estimate> estimates = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();
    private String cell = Finding.ALL;
    private Tier tier;
    private Grade grade;
    private String reasonForGrade = "";
    private boolean timed;
    private OptionalDouble holds = OptionalDouble.empty();

    FindingBuilder(CriterionId criterion, Optional<Digest> subject, Tier tier, Standing standing) {
        this.criterion = criterion;
        this.subject = subject;
        this.tier = tier;
        this.standing = standing;
        this.grade = standing.grade();
    }

    /// The part of the question or of the population that it speaks of; by default the whole.
    public FindingBuilder cell(String name) {
        this.cell = name;
        return this;
    }

    /// Raises the tier of this part; a tier is never lowered below that of the intended use.
    public FindingBuilder raisedTo(Tier higher) {
        this.tier = higher.compareTo(tier) > 0 ? higher : tier;
        return this;
    }

    /// The tier of a part that decides less than the whole criterion, by the catalogue's own words.
    public FindingBuilder partOfTier(Tier named) {
        this.tier = named;
        return this;
    }

    /// Holds the grade down, with the reason.
    public FindingBuilder cappedAt(Grade cap, String why) {
        if (cap.compareTo(grade) < 0) {
            grade = cap;
            reasonForGrade = " (" + cap + " at most: " + why + ")";
        }
        return this;
    }

    /// For documents: the grade does not depend on the standing of measurements.
    public FindingBuilder gradedAs(Grade given) {
        grade = given;
        return this;
    }

    /// Adds a number.
    public FindingBuilder estimate(Estimate estimate) {
        estimates.add(estimate);
        return this;
    }

    /// Adds numbers.
    public FindingBuilder estimates(List<Estimate> more) {
        estimates.addAll(more);
        return this;
    }

    /// Adds a drawing.
    public FindingBuilder figure(Figure figure) {
        figures.add(figure);
        return this;
    }

    /// Says with which confidence, from 0 to 1, what is asked for is true (see
    /// [org.realfm.stats.ConfidenceDistribution]). Of several, all are asked for, and their shortfalls from certainty
    /// are added up.
    public FindingBuilder holds(double confidence) {
        holds = OptionalDouble.of(Math.max(0, holds.orElse(1) + confidence - 1));
        return this;
    }

    /// Says that it rests on measured time.
    public FindingBuilder timed() {
        this.timed = true;
        return this;
    }

    /// The finding.
    ///
    /// @param wouldSettle what would settle what is still open; empty if nothing is
    public Finding outcome(Outcome outcome, String reason, String wouldSettle) {
        Grade given = outcome == Outcome.NOT_ASSESSABLE || outcome == Outcome.NOT_APPLICABLE ? Grade.E0 : grade;
        String why = reason + reasonForGrade;
        if (grade == standing.grade() && grade.compareTo(Grade.E2) < 0 && given != Grade.E0 && !standing.caps().isEmpty()) {
            why += " (" + grade + " at most: " + String.join("; ", standing.caps()) + ")";
        }
        return new Finding(
                criterion, subject, cell, tier, given, outcome, estimates, why, wouldSettle, timed, figures, holds);
    }

    /// The finding that a precondition or an input is missing.
    public Finding notAssessable(String reason, String wouldSettle) {
        return outcome(Outcome.NOT_ASSESSABLE, reason, wouldSettle);
    }
}
