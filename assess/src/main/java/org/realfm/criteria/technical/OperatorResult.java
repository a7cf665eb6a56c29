package org.realfm.criteria.technical;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.realfm.imaging.interventions.Corruption;
import org.realfm.imaging.interventions.Corruption.Kind;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Decision;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.study.Cohort;
import org.realfm.study.Study;

/// What one kind of corruption does to performance.
///
/// @param kind      what is degraded
/// @param curves    each measure at severity 0, 1, ..., 5
/// @param breakdown the earliest breakdown severity over the measures that have a floor
/// @param breaks    the measure that breaks first; empty where none is seen to break
/// @param films     how bad the films are by themselves
/// @param retention AUROC retained at severity 1, ..., 5
/// @param relative  relative corruption error
/// @param influence of the cases on the measure that breaks first, about where it breaks
/// @param failed    the largest number of films of one severity on which the model failed
record OperatorResult(
        Kind kind,
        Map<FloorMeasure, List<Estimate>> curves,
        Estimate breakdown,
        Optional<FloorMeasure> breaks,
        NaturalSeverity films,
        List<Estimate> retention,
        Optional<Estimate> relative,
        Influence influence,
        long failed) {

    static OperatorResult of(Study study, CorruptionCurves all, NaturalSeverity films, Kind kind) {
        List<FloorMeasure> floored = FloorMeasure.of(study);
        double looks = (double) floored.size() * Kind.values().length;
        double simultaneous = 1 - (1 - CorruptionCurves.CONFIDENCE) / looks;
        Map<FloorMeasure, List<Estimate>> curves = new EnumMap<>(FloorMeasure.class);
        for (FloorMeasure measure : FloorMeasure.values()) {
            curves.put(measure, all.curve(kind, measure, CorruptionCurves.CONFIDENCE));
        }
        List<Estimate> breakdowns = floored.stream()
                .map(measure -> Breakdown.severity(
                        curves.getOrDefault(measure, List.of()), all.curve(kind, measure, simultaneous), measure.floor(study)))
                .toList();
        Estimate earliest = Breakdown.earliest(breakdowns);
        Optional<FloorMeasure> first = earliest.value() < NaturalSeverity.GROSSEST
                ? IntStream.range(0, floored.size())
                        .filter(m -> breakdowns.get(m).value() == earliest.value())
                        .mapToObj(floored::get)
                        .findFirst()
                : Optional.empty();
        return new OperatorResult(
                kind,
                curves,
                earliest,
                first,
                films,
                all.retention().getOrDefault(kind, List.of()),
                Optional.ofNullable(all.relativeError().get(kind)),
                first.orElse(floored.getFirst()).influence(all.about(kind, earliest.value())),
                all.failed(kind));
    }

    /// The 99th percentile of natural severity, an upper bound; empty where it cannot be measured.
    private OptionalDouble natural() {
        return films.of(kind);
    }

    /// The name of its cell.
    String cell() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /// The rule of the card.
    Outcome outcome() {
        if (Decision.atLeast(breakdown, Corruptions.SLIGHT.value()) == Outcome.NOT_MET) {
            return Outcome.NOT_MET;
        }
        return Decision.atLeast(breakdown, needed()) == Outcome.MET
                ? Outcome.MET
                : Outcome.INCONCLUSIVE;
    }

    /// The severity that performance must withstand.
    private double needed() {
        double slight = Corruptions.SLIGHT.value();
        return Math.max(slight, natural().orElse(slight));
    }

    /// `1.2 (0.8 to 2.0)`, or in words where no break was seen.
    String where() {
        if (breakdown.lower() >= NaturalSeverity.GROSSEST) {
            return "no break up to severity 5";
        }
        return String.format(
                Locale.ROOT,
                "%s%.1f (%.1f to %s)",
                breaks.isPresent() ? "" : "beyond ",
                breakdown.value(),
                breakdown.lower(),
                Double.isInfinite(breakdown.upper()) ? "beyond 5" : String.format(Locale.ROOT, "%.1f", breakdown.upper()));
    }

    private String ofFilms() {
        return natural().isEmpty()
                ? "how bad films naturally are could not be measured, so severity 1 is held against it"
                : natural().getAsDouble() > NaturalSeverity.GROSSEST
                        ? "the films themselves differ by more than severity 5 (anatomy included)"
                        : String.format(
                                Locale.ROOT,
                                "the films themselves reach severity %.1f at the 99th percentile (anatomy included)",
                                natural().getAsDouble());
    }

    Finding finding(SubjectEvidence evidence) {
        Outcome outcome = outcome();
        List<Estimate> numbers = new ArrayList<>(List.of(breakdown));
        natural().ifPresent(p99 -> {
            if (p99 <= NaturalSeverity.GROSSEST) {
                numbers.add(Estimate.exact("natural severity, 99th percentile, at most", p99, films.films()));
            }
        });
        numbers.addAll(retention);
        relative.ifPresent(numbers::add);
        String reason = String.format(
                Locale.ROOT,
                "Breakdown severity: %s%s; %s. Severity 1 is %s.%s",
                where(),
                breaks.map(measure -> ", where " + measure.label() + " falls below its floor").orElse(""),
                ofFilms(),
                slight(evidence.about().cohort()),
                failed > 0 ? " The model failed on up to " + failed + " films of one severity." : "");
        return evidence.finding(Corruptions.CARD)
                .cell(cell())
                .estimates(numbers)
                .figure(figure(evidence.about().study()))
                .asksAtLeast(breakdown, needed(), influence)
                .outcome(outcome, reason, settle(outcome));
    }

    /// The parameter of severity 1, on films or on volumes.
    private String slight(Cohort cohort) {
        Corruption slight = new Corruption(kind, 1);
        return cohort.columns().volumes()
                ? slight.ofVolume().operator().label(1) + " (" + slight.ofVolume().operator().quantity() + ")"
                : String.format(Locale.ROOT, "%.3g (%s)", slight.parameter(films.shorterSide()), slight.unit());
    }

    private String settle(Outcome outcome) {
        return switch (outcome) {
            case NOT_MET -> breakdown.upper() == 0
                    ? "Make the model keep to its floors on films as they are first."
                    : String.format(
                            Locale.ROOT,
                            "Train on such films, or measure the quality of each film and refuse those worse than severity"
                                    + " %.1f.",
                            breakdown.lower());
            case INCONCLUSIVE -> breakdown.lower() >= Corruptions.SLIGHT.value()
                    ? String.format(
                            Locale.ROOT,
                            "Measure this artefact on phantoms or by the devices' own indices, which do not see anatomy, to"
                                    + " learn whether severity %.1f occurs.",
                            breakdown.lower())
                    : "Show more cases (limits: cases-per-probe), or make the model steadier against this artefact.";
            default -> "";
        };
    }

    private Figure figure(Study study) {
        return new Figure(
                Figure.Kind.LINE,
                "corruption",
                "Performance by severity of " + cell(),
                new Figure.Axis("severity", 0, NaturalSeverity.GROSSEST),
                Figure.Axis.unit("performance"),
                curves.entrySet().stream().map(e -> series(e.getKey().label(), e.getValue())).toList(),
                FloorMeasure.of(study).stream()
                        .map(measure -> new Figure.Mark("floor of " + measure.label(), measure.floor(study)))
                        .toList());
    }

    /// A curve over severities 0 to 5, with its band.
    static Figure.Series series(String name, List<Estimate> curve) {
        return Figure.Series.band(
                name,
                IntStream.range(0, curve.size()).mapToObj(s -> (double) s).toList(),
                curve.stream().map(Estimate::value).toList(),
                curve.stream().map(Estimate::lower).toList(),
                curve.stream().map(Estimate::upper).toList());
    }
}
