package org.realfm.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.realfm.study.CohortSpec.Aggregate;
import org.realfm.study.CohortSpec.Group;
import org.realfm.study.CohortSpec.Sampling;
import org.realfm.study.CohortSpec.SplitColumn;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// The `cohort` part of a study file.
final class CohortSection {

    static final String[] KEYS = {
        "table", "case", "patient", "image", "frame", "dicomweb", "query", "match", "access", "truth", "split", "site", "groups", "weight", "sampling", "aggregate",
        "developer-sites", "independent-analysis", "record", "index-time", "time-zone"
    };

    private CohortSection() {}

    static CohortSpec read(YamlValue value) {
        YamlSection cohort = value.section(KEYS);
        if (cohort.has("frame") && !cohort.has("image") && !cohort.has("dicomweb")) {
            throw cohort.require("frame").bad("names a column of frames, but there are no pictures", "Add 'image' to 'cohort'");
        }
        return new CohortSpec(
                cohort.require("table").path(),
                cohort.require("case").label(),
                cohort.find("patient").map(YamlValue::label),
                cohort.find("image").map(YamlValue::label),
                cohort.find("frame").map(YamlValue::label),
                PacsSection.read(cohort),
                cohort.require("truth").label(),
                cohort.find("split").map(CohortSection::split),
                cohort.find("site").map(YamlValue::label),
                cohort.get("groups", CohortSection::groups, List.of()),
                cohort.find("weight").map(YamlValue::label),
                cohort.find("sampling").map(word -> word.choice(UseSection.words(Sampling.class))),
                cohort.get("aggregate", word -> word.choice(UseSection.words(Aggregate.class)), Aggregate.MAX),
                cohort.find("developer-sites")
                        .map(sites -> sites.list().stream().map(YamlValue::label).toList()),
                cohort.get("independent-analysis", YamlValue::truth, false),
                RecordSection.read(cohort));
    }

    private static SplitColumn split(YamlValue value) {
        YamlSection split = value.section("column", "evaluate", "tune", "development");
        String evaluate = split.require("evaluate").label();
        List<String> used = new ArrayList<>(List.of(evaluate));
        for (String part : List.of("tune", "development")) {
            split.find(part).ifPresent(other -> {
                if (used.contains(other.label())) {
                    throw other.bad(
                            "is '" + other.label() + "', which another part has already",
                            "Keep the cases of each part apart");
                }
                used.add(other.label());
            });
        }
        return new SplitColumn(
                split.require("column").label(),
                evaluate,
                split.find("tune").map(YamlValue::label),
                split.find("development").map(YamlValue::label));
    }

    private static List<Group> groups(YamlValue value) {
        List<Group> groups = new ArrayList<>();
        for (YamlValue entry : value.list()) {
            Group group = group(entry);
            if (groups.stream().anyMatch(before -> before.column().equals(group.column()))) {
                throw entry.bad("names the column '" + group.column() + "' a second time", "Keep one of them");
            }
            groups.add(group);
        }
        return List.copyOf(groups);
    }

    private static Group group(YamlValue entry) {
        if (entry.node() instanceof ScalarNode) {
            return new Group(entry.label(), List.of());
        }
        Map<String, YamlValue> bands = entry.entries();
        if (bands.size() != 1) {
            throw entry.bad("has " + bands.size() + " keys, expected one column", "Write {age: [18, 40, 65, 80]}");
        }
        Map.Entry<String, YamlValue> only = bands.entrySet().iterator().next();
        List<Double> cuts = new ArrayList<>();
        for (YamlValue cut : only.getValue().list()) {
            Optional<Double> before = cuts.isEmpty() ? Optional.empty() : Optional.of(cuts.getLast());
            cuts.add(cut.number(x -> before.isEmpty() || x > before.get(), "a number above the one before it"));
        }
        if (cuts.isEmpty()) {
            throw only.getValue().wrong("at least one number", "Give the lower ends of the second and later bands");
        }
        return new Group(only.getKey(), List.copyOf(cuts));
    }
}
