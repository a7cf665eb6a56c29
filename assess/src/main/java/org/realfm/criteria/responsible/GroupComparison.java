package org.realfm.criteria.responsible;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.realfm.criteria.data.SubgroupPrecision;
import org.realfm.criteria.responsible.Endpoint.Measure;
import org.realfm.ledger.Figure;
import org.realfm.run.Calls;
import org.realfm.run.Card;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.stats.MaxT;
import org.realfm.study.Grouping;

/// All groups of all groupings, compared at once.
///
/// @param groups in the order of the study
/// @param gaps   for each grouping, the gaps between its comparable groups with simultaneous intervals, and how cases move
///               them
record GroupComparison(
        List<GroupMeasures> groups, SequencedMap<String, SequencedMap<Estimate, Influence>> gaps) {

    private static final double CONFIDENCE = 0.95;
    private static final double NORMAL = 1.959964;
    private static final long DRAWN = 20_000_000;
    private static final int FEWEST_REPLICATES = 200;

    /// A group and what is measured of it.
    private record Member(Grouping grouping, int label, Sample cases, boolean comparable, List<Endpoint> endpoints) {

        String cell() {
            return grouping.cell(label);
        }
    }

    /// One of the quantities whose intervals hold at once: an endpoint, or the difference of two.
    private record Quantity(String name, Endpoint first, Optional<Endpoint> second) {

        static Quantity of(Endpoint endpoint) {
            return new Quantity(endpoint.measure().words(), endpoint, Optional.empty());
        }

        static Quantity gap(Member a, Endpoint first, Member b, Endpoint second) {
            String name = first.measure().words() + ", " + a.cell() + " minus " + b.cell();
            return new Quantity(name, first, Optional.of(second));
        }

        long patients() {
            return first.alone().n() + second.map(other -> other.alone().n()).orElse(0L);
        }

        Influence influence(Map<Endpoint, Influence> ofEndpoint) {
            Influence own = Objects.requireNonNull(ofEndpoint.get(first));
            return second.map(ofEndpoint::get).map(own::minus).orElse(own);
        }

        double widthAlone() {
            return Math.hypot(
                    first.alone().halfWidth(), second.map(other -> other.alone().halfWidth()).orElse(0.0));
        }
    }

    static GroupComparison of(SubjectEvidence evidence, Card card, int replicates) {
        Calls calls = Calls.of(evidence, evidence.evaluation());
        List<Member> members = members(evidence, calls);
        List<Member> comparable = members.stream().filter(Member::comparable).toList();
        List<Quantity> quantities = new ArrayList<>();
        comparable.forEach(member -> member.endpoints().forEach(endpoint -> quantities.add(Quantity.of(endpoint))));
        SequencedMap<String, List<Integer>> pairs = new LinkedHashMap<>();
        for (int a = 0; a < comparable.size(); a++) {
            for (int b = a + 1; b < comparable.size(); b++) {
                pair(comparable.get(a), comparable.get(b), quantities, pairs);
            }
        }
        List<Estimate> joint = simultaneous(quantities, calls, replicates, evidence.seed(card, 0));
        Map<Endpoint, Influence> influences = new IdentityHashMap<>();
        members.forEach(member -> member.endpoints()
                .forEach(endpoint -> influences.put(endpoint, endpoint.influence(calls).gathered())));
        Iterator<Estimate> singles = joint.iterator();
        List<GroupMeasures> groups = new ArrayList<>();
        for (Member member : members) {
            groups.add(new GroupMeasures(
                    member.grouping().column(),
                    member.cell(),
                    (double) member.cases().size() / Math.max(1, evidence.evaluation().size()),
                    member.comparable() && SubgroupPrecision.evidenced(evidence, member.cases()),
                    member.comparable(),
                    member.endpoints().stream()
                            .map(endpoint -> member.comparable() ? singles.next() : endpoint.alone())
                            .toList(),
                    member.endpoints().stream()
                            .map(influences::get)
                            .map(Objects::requireNonNull)
                            .toList(),
                    GroupContext.of(evidence, member.cases())));
        }
        SequencedMap<String, SequencedMap<Estimate, Influence>> gaps = new LinkedHashMap<>();
        pairs.forEach((grouping, at) -> {
            SequencedMap<Estimate, Influence> own = new LinkedHashMap<>();
            at.forEach(k -> own.put(joint.get(k), quantities.get(k).influence(influences)));
            gaps.put(grouping, own);
        });
        return new GroupComparison(groups, gaps);
    }

    /// The groupings that have a known group.
    List<String> groupings() {
        return groups.stream().map(GroupMeasures::grouping).distinct().toList();
    }

    private static List<Member> members(SubjectEvidence evidence, Calls calls) {
        Sample all = evidence.evaluation();
        List<Measure> measures = GroupContext.calibrated(evidence)
                ? List.of(Measure.values())
                : List.of(Measure.SENSITIVITY, Measure.SPECIFICITY);
        List<Member> members = new ArrayList<>();
        for (Grouping grouping : evidence.about().cohort().columns().groups()) {
            for (int label = 0; label < grouping.labels().size(); label++) {
                int wanted = label;
                int[] positions = IntStream.range(0, calls.rows().length)
                        .filter(i -> grouping.of()[calls.rows()[i]] == wanted)
                        .toArray();
                if (positions.length == 0) {
                    continue;
                }
                boolean[] truth = new boolean[positions.length];
                for (int k = 0; k < positions.length; k++) {
                    truth[k] = calls.truth()[positions[k]];
                }
                int[] patients = Arrays.stream(positions).map(i -> calls.patient()[i]).toArray();
                members.add(new Member(
                        grouping,
                        label,
                        all.where(row -> grouping.of()[row] == wanted),
                        Bootstrap.smallestClass(patients, truth) >= Bootstrap.MINIMUM_PER_CLASS,
                        measures.stream()
                                .flatMap(measure -> Endpoint.of(measure, calls, all, positions).stream())
                                .toList()));
            }
        }
        return members;
    }

    private static void pair(Member a, Member b, List<Quantity> quantities, Map<String, List<Integer>> pairs) {
        if (!a.grouping().column().equals(b.grouping().column())) {
            return;
        }
        for (Endpoint first : a.endpoints()) {
            for (Endpoint second : b.endpoints()) {
                if (first.measure() == second.measure()) {
                    pairs.computeIfAbsent(a.grouping().column(), column -> new ArrayList<>()).add(quantities.size());
                    quantities.add(Quantity.gap(a, first, b, second));
                }
            }
        }
    }

    private static List<Estimate> simultaneous(List<Quantity> quantities, Calls calls, int replicates, long seed) {
        if (quantities.isEmpty()) {
            return List.of();
        }
        List<Endpoint> endpoints = quantities.stream().map(Quantity::first).distinct().toList();
        int[] first = quantities.stream().mapToInt(q -> endpoints.indexOf(q.first())).toArray();
        int[] second = quantities.stream().mapToInt(q -> q.second().map(endpoints::indexOf).orElse(-1)).toArray();
        Function<int[], double[]> values = counts -> {
            double[] means = endpoints.stream().mapToDouble(endpoint -> endpoint.mean(counts)).toArray();
            double[] value = new double[first.length];
            Arrays.setAll(value, k -> means[first[k]] - (second[k] < 0 ? 0 : means[second[k]]));
            return value;
        };
        int affordable = (int) Math.max(FEWEST_REPLICATES, DRAWN / Math.max(calls.rows().length, first.length));
        Bootstrap.Plan plan =
                Bootstrap.plan(calls.patient(), calls.truth(), Math.min(affordable, replicates), seed);
        double[][] drawn = Bootstrap.replicate(plan, values);
        double[] errors = new double[first.length];
        long[] n = new long[first.length];
        for (int k = 0; k < first.length; k++) {
            errors[k] = standardError(quantities.get(k), Bootstrap.column(drawn, k));
            n[k] = quantities.get(k).patients();
        }
        return MaxT.of(values.apply(plan.ones()), errors, drawn, CONFIDENCE)
                .estimates(quantities.stream().map(Quantity::name).toList(), n);
    }

    /// The bootstrap's, or what the intervals of the groups alone imply where the value never varies.
    private static double standardError(Quantity quantity, double[] replicates) {
        double[] defined = Arrays.stream(replicates).filter(v -> !Double.isNaN(v)).toArray();
        double mean = Arrays.stream(defined).average().orElse(0);
        double squares = Arrays.stream(defined).map(v -> (v - mean) * (v - mean)).sum();
        double error = Math.sqrt(squares / Math.max(1, defined.length - 1));
        return error > 1e-12 ? error : quantity.widthAlone() / NORMAL;
    }

    /// Sensitivity and specificity of all groups, with the floors.
    Figure figure(Map<String, Double> floors) {
        List<Figure.Mark> marks = new ArrayList<>();
        List<Figure.Series> series = new ArrayList<>();
        for (String measure : List.of("sensitivity", "specificity")) {
            List<String> labels = new ArrayList<>();
            List<Estimate> rows = new ArrayList<>();
            for (GroupMeasures group : groups) {
                group.measure(measure).ifPresent(estimate -> {
                    labels.add(group.cell());
                    rows.add(estimate);
                });
            }
            series.add(Figure.Series.rows(
                    measure,
                    labels,
                    rows.stream().map(Estimate::value).toList(),
                    rows.stream().map(Estimate::lower).toList(),
                    rows.stream().map(Estimate::upper).toList()));
            if (floors.containsKey(measure)) {
                marks.add(new Figure.Mark("floor of " + measure, floors.get(measure)));
            }
        }
        return new Figure(
                Figure.Kind.FOREST,
                "groups",
                "Sensitivity and specificity by group, intervals for all groups at once",
                Figure.Axis.unit("proportion"),
                Figure.Axis.fitted(""),
                series,
                marks);
    }
}
