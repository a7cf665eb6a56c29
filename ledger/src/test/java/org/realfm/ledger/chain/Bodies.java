package org.realfm.ledger.chain;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Digest;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.IntendedUse.Autonomy;
import org.realfm.ledger.IntendedUse.Risk;
import org.realfm.ledger.IntendedUse.Task;
import org.realfm.ledger.OperatingPoint;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Tier;
import org.realfm.ledger.verdict.VerdictEngine;
import org.realfm.stats.Estimate;

/// One body of each kind, and ledgers made of them.
final class Bodies {

    static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    static final InstantSource CLOCK = InstantSource.fixed(NOON);

    private static final Digest SUBJECT = Digest.of("subject");
    private static final Digest MANIFEST = Digest.of("manifest");
    private static final Digest PLAN = Digest.of("plan");

    private Bodies() {}

    static Body.Plan plan() {
        return new Body.Plan(Digest.of("study"), PLAN, List.of(SUBJECT), MANIFEST);
    }

    static Body.Unblinding unblinding() {
        return new Body.Unblinding(PLAN, List.of(SUBJECT), MANIFEST);
    }

    /// A finding whose reason is this text.
    static Body.Evidence finding(String reason) {
        return finding(reason, new Estimate("sensitivity", 0.89, 0.856, 0.917, 0.95, "Wilson", 400));
    }

    static Body.Evidence finding(String reason, Estimate estimate) {
        Finding finding = new Finding(
                new CriterionId("tech.discrimination.operating_point"),
                Optional.of(SUBJECT),
                "sex=F",
                Tier.GATE,
                Grade.E2,
                Outcome.MET,
                List.of(estimate),
                reason,
                "nothing",
                false,
                List.of());
        return new Body.Evidence(
                finding,
                "triage",
                Optional.of("H"),
                MANIFEST,
                PLAN,
                NOON,
                "0.1.0",
                "A. Analyst",
                List.of("a signature"),
                Optional.of(NOON.plusSeconds(1)));
    }

    static Body.Judgement judgement() {
        IntendedUse use = new IntendedUse(
                "triage", "?", Task.CLASSIFICATION, Autonomy.A1, Risk.R2, new OperatingPoint.Threshold(0.5),
                Map.of(), Map.of(), List.of(), Optional.of("H"));
        return new Body.Judgement(SUBJECT, "triage", Optional.of("H"), VerdictEngine.judge(List.of(), use));
    }

    static Body.Attestation attestation() {
        return new Body.Attestation(
                new CriterionId("resp.docs.regulatory_map"),
                "Every hazard has a control",
                "B. Tester",
                "safety officer",
                LocalDate.of(2026, 11, 24),
                LocalDate.of(2027, 11, 24),
                "none",
                "a hazard without a control");
    }

    static List<Body> each() {
        return List.of(plan(), unblinding(), finding("0.89 is at least 0.85."), judgement(), attestation());
    }

    /// The identities of entries.
    static List<Digest> digests(List<Entry> entries) {
        return entries.stream().map(Entry::digest).toList();
    }

    /// A closed ledger with one entry of each kind.
    static List<Entry> write(Path path) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (Ledger ledger = Ledger.open(path, CLOCK)) {
            for (Body body : each()) {
                entries.add(ledger.append(body));
            }
        }
        return entries;
    }
}
