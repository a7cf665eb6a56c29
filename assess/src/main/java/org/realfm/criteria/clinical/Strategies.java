package org.realfm.criteria.clinical;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.NetBenefit;

/// What one could do instead of acting on the model.
///
/// @param benefit the model against all of them
/// @param others  strategies with risks of their own, by name
/// @param left    what could not be compared, and why
record Strategies(NetBenefit benefit, SequencedMap<String, NetBenefit> others, List<String> left) {

    static Strategies of(SubjectEvidence evidence, Decisions decisions) {
        NetBenefit model = weighted(NetBenefit.of(decisions.risk(), decisions.truth()), decisions);
        SequencedMap<String, NetBenefit> others = new LinkedHashMap<>();
        Alternatives alternatives = Alternatives.of(evidence, decisions.rows());
        alternatives.risks().forEach((name, risk) ->
                others.put(name, weighted(NetBenefit.of(risk, decisions.truth()), decisions)));
        for (double[] risk : alternatives.risks().values()) {
            model = model.against(risk);
        }
        return new Strategies(model, others, alternatives.left());
    }

    /// All strategies, for a sentence.
    List<String> names() {
        List<String> names = new ArrayList<>(List.of("treating all", "treating none"));
        names.addAll(others.keySet());
        return names;
    }

    private static NetBenefit weighted(NetBenefit benefit, Decisions decisions) {
        return decisions.weight().length == 0 ? benefit : benefit.weightedBy(decisions.weight());
    }
}
