package org.realfm.assess;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.realfm.ledger.Finding;
import org.realfm.run.CohortEvidence;
import org.realfm.run.Criterion;
import org.realfm.run.Progress;
import org.realfm.run.SubjectEvidence;

/// Puts every criterion's question to the evidence. Some are judged at once, since a criterion is pure and its randomness is
/// seeded by its name; findings come in the order of the criteria.
///
/// @param threads how many criteria are judged at once
record Judging(List<Criterion> criteria, int threads, Progress progress) {

    List<Finding> ofCohort(CohortEvidence evidence) {
        return each(criterion -> criterion instanceof Criterion.OfCohort question ? question.assess(evidence) : List.of());
    }

    List<Finding> ofSubject(SubjectEvidence evidence) {
        return each(criterion -> criterion instanceof Criterion.OfSubject question ? question.assess(evidence) : List.of());
    }

    /// A model that failed too often is not judged.
    List<Finding> ofStopped(SubjectEvidence evidence, String why) {
        return each(criterion -> criterion instanceof Criterion.OfSubject question
                ? List.of(evidence.finding(question.card())
                        .notAssessable(
                                "The model was stopped before it had seen everything: " + why + ".",
                                "Repair the model or the way to it, and assess with --fresh."))
                : List.of());
    }

    /// What criteria hold against what others found, after all of them.
    List<Finding> reconciled(SubjectEvidence evidence, List<Finding> findings) {
        return criteria.stream()
                .flatMap(criterion -> criterion instanceof Criterion.OfSubject question
                        ? question.reconcile(evidence, findings).stream()
                        : Stream.empty())
                .toList();
    }

    private List<Finding> each(Function<Criterion, List<Finding>> judge) {
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<List<Finding>>> judged = criteria.stream()
                    .map(criterion -> workers.submit(() -> judge.apply(criterion)))
                    .toList();
            try {
                List<Finding> findings = new ArrayList<>();
                for (Future<List<Finding>> one : judged) {
                    findings.addAll(one.get());
                    progress.done(1);
                }
                return findings;
            } catch (ExecutionException e) {
                workers.shutdownNow();
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                workers.shutdownNow();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the judging was interrupted; run again", e);
            }
        }
    }
}
