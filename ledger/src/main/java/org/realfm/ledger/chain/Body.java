package org.realfm.ledger.chain;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Digest;
import org.realfm.ledger.Finding;
import org.realfm.ledger.verdict.Verdict;
import org.realfm.stats.Estimate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What an entry of the ledger says. The JSON of each is published as `docs/schema/ledger-entry.schema.json`.
public sealed interface Body {

    /// The word that names this kind in the file.
    String kind();

    /// Its members.
    ObjectNode json();

    /// What will be done, locked before results are seen.
    ///
    /// @param study    of the study file
    /// @param plan     of the analysis plan derived from it
    /// @param subjects that are to be judged
    /// @param manifest root over the digests of all cases
    record Plan(Digest study, Digest plan, List<Digest> subjects, Digest manifest) implements Body {
        public Plan {
            subjects = List.copyOf(subjects);
        }

        @Override
        public String kind() {
            return "plan";
        }

        @Override
        public ObjectNode json() {
            ObjectNode json = object();
            json.put("study", study.hex());
            json.put("plan", plan.hex());
            json.set("subjects", strings(subjects));
            json.put("manifest", manifest.hex());
            return json;
        }
    }

    /// Results of these subjects on this data set were seen under this plan. From here on the set is spent for any
    /// subject that is changed because of what was seen.
    record Unblinding(Digest plan, List<Digest> subjects, Digest manifest) implements Body {
        public Unblinding {
            subjects = List.copyOf(subjects);
        }

        @Override
        public String kind() {
            return "unblinding";
        }

        @Override
        public ObjectNode json() {
            ObjectNode json = object();
            json.put("plan", plan.hex());
            json.set("subjects", strings(subjects));
            json.put("manifest", manifest.hex());
            return json;
        }
    }

    /// One finding with all that it rests on. Figures are left out: they can be drawn again from the evidence.
    ///
    /// @param finding    what was found
    /// @param use        the intended use
    /// @param site       if the finding is about one
    /// @param manifest   root over the digests of all cases
    /// @param plan       under which it was made
    /// @param planned    when that plan was locked
    /// @param code       version of the software
    /// @param analyst    who ran it
    /// @param signatures over the finding; may be empty
    /// @param expires    when it is void, if that is known
    record Evidence(
            Finding finding,
            String use,
            Optional<String> site,
            Digest manifest,
            Digest plan,
            Instant planned,
            String code,
            String analyst,
            List<String> signatures,
            Optional<Instant> expires)
            implements Body {
        public Evidence {
            signatures = List.copyOf(signatures);
        }

        @Override
        public String kind() {
            return "finding";
        }

        @Override
        public ObjectNode json() {
            ObjectNode json = object();
            json.put("criterion", finding.criterion().value());
            finding.subject().ifPresent(subject -> json.put("subject", subject.hex()));
            json.put("use", use);
            site.ifPresent(name -> json.put("site", name));
            json.put("cell", finding.cell());
            json.put("tier", finding.tier().name());
            json.put("grade", finding.grade().name());
            json.put("outcome", finding.outcome().words());
            ArrayNode estimates = json.putArray("estimates");
            finding.estimates().forEach(estimate -> estimates.add(estimate(estimate)));
            json.put("reason", finding.reason());
            json.put("wouldSettle", finding.wouldSettle());
            finding.holds().ifPresent(holding -> json.put("holds", holding.probability()));
            json.put("timed", finding.timed());
            json.put("manifest", manifest.hex());
            json.put("plan", plan.hex());
            json.put("planned", planned.toString());
            json.put("code", code);
            json.put("analyst", analyst);
            json.set("signatures", strings(signatures));
            expires.ifPresent(instant -> json.put("expires", instant.toString()));
            return json;
        }

        private static ObjectNode estimate(Estimate estimate) {
            ObjectNode json = object();
            json.put("name", estimate.name());
            json.put("value", estimate.value());
            bound(json, "lower", estimate.lower());
            bound(json, "upper", estimate.upper());
            json.put("confidence", estimate.confidence());
            json.put("method", estimate.method());
            json.put("n", estimate.n());
            return json;
        }

        /// JSON has no infinite numbers: an end that is not bounded is left out.
        private static void bound(ObjectNode json, String end, double value) {
            if (Double.isFinite(value)) {
                json.put(end, value);
            }
        }
    }

    /// The verdict on one subject.
    record Judgement(Digest subject, String use, Optional<String> site, Verdict verdict) implements Body {
        @Override
        public String kind() {
            return "verdict";
        }

        @Override
        public ObjectNode json() {
            ObjectNode json = object();
            json.put("subject", subject.hex());
            json.put("use", use);
            site.ifPresent(name -> json.put("site", name));
            json.put("level", verdict.level().name());
            json.put("upper", verdict.upper().name());
            json.put("cap", verdict.cap().name());
            json.set("because", strings(verdict.because()));
            return json;
        }
    }

    /// A statement by a named person (SCORING 7).
    ///
    /// @param criterion          which it supports
    /// @param statement          what is stated
    /// @param name               of the person
    /// @param role               of the person
    /// @param made               on which day
    /// @param expires            on which day it is void
    /// @param conflictOfInterest in words; `none` where there is none
    /// @param falsifier          what would show it wrong
    record Attestation(
            CriterionId criterion,
            String statement,
            String name,
            String role,
            LocalDate made,
            LocalDate expires,
            String conflictOfInterest,
            String falsifier)
            implements Body {
        public Attestation {
            if (statement.isBlank() || name.isBlank() || role.isBlank() || falsifier.isBlank()) {
                throw new IllegalArgumentException(
                        criterion + ": an attestation has a statement, a name, a role and what would show it wrong");
            }
            if (!expires.isAfter(made)) {
                throw new IllegalArgumentException(
                        criterion + ": an attestation of " + made + " cannot expire on " + expires);
            }
        }

        @Override
        public String kind() {
            return "attestation";
        }

        @Override
        public ObjectNode json() {
            ObjectNode json = object();
            json.put("criterion", criterion.value());
            json.put("statement", statement);
            json.put("name", name);
            json.put("role", role);
            json.put("made", made.toString());
            json.put("expires", expires.toString());
            json.put("conflictOfInterest", conflictOfInterest);
            json.put("falsifier", falsifier);
            return json;
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ArrayNode strings(Collection<?> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> array.add(value.toString()));
        return array;
    }
}
