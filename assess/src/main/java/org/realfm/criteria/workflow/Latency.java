package org.realfm.criteria.workflow;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.run.Card;
import org.realfm.run.Criterion;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.SubjectEvidence;
import org.realfm.run.Timing;
import org.realfm.stats.Estimate;
import org.realfm.stats.Mean;
import org.realfm.stats.Proportion;
import org.realfm.stats.Quantiles;
import org.realfm.study.Study;

/// `flow.performance.latency_throughput`: do results arrive in time under peak arrivals?
///
/// Single requests are timed from file to result; [OpenLoop] then lets patients arrive at random at the declared peak rate
/// and charges each for the time it waits, in virtual time.
public final class Latency implements Criterion.OfSubject {

    static final Card.Threshold P95 = new Card.Threshold(
            "largest 95th percentile, in budgets", 1, Card.Basis.DERIVED);
    static final Card.Threshold P99 = new Card.Threshold(
            "largest 99th percentile, in budgets", 2, Card.Basis.DERIVED);

    static final Card.Threshold BUSY = new Card.Threshold(
            "largest share of the time that the machine is busy at the peak", 1, Card.Basis.DERIVED);

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("flow.performance.latency_throughput")),
            "2,000 single requests are timed one after the other, from the first byte of the file to the result. The measured"
                    + " service times are replayed in their order against Poisson arrivals at the declared peak rate, open"
                    + " loop, through one server by Lindley's recursion, so that a request waits for those before it; 20"
                    + " independent arrival streams. Percentiles of waiting and service together, the share later than the"
                    + " budget, the highest arrival rate that keeps to the budget (saturation knee), and the cold start."
                    + " Memory over an 8-hour soak is not part of it.",
            "Order-statistic intervals of the percentiles; over the arrival streams the lowest lower and the highest upper end"
                    + " and the median estimate. The t interval of the utilisation.",
            "Met if the upper limit of the 95th percentile is within the budget, that of the 99th within twice the budget, and"
                    + " the machine is busy less than all of the time; not met if a lower limit is beyond.",
            List.of(P95, P99, BUSY),
            List.of(
                    "David & Nagaraja 2003, Order Statistics",
                    "Lindley 1952 doi:10.1017/S0305004100027638",
                    "Schroeder 2006, NSDI (open and closed load models)"),
            "Averages from a closed loop; a queue that never drains on Monday.");

    private static final int REQUESTS = 2_000;
    private static final int REQUESTS_WITHOUT_BUDGET = 400;
    private static final double CONFIDENCE = 0.95;

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public int timedRequests(Study study) {
        return study.limits().latency().isPresent() ? REQUESTS : REQUESTS_WITHOUT_BUDGET;
    }

    @Override
    public List<Finding> assess(SubjectEvidence evidence) {
        FindingBuilder finding = evidence.finding(CARD);
        Optional<Timing> timing = evidence.timing().filter(timed -> !timed.service().isEmpty());
        if (timing.isEmpty()) {
            return List.of(finding.notAssessable(
                    "No request was timed: " + (evidence.interactive()
                            ? "the run measured no single requests."
                            : "the model is known by its predictions only."),
                    "Supply the model itself (onnx), and declare the time budget and the peak rate (use: latency)."));
        }
        double[] service = timing.get().service().stream().mapToDouble(Double::doubleValue).toArray();
        finding.timed().cappedAt(Grade.E2, "measured on this machine, not in the site's service");
        finding.estimate(Estimate.exact("cold start, seconds", timing.get().coldStart(), 1));
        for (double q : new double[] {0.5, 0.95, 0.99}) {
            finding.estimate(Quantiles.interval(percentile("service", q), service, q, CONFIDENCE));
        }
        return List.of(evidence.about()
                .study()
                .limits()
                .latency()
                .map(budget -> judged(finding, service, budget, evidence.seed(CARD, 0)))
                .orElseGet(() -> finding.notAssessable(
                        "No time budget is declared; one request takes " + seconds(Quantiles.of(service, 0.5))
                                + " s in the middle and " + seconds(Quantiles.of(service, 0.95))
                                + " s at the 95th percentile (" + service.length + " requests).",
                        "Declare the budget in seconds and the arrivals an hour at the peak (use: latency).")));
    }

    private static Finding judged(FindingBuilder finding, double[] service, Study.Latency budget, long seed) {
        OpenLoop loop = new OpenLoop(service, seed);
        double rate = budget.arrivalsPerHour() / 3600;
        Estimate p50 = loop.percentile("p50, seconds", rate, 0.5, CONFIDENCE);
        Estimate p95 = loop.percentile("p95, seconds", rate, 0.95, CONFIDENCE);
        Estimate p99 = loop.percentile("p99, seconds", rate, 0.99, CONFIDENCE);
        double knee = loop.knee(budget.seconds() * P95.value(), budget.seconds() * P99.value());
        Estimate utilisation = Mean.of(
                "utilisation at the peak", Arrays.stream(service).map(seconds -> rate * seconds).toArray(), CONFIDENCE);
        double[] sojourn = loop.sojourn(rate, 0);
        long late = Arrays.stream(sojourn).filter(s -> s > budget.seconds()).count();
        Outcome outcome = Decision.all(List.of(
                Decision.atMost(p95, P95.value() * budget.seconds()),
                Decision.atMost(p99, P99.value() * budget.seconds()),
                Decision.atMost(utilisation, BUSY.value())));
        finding.estimate(p50)
                .estimate(p95)
                .estimate(p99)
                .estimate(Proportion.wilson("share later than the budget", late, sojourn.length, CONFIDENCE))
                .estimate(utilisation)
                .estimate(Estimate.exact("arrivals an hour that keep to the budget", 3600 * knee, service.length))
                .figure(loop.figure(rate, budget.seconds()));
        String reason = String.format(
                Locale.ROOT,
                "At %.0f arrivals an hour the 95th percentile is %s s (up to %s) against a budget of %s s, the 99th %s s (up to"
                        + " %s) against %s s; the machine is busy %.1f%% of the time and keeps to the budget up to %.0f"
                        + " arrivals an hour (%d requests timed).",
                budget.arrivalsPerHour(), seconds(p95.value()), seconds(p95.upper()), seconds(budget.seconds()),
                seconds(p99.value()), seconds(p99.upper()), seconds(2 * budget.seconds()), 100 * utilisation.value(), 3600 * knee,
                service.length);
        return finding.outcome(outcome, reason, settle(outcome, service.length));
    }

    private static String settle(Outcome outcome, int requests) {
        return switch (outcome) {
            case MET -> "";
            case NOT_MET -> "Use a faster machine or several, or a smaller model; or plan for fewer arrivals.";
            default -> requests < REQUESTS
                    ? "Time " + (REQUESTS - requests) + " more requests."
                    : "Run where the machine is quieter, or closer to the site's hardware.";
        };
    }

    static String percentile(String what, double q) {
        return String.format(Locale.ROOT, "%s p%.0f, seconds", what, 100 * q);
    }

    static String seconds(double value) {
        return Double.isInfinite(value) ? "unbounded" : String.format(Locale.ROOT, "%.3g", value);
    }
}
