package org.realfm.assess;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.realfm.ledger.Grade;
import org.realfm.ledger.verdict.Circumstances;
import org.realfm.ledger.verdict.Circumstances.Fact;
import org.realfm.run.Standing;
import org.realfm.study.Cohort;
import org.realfm.study.CohortSpec;
import org.realfm.study.CohortSpec.Sampling;
import org.realfm.study.Split;
import org.realfm.study.Study;

/// How good a measurement on a cohort can be, by the rules of CRITERIA 0.2 that can be seen before any result.
final class Standings {

    /// Above this share of unusable rows, measurements are held at E1 (CRITERIA, data.quality.image).
    private static final double UNUSABLE = 0.05;

    private Standings() {}

    /// The standing of measurements on this cohort.
    static Standing of(Study study, Cohort cohort) {
        CohortSpec spec = study.cohort();
        List<String> caps = new ArrayList<>();
        if (!cohort.columns().patientsDeclared()) {
            caps.add("no patient identifiers, so one patient a case was assumed");
        }
        if (cohort.rows(Split.DEVELOPMENT).length == 0) {
            caps.add("the development cases are not in the table, so nobody can check that patients are disjoint");
        }
        long unusable = cohort.quarantine().size();
        if (unusable > UNUSABLE * (cohort.size() + unusable)) {
            caps.add(unusable + " of " + (cohort.size() + unusable) + " inputs could not be used");
        }
        if (!caps.isEmpty()) {
            return new Standing(Grade.E1, caps);
        }
        long external = externalSites(spec, cohort);
        if (external >= 2 && spec.independent()) {
            return new Standing(Grade.E3, List.of());
        }
        return new Standing(Grade.E2, List.of());
    }

    /// The facts of a study that bear on a verdict and that no finding carries.
    static Circumstances circumstances(Study study, Cohort cohort) {
        CohortSpec spec = study.cohort();
        Circumstances circumstances =
                Circumstances.NONE.withExternalSites(Math.toIntExact(externalSites(spec, cohort)));
        boolean enriched = spec.sampling()
                .filter(how -> how == Sampling.ENRICHED || how == Sampling.CASE_CONTROL)
                .isPresent();
        return enriched && spec.weight().isEmpty()
                ? circumstances.with(Fact.ENRICHED_WITHOUT_WEIGHTS)
                : circumstances;
    }

    /// How many sites of the evaluation part the developer did not use; 0 where that is not known.
    static long externalSites(CohortSpec spec, Cohort cohort) {
        if (spec.developerSites().isEmpty() || !cohort.hasSites()) {
            return 0;
        }
        List<String> own = spec.developerSites().get();
        return Arrays.stream(cohort.rows(Split.EVALUATE))
                .map(row -> cohort.columns().site()[row])
                .filter(site -> site >= 0)
                .distinct()
                .filter(site -> !own.contains(cohort.columns().sites().get(site)))
                .count();
    }
}
