package org.realfm.criteria.clinical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.run.Card;
import org.realfm.run.CohortEvidence;
import org.realfm.run.Criterion;
import org.realfm.run.FindingBuilder;
import org.realfm.stats.Estimate;
import org.realfm.study.Cohort;
import org.realfm.study.Split;
import org.realfm.study.Study.Document;

/// `clin.samplesize.plan`: was the study planned for the precision that the decision needs, and is it as large as planned?
public final class SampleSizePlan implements Criterion.OfCohort {

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("clin.samplesize.plan")),
            "From the plan's own assumptions, patients are computed again for O/E, n = (1 - phi)/(phi SE(ln O/E)^2); for the"
                    + " calibration slope from the assumed distribution of logit(risk); for the AUROC by Newcombe's standard"
                    + " error; for sensitivity and specificity by the inverted Wilson interval; for each planned subgroup; all"
                    + " times the design effect 1 + (m - 1) rho. Then the probability that a study of the planned size shows"
                    + " all floors to be met, by 2,000 simulations. Format of the plan: docs/plan-file.md.",
            "Least and most over a grid of assumptions: prevalence x 0.8 to 1.2, sensitivity and specificity +-0.03.",
            "Met if the plan is complete, plans at least the patients and the positives that its own precision takes, and the"
                    + " evaluated patients, positives, negatives and subgroups reach the plan and that precision; not met if"
                    + " one of these fails. E2 if it was locked no later than the first case, by two dates that can be read,"
                    + " E3 if a named statistician independent of the developer reviewed it too, otherwise E1.",
            List.of(),
            List.of(
                    "Riley 2021 doi:10.1002/sim.9025",
                    "Riley 2024 doi:10.1136/bmj-2023-074821",
                    "Riley 2022 doi:10.1002/sim.9275",
                    "Snell 2021 doi:10.1016/j.jclinepi.2021.02.011",
                    "Newcombe 2006 doi:10.1002/sim.2324"),
            "40 positives and a claim to two decimals.");

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Finding> assess(CohortEvidence evidence) {
        return List.of(Optional.ofNullable(evidence.study().documents().get("plan"))
                .map(document -> judge(evidence, document))
                .orElseGet(() -> unplanned(evidence)));
    }

    /// Who is evaluated.
    private record Achieved(Cohort cohort) {

        long patients() {
            return count(row -> true);
        }

        long positives() {
            return count(row -> cohort.columns().truth()[row] == 1);
        }

        long negatives() {
            return count(row -> cohort.columns().truth()[row] == 0);
        }

        /// Patients of a subgroup such as `sex=F`; none if the study declares no such group.
        long subgroup(String cell) {
            return cohort.columns().groups().stream()
                    .mapToLong(grouping -> IntStream.range(0, grouping.labels().size())
                            .filter(label -> grouping.cell(label).equals(cell))
                            .mapToLong(label -> count(row -> grouping.of()[row] == label))
                            .sum())
                    .sum();
        }

        private long count(IntPredicate counted) {
            return Arrays.stream(cohort.rows(Split.EVALUATE))
                    .filter(counted)
                    .map(row -> cohort.columns().patient()[row])
                    .distinct()
                    .count();
        }
    }

    private static Finding unplanned(CohortEvidence evidence) {
        FindingBuilder finding = evidence.finding(CARD);
        Achieved achieved = new Achieved(evidence.cohort());
        String remedy = "Write a plan (docs/plan-file.md), lock it before the data come in, and name it in the study"
                + " (documents: plan).";
        if (achieved.positives() == 0 || achieved.positives() >= achieved.patients()) {
            return finding.notAssessable("There is no sample-size plan, and only one class is evaluated.", remedy);
        }
        Map<String, Double> floors = evidence.study().use().floors();
        StudyPlan usual = StudyPlan.unwritten(
                (double) achieved.positives() / achieved.patients(),
                expected(floors, "auroc"),
                expected(floors, "sensitivity"),
                expected(floors, "specificity"));
        RequiredSize size = RequiredSize.of(usual);
        return finding.estimates(size.estimates())
                .figure(figure(size, achieved.patients()))
                .notAssessable(
                        String.format(
                                Locale.ROOT,
                                "There is no sample-size plan. At the prevalence seen here and results half way between the"
                                        + " floors and 1, the usual precision takes %d patients (%s); %d were evaluated, %d"
                                        + " with the condition.",
                                size.patients(), size.binding(), achieved.patients(), achieved.positives()),
                        remedy);
    }

    /// Half way from the floor to 1; 0.9 without a floor.
    private static double expected(Map<String, Double> floors, String metric) {
        return Math.clamp((1 + floors.getOrDefault(metric, 0.8)) / 2, 0.55, 0.99);
    }

    private static Finding judge(CohortEvidence evidence, Document document) {
        FindingBuilder finding = evidence.finding(CARD);
        StudyPlan plan = StudyPlan.read(document.content());
        if (!plan.faults().isEmpty()) {
            return finding.gradedAs(Grade.E1)
                    .outcome(
                            Outcome.NOT_MET,
                            "The plan is incomplete: " + String.join("; ", plan.faults()) + ".",
                            "Complete the plan (docs/plan-file.md).");
        }
        RequiredSize size = RequiredSize.of(plan);
        Achieved achieved = new Achieved(evidence.cohort());
        Map<String, Double> floors = evidence.study().use().floors();
        finding.gradedAs(plan.independentReview() && plan.lockedBeforeData()
                        ? Grade.E3
                        : plan.lockedBeforeData() ? Grade.E2 : Grade.E1)
                .estimate(RequiredSize.overGrid(plan))
                .estimates(size.estimates())
                .estimate(Estimate.exact("patients planned", plan.patients(), plan.patients()))
                .estimate(Estimate.exact("patients evaluated", achieved.patients(), achieved.patients()))
                .estimate(Estimate.exact("positives evaluated", achieved.positives(), achieved.positives()))
                .figure(figure(size, achieved.patients()));
        String beside = "";
        if (!floors.isEmpty()) {
            Estimate power = RequiredSize.jointPower(plan, floors, evidence.seed(CARD, 0));
            finding.estimate(power);
            beside = String.format(
                    Locale.ROOT, "; if its assumptions hold, it shows all floors with probability %.2f", power.value());
        }
        if (!plan.lockedBeforeData()) {
            beside += "; it does not show by two dates that it was locked before the first case (E1)";
        }
        List<String> failures = failures(plan, size, achieved);
        return failures.isEmpty()
                ? finding.outcome(
                        Outcome.MET,
                        String.format(
                                Locale.ROOT,
                                "The plan asks for %d patients, its own precision for %d (%s), and %d were evaluated, %d with"
                                        + " the condition (%d planned)%s.",
                                plan.patients(), size.patients(), size.binding(), achieved.patients(),
                                achieved.positives(), plan.positives(), beside),
                        plan.lockedBeforeData() ? "" : "Give the dates, as in 2026-03-31: locked, first-case.")
                : finding.outcome(
                        Outcome.NOT_MET,
                        String.join("; ", failures) + beside + ".",
                        "Collect until the evaluated numbers reach the plan and its precision, or plan for less precision and"
                                + " claim less.");
    }

    private static List<String> failures(StudyPlan plan, RequiredSize size, Achieved achieved) {
        List<String> failures = new ArrayList<>();
        if (plan.patients() < size.patients()) {
            failures.add(String.format(
                    Locale.ROOT,
                    "The plan asks for %d patients, but its own precision takes %d (%s)",
                    plan.patients(), size.patients(), size.binding()));
        }
        if (plan.positives() < size.positives()) {
            failures.add(String.format(
                    Locale.ROOT,
                    "The plan asks for %d patients with the condition, but its own precision of sensitivity takes %d",
                    plan.positives(), size.positives()));
        }
        reach(failures, achieved.patients(), plan.patients(), "planned patients");
        reach(failures, achieved.positives(), Math.max(plan.positives(), size.positives()), "needed positives");
        reach(failures, achieved.negatives(), size.negatives(), "needed negatives");
        plan.subgroups().keySet().forEach(cell -> reach(
                failures, achieved.subgroup(cell), RequiredSize.ofSubgroup(plan), "needed patients of " + cell));
        return failures;
    }

    private static void reach(List<String> failures, long achieved, long needed, String what) {
        if (achieved < needed) {
            failures.add(achieved + " of " + needed + " " + what + " were evaluated");
        }
    }

    private static Figure figure(RequiredSize size, long achieved) {
        List<Double> values =
                size.needs().values().stream().map(Long::doubleValue).toList();
        return new Figure(
                Figure.Kind.FOREST,
                "sample-size",
                "Patients that each quantity needs, and patients evaluated",
                Figure.Axis.fitted("patients"),
                Figure.Axis.fitted(""),
                List.of(Figure.Series.rows("needed", List.copyOf(size.needs().keySet()), values, values, values)),
                List.of(new Figure.Mark("evaluated", achieved)));
    }
}
