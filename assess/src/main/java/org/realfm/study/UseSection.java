package org.realfm.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.IntendedUse.Autonomy;
import org.realfm.ledger.IntendedUse.Risk;
import org.realfm.ledger.IntendedUse.Task;
import org.realfm.ledger.IntendedUse.Trait;
import org.realfm.ledger.OperatingPoint;

/// The `use` part of a study file.
///
/// @param section    the part itself
/// @param use        the intended use
/// @param thresholds the range of risk thresholds
/// @param latency    the time budget
/// @param volume     how many cases come to the site
/// @param carveOuts  what is proposed to be taken out of the scope
/// @param neverMiss  largest tolerable silent-miss rate by column
record UseSection(
        YamlSection section,
        IntendedUse use,
        Optional<Study.ThresholdRange> thresholds,
        Optional<Study.Latency> latency,
        Optional<Study.Volume> volume,
        List<Study.CarveOutProposal> carveOuts,
        SequencedMap<String, Double> neverMiss) {

    private static final double SUM_TOLERANCE = 1e-6;

    /// The facts of a use, by their key; all are false unless declared, but for the first.
    private static final Map<String, Trait> TRAITS = traits();

    private static final String[] KEYS = keys();

    static UseSection read(YamlValue value) {
        YamlSection use = value.section(KEYS);
        return new UseSection(
                use,
                new IntendedUse(
                        use.require("id").text(),
                        use.require("question").text(),
                        use.require("task").choice(words(Task.class)),
                        autonomy(use.require("autonomy")),
                        use.require("risk").choice(words(Risk.class)),
                        operatingPoint(use.require("operating-point")),
                        use.get("floors", UseSection::floors, Map.of()),
                        use.get("population", UseSection::population, Map.of()),
                        declared(use),
                        use.find("site").map(YamlValue::label)),
                use.find("thresholds").map(UseSection::thresholds),
                use.find("latency").map(UseSection::latency),
                use.find("volume").map(UseSection::volume),
                use.find("carve-outs").map(UseSection::carveOuts).orElse(List.of()),
                use.get("never-miss", UseSection::neverMiss, new LinkedHashMap<>()));
    }

    /// The constants of an enumeration by their word in a file: capital letters as they are where the constant is a
    /// code such as A1, otherwise lower case with hyphens.
    static <E extends Enum<E>> SequencedMap<String, E> words(Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(UseSection::word, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    }

    private static String word(Enum<?> constant) {
        String name = constant.name();
        return name.length() == 2 ? name : name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<String, Trait> traits() {
        Map<String, Trait> traits = new LinkedHashMap<>();
        traits.put("probability-shown", Trait.PROBABILITY_SHOWN);
        traits.put("public-data", Trait.PUBLIC_DATA);
        traits.put("foundation-model", Trait.PRETRAINED);
        traits.put("leaves-boundary", Trait.LEAVES_BOUNDARY);
        traits.put("time-critical", Trait.TIME_CRITICAL);
        traits.put("triage-claim", Trait.TRIAGE_CLAIM);
        traits.put("results-stored", Trait.RESULTS_STORED);
        traits.put("benefit-claim", Trait.BENEFIT_CLAIM);
        return Collections.unmodifiableMap(traits);
    }

    private static String[] keys() {
        List<String> keys = new ArrayList<>(List.of(
                "id", "question", "task", "autonomy", "risk", "operating-point", "floors", "population", "site",
                "thresholds", "latency", "volume", "carve-outs", "never-miss"));
        keys.addAll(TRAITS.keySet());
        return keys.toArray(String[]::new);
    }

    private static List<Trait> declared(YamlSection use) {
        return TRAITS.entrySet().stream()
                .filter(fact ->
                        use.get(fact.getKey(), YamlValue::truth, fact.getValue() == Trait.PROBABILITY_SHOWN))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Autonomy autonomy(YamlValue value) {
        Autonomy autonomy = value.choice(words(Autonomy.class));
        if (autonomy == Autonomy.A4) {
            throw value.wrong(
                    "one of A0, A1, A2, A3",
                    "A4, unsupervised diagnosis, is outside what realfm gives a verdict on: no evidence that it gathers"
                            + " could support it");
        }
        return autonomy;
    }

    private static OperatingPoint operatingPoint(YamlValue value) {
        YamlSection point = value.section("threshold", "sensitivity-at-least");
        return switch (point.oneOf("threshold", "sensitivity-at-least")) {
            case "threshold" -> new OperatingPoint.Threshold(point.require("threshold").number());
            default -> new OperatingPoint.SensitivityAtLeast(
                    point.require("sensitivity-at-least").number(x -> x > 0 && x <= 1, "a number above 0, at most 1"));
        };
    }

    private static Map<String, Double> floors(YamlValue value) {
        YamlSection section = value.section("auroc", "sensitivity", "specificity");
        Map<String, Double> floors = new LinkedHashMap<>();
        section.values().forEach((metric, floor) -> floors.put(metric, share(floor)));
        return floors;
    }

    private static Map<String, Map<String, Double>> population(YamlValue value) {
        Map<String, Map<String, Double>> population = new LinkedHashMap<>();
        value.entries().forEach((column, marginals) -> {
            Map<String, Double> shares = new LinkedHashMap<>();
            marginals.entries().forEach((group, part) -> shares.put(group, share(part)));
            double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
            if (Math.abs(sum - 1) > SUM_TOLERANCE) {
                throw marginals.bad(
                        "has shares that sum to " + Math.round(sum * 1e6) / 1e6 + ", expected 1",
                        "Give every group of the target population its share");
            }
            population.put(column, Collections.unmodifiableMap(shares));
        });
        return population;
    }

    private static double share(YamlValue value) {
        return value.number(x -> x >= 0 && x <= 1, "a number from 0 to 1");
    }

    private static Study.ThresholdRange thresholds(YamlValue value) {
        YamlSection range = value.section("from", "to", "owner");
        double from = range.require("from").number(x -> x > 0 && x < 1, "a risk between 0 and 1");
        double to = range.require("to").number(x -> x > from && x < 1, "a risk above 'from' and below 1");
        return new Study.ThresholdRange(from, to, range.get("owner", YamlValue::text, ""));
    }

    private static Study.Latency latency(YamlValue value) {
        YamlSection budget = value.section("p95-seconds", "arrivals-per-hour");
        return new Study.Latency(
                budget.require("p95-seconds").number(x -> x > 0, "a number of seconds above 0"),
                budget.require("arrivals-per-hour").number(x -> x > 0, "a rate above 0"));
    }

    private static Study.Volume volume(YamlValue value) {
        YamlSection volume = value.section("cases-per-day", "prevalence");
        return new Study.Volume(
                volume.require("cases-per-day").number(x -> x > 0, "a number of cases above 0"),
                volume.find("prevalence")
                        .map(share -> OptionalDouble.of(share.number(x -> x > 0 && x < 1, "a share between 0 and 1")))
                        .orElse(OptionalDouble.empty()));
    }

    private static List<Study.CarveOutProposal> carveOuts(YamlValue value) {
        return value.list().stream()
                .map(each -> each.section(
                        "column", "value", "why", "detectable", "clinical-target", "protected-group", "equal-alternative"))
                .map(proposal -> new Study.CarveOutProposal(
                        proposal.require("column").label(),
                        proposal.require("value").label(),
                        proposal.require("why").text(),
                        proposal.require("detectable").truth(),
                        proposal.require("clinical-target").truth(),
                        proposal.require("protected-group").truth(),
                        proposal.get("equal-alternative", YamlValue::truth, false)))
                .toList();
    }

    private static SequencedMap<String, Double> neverMiss(YamlValue value) {
        SequencedMap<String, Double> rates = new LinkedHashMap<>();
        value.entries().forEach((column, rate) ->
                rates.put(column, rate.number(x -> x > 0 && x < 1, "a rate between 0 and 1")));
        return rates;
    }
}
