package org.realfm.criteria.technical;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.realfm.run.SubjectEvidence;
import org.realfm.study.Cohort;

/// The sites of the evaluation part, seen from the developer.
///
/// @param cases          the evaluated cases, those that failed included
/// @param names          names of all sites of the cohort
/// @param siteOf         for each case the index of its site, -1 where unknown
/// @param external       indices of the sites that the developer did not use, or of all where that is not known
/// @param developerKnown whether it is known which sites the developer used
@SuppressWarnings("ArrayRecordComponent")
record Sites(ScoredCases cases, List<String> names, int[] siteOf, List<Integer> external, boolean developerKnown) {

    static Sites of(SubjectEvidence evidence) {
        Cohort.Columns columns = evidence.about().cohort().columns();
        ScoredCases cases = ScoredCases.of(evidence, evidence.evaluation());
        int[] siteOf = Arrays.stream(cases.rows()).map(row -> columns.site()[row]).toArray();
        Optional<List<String>> developers = evidence.about().study().cohort().developerSites();
        List<Integer> external = Arrays.stream(siteOf)
                .filter(site -> site >= 0)
                .filter(site -> developers.isEmpty() || !developers.get().contains(columns.sites().get(site)))
                .sorted()
                .distinct()
                .boxed()
                .toList();
        return new Sites(cases, columns.sites(), siteOf, external, developers.isPresent());
    }

    /// The cases of one site.
    ScoredCases at(int site) {
        return where(of -> of == site);
    }

    /// What a site is held against: the cases of the developer's sites, or of all others where those are not known; may
    /// be empty.
    ScoredCases internal(int site) {
        return where(of -> of >= 0 && (developerKnown ? !external.contains(of) : of != site));
    }

    private ScoredCases where(IntPredicate site) {
        return cases.at(IntStream.range(0, siteOf.length)
                .filter(i -> site.test(siteOf[i]))
                .toArray());
    }

    /// How many evaluated cases name no site.
    long unknown() {
        return Arrays.stream(siteOf).filter(site -> site < 0).count();
    }

    /// How each external site fares, in the order of their names.
    List<SiteResult> results(SubjectEvidence evidence, int replicates) {
        return external.stream()
                .map(site -> SiteResult.of(evidence, this, site, replicates))
                .toList();
    }
}
