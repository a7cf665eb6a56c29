package org.realfm.criteria.responsible;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.realfm.criteria.responsible.Calls.Endpoint;
import org.realfm.criteria.responsible.Calls.Measure;
import org.realfm.ledger.Figure;
import org.realfm.run.Card;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.MaxT;
import org.realfm.study.Grouping;

/// All groups of all groupings, compared at once.
///
/// @param groups in the order of the study
/// @param gaps   for each grouping, the gaps between its comparable groups with simultaneous intervals
record GroupComparison(List<GroupMeasures> groups, SequencedMap<String, List<Estimate>> gaps) {

    private static final double CONFIDENCE = 0.95;
    private static final double NORMAL = 1.959964;
    private static final long ROWS_DRAWN = 20_000_000;
    private static final int FEWEST_REPLICATES = 200;

    /// A group and what is measured of it.
    private record Member(
            String grouping, String cell, int[] positions, boolean comparable, Map<Measure, Endpoint> endpoints) {

        boolean evidenced() {
            return comparable
                    && List.of(Measure.SENSITIVITY, Measure.SPECIFICITY).stream()
                            .allMatch(measure -> Optional.ofNullable(endpoints.get(measure))
                                    .filter(Endpoint::evidenced)
                                    .isPresent());
        }
    }

    /// One of the quantities whose intervals hold at once: an endpoint, or the difference of two.
    private record Quantity(String name, Endpoint first, Optional<Endpoint> second) {

        double value(int[] counts) {
            return first.mean(counts) - second.map(other -> other.mean(counts)).orElse(0.0);
        }

        long patients() {
            return first.alone().n() + second.map(other -> other.alone().n()).orElse(0L);
        }

        double widthAlone() {
            return Math.hypot(
                    first.alone().halfWidth(), second.map(other -> other.alone().halfWidth()).orElse(0.0));
        }
    }

    static GroupComparison of(SubjectEvidence evidence, Card card, int replicates) {
        Calls calls = Calls.of(evidence);
        List<Member> members = members(evidence, calls);
        SequencedMap<String, Quantity> quantities = new LinkedHashMap<>();
        SequencedMap<String, List<String>> pairs = new LinkedHashMap<>();
        for (Member member : members) {
            if (member.comparable()) {
                member.endpoints().forEach((measure, endpoint) -> quantities.put(
                        member.cell() + " " + measure, new Quantity(measure.words(), endpoint, Optional.empty())));
            }
        }
        for (int a = 0; a < members.size(); a++) {
            for (int b = a + 1; b < members.size(); b++) {
                pair(members.get(a), members.get(b), quantities, pairs);
            }
        }
        Map<String, Estimate> joint = simultaneous(quantities, calls, replicates, evidence.seed(card, 0));
        SequencedMap<String, List<Estimate>> gaps = new LinkedHashMap<>();
        pairs.forEach((grouping, names) -> gaps.put(grouping, names.stream().map(joint::get).toList()));
        List<GroupMeasures> groups = members.stream()
                .map(member -> new GroupMeasures(
                        member.grouping(),
                        member.cell(),
                        member.evidenced(),
                        member.comparable(),
                        member.endpoints().entrySet().stream()
                                .map(entry -> joint.getOrDefault(
                                        member.cell() + " " + entry.getKey(), entry.getValue().alone()))
                                .toList(),
                        calls.shown(member.positions(), evidence.comparator())))
                .toList();
        return new GroupComparison(groups, gaps);
    }

    /// The groupings that have a known group.
    List<String> groupings() {
        return groups.stream().map(GroupMeasures::grouping).distinct().toList();
    }

    private static List<Member> members(SubjectEvidence evidence, Calls calls) {
        List<Member> members = new ArrayList<>();
        for (Grouping grouping : evidence.about().cohort().columns().groups()) {
            for (int label = 0; label < grouping.labels().size(); label++) {
                int wanted = label;
                int[] positions = IntStream.range(0, calls.size())
                        .filter(i -> grouping.of()[calls.rows()[i]] == wanted)
                        .toArray();
                if (positions.length == 0) {
                    continue;
                }
                Map<Measure, Endpoint> endpoints = new LinkedHashMap<>();
                for (Measure measure : Measure.values()) {
                    calls.endpoint(measure, positions).ifPresent(endpoint -> endpoints.put(measure, endpoint));
                }
                boolean comparable = calls.smallestClass(positions) >= Bootstrap.MINIMUM_PER_CLASS;
                members.add(new Member(grouping.column(), grouping.cell(label), positions, comparable, endpoints));
            }
        }
        return members;
    }

    private static void pair(
            Member a, Member b, Map<String, Quantity> quantities, Map<String, List<String>> pairs) {
        if (!a.grouping().equals(b.grouping()) || !a.comparable() || !b.comparable()) {
            return;
        }
        a.endpoints().forEach((measure, first) -> Optional.ofNullable(b.endpoints().get(measure))
                .ifPresent(second -> {
                    String name = measure.words() + ", " + a.cell() + " minus " + b.cell();
                    quantities.put(name, new Quantity(name, first, Optional.of(second)));
                    pairs.computeIfAbsent(a.grouping(), key -> new ArrayList<>()).add(name);
                }));
    }

    private static Map<String, Estimate> simultaneous(
            SequencedMap<String, Quantity> named, Calls calls, int replicates, long seed) {
        if (named.isEmpty()) {
            return Map.of();
        }
        List<Quantity> quantities = List.copyOf(named.sequencedValues());
        int affordable = (int) Math.max(FEWEST_REPLICATES, ROWS_DRAWN / calls.size());
        Bootstrap.Plan plan =
                Bootstrap.plan(calls.patient(), calls.truth(), Math.min(affordable, replicates), seed);
        double[] values = quantities.stream().mapToDouble(q -> q.value(plan.ones())).toArray();
        double[][] drawn = Bootstrap.replicate(
                plan, counts -> quantities.stream().mapToDouble(q -> q.value(counts)).toArray());
        double[] errors = new double[values.length];
        long[] n = new long[values.length];
        for (int k = 0; k < values.length; k++) {
            errors[k] = standardError(quantities.get(k), Bootstrap.column(drawn, k));
            n[k] = quantities.get(k).patients();
        }
        MaxT joint = MaxT.of(values, errors, drawn, CONFIDENCE);
        List<Estimate> estimates = joint.estimates(quantities.stream().map(Quantity::name).toList(), n);
        List<String> keys = List.copyOf(named.sequencedKeySet());
        return IntStream.range(0, keys.size())
                .boxed()
                .collect(LinkedHashMap::new, (map, k) -> map.put(keys.get(k), estimates.get(k)), Map::putAll);
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
