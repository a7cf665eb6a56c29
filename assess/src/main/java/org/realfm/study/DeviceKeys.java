package org.realfm.study;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.realfm.imaging.dicom.DataSetBuilder;
import org.realfm.imaging.dicom.Dictionary;
import org.realfm.models.device.DeviceSpec;
import org.realfm.models.device.Reading;
import org.realfm.models.device.Reading.Concept;
import org.realfm.models.device.Reading.Drawing.Measure;
import org.realfm.tables.Names;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// The keys of a model that is a device behind a PACS.
final class DeviceKeys {

    private static final List<String> KEYS = List.of(
            "model", "version", "key-from", "authorities", "keystore", "password-from", "send", "header", "report",
            "segmentation", "results", "query", "concurrency", "limit-seconds", "poll-seconds", "settle-seconds",
            "timeout-seconds", "retries", "delete", "scores", "card");

    private static final SequencedMap<String, Boolean> SENT = new TreeMap<>(Map.of("picture", false, "file", true));

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private DeviceKeys() {}

    static DeviceSpec read(YamlSection model, boolean probabilities) {
        model.only("device", KEYS);
        if (model.has("keystore") != model.has("password-from")) {
            throw model.require("device").bad("has only one of 'keystore' and 'password-from'",
                    "Name both: the PKCS#12 file, and the environment variable with its password");
        }
        return new DeviceSpec(
                ServerKeys.url(model.require("device"), List.of("http", "https")),
                model.require("model").label(),
                model.require("version").label(),
                new DeviceSpec.Access(
                        model.find("key-from").map(ProgramKeys::variable),
                        model.find("authorities").map(YamlValue::path),
                        model.find("keystore").map(YamlValue::path),
                        model.find("password-from").map(ProgramKeys::variable)),
                new DeviceSpec.Sending(
                        model.get("send", word -> word.choice(SENT), false),
                        model.get("header", DeviceKeys::header, new LinkedHashMap<>())),
                model.get("results", word -> word.choice(UseSection.words(DeviceSpec.Where.class)), DeviceSpec.Where.STUDY),
                model.get("query", PacsSection::query, new LinkedHashMap<>()),
                reading(model, probabilities),
                new DeviceSpec.Pace(
                        ProgramKeys.whole(model, "concurrency", 1, 256, 8),
                        ProgramKeys.seconds(model, "limit-seconds", 600),
                        ProgramKeys.seconds(model, "poll-seconds", 2),
                        ProgramKeys.seconds(model, "settle-seconds", 2),
                        ProgramKeys.seconds(model, "timeout-seconds", 30),
                        ProgramKeys.whole(model, "retries", 0, 20, 5),
                        PAUSE),
                model.get("delete", YamlValue::truth, false),
                probabilities);
    }

    /// Attributes as they may be written: no identifiers, and nothing that says how pixels are read.
    private static SequencedMap<String, String> header(YamlValue value) {
        SequencedMap<String, String> header = new LinkedHashMap<>();
        value.entries().forEach((keyword, wanted) -> {
            int tag = Dictionary.tag(keyword).orElseThrow(() -> wanted.bad("is no attribute of DICOM",
                    Names.nearest(keyword, Dictionary.keywords())
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse("Write its keyword, as in BodyPartExamined")));
            String text = wanted.label();
            int group = tag >>> 16;
            if (group == 0x0010 && !keyword.equals("PatientSex") && !keyword.equals("PatientAge")
                    || group == 0x0002 || group >= 0x0028 || keyword.endsWith("UID")) {
                throw wanted.bad("cannot be set", "Set what a device chooses by, such as Modality or BodyPartExamined");
            }
            if (!text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
                throw wanted.bad("holds other characters than those of ASCII", "Write it without them");
            }
            try {
                DataSetBuilder.item().text(tag, text);
            } catch (IllegalArgumentException e) {
                throw wanted.bad("cannot be '" + text + "': " + e.getMessage(), "Write it as DICOM has it");
            }
            header.put(keyword, text);
        });
        return header;
    }

    private static Reading reading(YamlSection model, boolean probabilities) {
        if (model.oneOf("report", "segmentation").equals("report")) {
            YamlSection report = model.require("report").section("concept", "finding", "values", "scale", "absent");
            SequencedMap<String, Double> values = report.get("values", DeviceKeys::values, new LinkedHashMap<>());
            if (!values.isEmpty() && report.has("scale")) {
                throw report.require("scale").bad("stands beside 'values', which are scores", "Take one of them out");
            }
            return new Reading.Report(
                    concept(report.require("concept")),
                    report.find("finding").map(DeviceKeys::concept),
                    values,
                    report.get("scale", scale -> scale.number(x -> x > 0, "a number above 0"), 1.0),
                    absent(report));
        }
        YamlSection segmentation = model.require("segmentation").section("segment", "score", "absent");
        Measure measure = segmentation.get("score", word -> word.choice(UseSection.words(Measure.class)), Measure.PRESENCE);
        if (measure == Measure.VOLUME && probabilities) {
            throw segmentation.require("score").bad("is a volume, which is no probability", "Declare 'scores: ordinal'");
        }
        return new Reading.Drawing(concept(segmentation.require("segment")), measure, absent(segmentation));
    }

    private static Concept concept(YamlValue value) {
        if (value.node() instanceof ScalarNode) {
            return new Concept(value.label(), Optional.empty());
        }
        YamlSection code = value.section("code", "scheme");
        return new Concept(code.require("code").label(), Optional.of(code.require("scheme").label()));
    }

    private static SequencedMap<String, Double> values(YamlValue value) {
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        value.entries().forEach((coded, score) -> values.put(coded, score.number()));
        if (values.isEmpty()) {
            throw value.wrong("the score of each coded value", "Write {Present: 1, Absent: 0}");
        }
        return values;
    }

    private static OptionalDouble absent(YamlSection section) {
        return section.find("absent").map(value -> OptionalDouble.of(value.number())).orElse(OptionalDouble.empty());
    }
}
