package org.realfm.assess;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.realfm.ledger.Digest;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Subject;
import org.realfm.ledger.chain.Entry;
import org.realfm.run.Standing;
import tools.jackson.databind.JsonNode;

/// What earlier runs in the same ledger have seen: results once seen cannot be unseen (CRITERIA 0.8, SCORING 6).
///
/// @param seen the unblindings so far
record History(List<Seen> seen) {

    /// Results of these scorers, as these subjects, were seen on this data under this study file.
    record Seen(Digest study, Digest manifest, Set<Digest> scorers, Set<Digest> subjects) {}

    /// Reads it from a ledger.
    static History of(List<Entry> entries) {
        Map<Digest, JsonNode> plans = new HashMap<>();
        List<Seen> seen = new ArrayList<>();
        for (Entry entry : entries) {
            JsonNode body = entry.body();
            if (entry.kind().equals("plan")) {
                plans.put(digest(body.get("plan")), body);
            } else if (entry.kind().equals("unblinding")) {
                JsonNode plan = plans.get(digest(body.get("plan")));
                if (plan != null) {
                    seen.add(new Seen(
                            digest(plan.get("study")),
                            digest(body.get("manifest")),
                            digests(plan.get("subjects")),
                            digests(body.get("subjects"))));
                }
            }
        }
        return new History(seen);
    }

    private static Digest digest(JsonNode node) {
        return new Digest(node.stringValue());
    }

    private static Set<Digest> digests(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(History::digest)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Whether results of this subject's model on this data were seen before with its threshold elsewhere, so that the
    /// threshold was not fixed before.
    boolean thresholdChosenAfter(Subject subject, Digest manifest) {
        return onData(manifest)
                .anyMatch(each ->
                        each.scorers.contains(subject.scorer()) && !each.subjects.contains(subject.digest()));
    }

    /// How good a measurement of this subject on this data can still be, under this study file.
    Standing standing(Standing standing, Subject subject, Digest manifest, Digest study) {
        if (standing.grade().compareTo(Grade.E2) <= 0) {
            return standing;
        }
        if (onData(manifest).anyMatch(each -> !each.scorers.contains(subject.scorer()))) {
            return standing.cappedAt(Grade.E2, "these data were seen before with another version, so they are spent");
        }
        return onData(manifest).anyMatch(each -> !each.study.equals(study))
                ? standing.cappedAt(
                        Grade.E2, "these data were seen before under another study file, so the plan was not locked")
                : standing;
    }

    private Stream<Seen> onData(Digest manifest) {
        return seen.stream().filter(each -> each.manifest.equals(manifest));
    }
}
