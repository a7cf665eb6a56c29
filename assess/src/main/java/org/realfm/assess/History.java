package org.realfm.assess;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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

    /// Results of these scorers, as these subjects, were seen on this data.
    record Seen(Digest manifest, Set<Digest> scorers, Set<Digest> subjects) {}

    /// Reads it from a ledger.
    static History of(List<Entry> entries) {
        Map<Digest, Set<Digest>> scorersOfPlan = new HashMap<>();
        List<Seen> seen = new ArrayList<>();
        for (Entry entry : entries) {
            JsonNode body = entry.body();
            if (entry.kind().equals("plan")) {
                scorersOfPlan.put(digest(body.get("plan")), digests(body.get("subjects")));
            } else if (entry.kind().equals("unblinding")) {
                seen.add(new Seen(
                        digest(body.get("manifest")),
                        scorersOfPlan.getOrDefault(digest(body.get("plan")), Set.of()),
                        digests(body.get("subjects"))));
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

    /// How good a measurement of this subject on this data can still be.
    Standing standing(Standing standing, Subject subject, Digest manifest) {
        List<Seen> onThisData =
                seen.stream().filter(each -> each.manifest.equals(manifest)).toList();
        boolean otherThreshold = onThisData.stream()
                .anyMatch(each -> each.scorers.contains(subject.scorer())
                        && !each.subjects.contains(subject.digest()));
        if (otherThreshold) {
            return standing.cappedAt(
                    Grade.E1,
                    "results of this model on these data were seen before under another threshold or name, so its"
                            + " threshold was not locked");
        }
        boolean otherVersion = onThisData.stream().anyMatch(each -> !each.scorers.contains(subject.scorer()));
        return otherVersion && standing.grade().compareTo(Grade.E2) > 0
                ? standing.cappedAt(Grade.E2, "these data were seen before with another version, so they are spent")
                : standing;
    }
}
