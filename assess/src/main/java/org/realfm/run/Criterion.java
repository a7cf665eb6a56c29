package org.realfm.run;

import java.util.List;
import java.util.stream.Stream;
import org.realfm.ledger.Finding;
import org.realfm.study.Cohort;
import org.realfm.study.Study;

/// One question of the catalogue. A criterion never calls a model: it declares what it wants shown, and judges what was
/// seen. It is pure: the same evidence and seed give the same findings, whatever the number of threads.
public sealed interface Criterion {

    /// What it asks and how it answers.
    Card card();

    /// A question about the cohort, answered once for all subjects.
    non-sealed interface OfCohort extends Criterion {
        /// Judges the cohort.
        ///
        /// @return at least one finding
        List<Finding> assess(CohortEvidence evidence);
    }

    /// A question about one subject.
    non-sealed interface OfSubject extends Criterion {
        /// What it wants shown, beside the cases of the evaluation and tuning parts, which are always shown as they are.
        default Stream<Stimulus> stimuli(Study study, Cohort cohort) {
            return Stream.empty();
        }

        /// How many single requests, one after the other, it wants timed from file to result.
        default int timedRequests(Study study) {
            return 0;
        }

        /// Judges one subject.
        ///
        /// @return at least one finding
        List<Finding> assess(SubjectEvidence evidence);

        /// Holds something against what the other criteria found, the cohort's included, after all of them.
        default List<Finding> reconcile(SubjectEvidence evidence, List<Finding> others) {
            return List.of();
        }
    }
}
