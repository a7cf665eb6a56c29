package org.realfm.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Digest;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Holding;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Tier;
import org.realfm.stats.ConfidenceDistribution;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.stats.Seeds;

/// Builds one finding; tier and grade come from the intended use and the standing of the run unless changed.
public final class FindingBuilder {

    private final CriterionId criterion;
    private final Optional<Digest> subject;
    private final Standing standing;
    private final long seed;
    private final List<Estimate> estimates = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();
    private String cell = Finding.ALL;
    private Tier tier;
    private Grade grade;
    private String reasonForGrade = "";
    private boolean timed;
    private Optional<Holding> holds = Optional.empty();

    FindingBuilder(CriterionId criterion, Optional<Digest> subject, Tier tier, Standing standing, long seed) {
        this.criterion = criterion;
        this.subject = subject;
        this.tier = tier;
        this.standing = standing;
        this.seed = seed;
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

    /// Says that a benefit is asked to be at least this; of several things that are asked, all are.
    public FindingBuilder asksAtLeast(Estimate estimate, double floor, Influence influence) {
        return asks(estimate, floor, Double.POSITIVE_INFINITY, influence);
    }

    /// Says that a harm is asked to be at most this.
    public FindingBuilder asksAtMost(Estimate estimate, double ceiling, Influence influence) {
        return asks(estimate, Double.NEGATIVE_INFINITY, ceiling, influence);
    }

    /// Says that a quantity is asked to lie between two limits.
    ///
    /// @param influence of the study's patients (their dense index) on the quantity
    public FindingBuilder asks(Estimate estimate, double lowest, double highest, Influence influence) {
        return asks(
                estimate.name(),
                ConfidenceDistribution.within(estimate, lowest, highest),
                1 - ConfidenceDistribution.atLeast(estimate, lowest),
                1 - ConfidenceDistribution.atMost(estimate, highest),
                influence);
    }

    /// Says with which confidence a rate is at most what is asked, where an exact rule gives it.
    public FindingBuilder asksAtMost(double confidence, Influence influence) {
        return asks("rate", confidence, 0, 1 - confidence, influence);
    }

    /// Replicates in which the quantity is the same, as all are of one whose influence is unknown, come in an order of its
    /// own.
    private FindingBuilder asks(String name, double confidence, double below, double above, Influence influence) {
        double[] deviation = influence.replicates(seed, Holding.REPLICATES);
        long[] own = Seeds.generator(seed, criterion.value() + " " + cell + " " + name, 0)
                .longs(deviation.length)
                .toArray();
        int[] ascending = IntStream.range(0, deviation.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer r) -> deviation[r])
                        .thenComparingLong(r -> own[r]))
                .mapToInt(Integer::intValue)
                .toArray();
        return holding(Holding.ordered(confidence, below, above, ascending));
    }

    /// Says that everything is asked for that these findings ask for.
    public FindingBuilder asksAll(Collection<Finding> parts) {
        parts.forEach(part -> part.holds().ifPresent(this::holding));
        return this;
    }

    private FindingBuilder holding(Holding holding) {
        holds = Optional.of(holds.map(before -> before.and(holding)).orElse(holding));
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
        boolean open = outcome == Outcome.NOT_ASSESSABLE || outcome == Outcome.NOT_APPLICABLE;
        Grade given = open ? Grade.E0 : grade;
        String why = reason + reasonForGrade;
        if (grade == standing.grade() && grade.compareTo(Grade.E2) < 0 && given != Grade.E0 && !standing.caps().isEmpty()) {
            why += " (" + grade + " at most: " + String.join("; ", standing.caps()) + ")";
        }
        return new Finding(
                criterion, subject, cell, tier, given, outcome, estimates, why, wouldSettle, timed, figures,
                open ? Optional.empty() : holds);
    }

    /// The finding that a precondition or an input is missing.
    public Finding notAssessable(String reason, String wouldSettle) {
        return outcome(Outcome.NOT_ASSESSABLE, reason, wouldSettle);
    }
}
