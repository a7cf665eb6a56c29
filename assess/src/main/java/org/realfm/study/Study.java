package org.realfm.study;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.ledger.Digest;
import org.realfm.ledger.IntendedUse;
import org.realfm.models.chat.ChatSpec;
import org.realfm.models.command.CommandSpec;
import org.realfm.models.device.DeviceSpec;
import org.realfm.models.kserve.KserveSpec;
import org.realfm.models.onnx.OnnxSpec;
import org.realfm.models.predictions.PredictionsModel;

/// A study file after reading: what is claimed of which models, about whom, and with which documents.
///
/// @param file       where it was read
/// @param digest     of its bytes
/// @param name       short name
/// @param seed       the one source of randomness
/// @param use        the intended use
/// @param limits     what the intended use allows, beside its floors
/// @param cohort     where the cases are and what their columns mean
/// @param nuisance   columns that should not matter
/// @param models     the models by name, in the order of the file
/// @param comparator name of the model that the others are compared with
/// @param documents  documents by kind (`datasheet`, `plan`, `attestations`)
/// @param attestations what people state, in the order of the file
public record Study(
        Path file,
        Digest digest,
        String name,
        long seed,
        IntendedUse use,
        Limits limits,
        CohortSpec cohort,
        List<String> nuisance,
        SequencedMap<String, ModelSpec> models,
        Optional<String> comparator,
        Map<String, Document> documents,
        List<Attestation> attestations) {

    /// What the intended use allows.
    ///
    /// @param thresholds  the range of risk thresholds at which clinicians would act, and who said so
    /// @param latency     the time budget
    /// @param neverMiss   largest tolerable silent-miss rate by column that flags a never-miss finding
    /// @param volume      how many cases come to the site
    /// @param carveOuts   what is proposed to be taken out of the scope
    /// @param casesPerProbe at most this many cases are shown again under each intervention
    public record Limits(
            Optional<ThresholdRange> thresholds,
            Optional<Latency> latency,
            SequencedMap<String, Double> neverMiss,
            Optional<Volume> volume,
            List<CarveOutProposal> carveOuts,
            int casesPerProbe) {}

    /// A proposal to take the cases with one value of a column out of the scope of the use.
    ///
    /// @param column           of the table
    /// @param value            as the table has it
    /// @param why              in words
    /// @param detectable       whether such a case can be told from what arrives, before the model is asked
    /// @param clinicalTarget   whether these patients are what the use is for
    /// @param protectedGroup   whether a protected attribute defines them
    /// @param equalAlternative whether they have an alternative that is as good
    public record CarveOutProposal(
            String column,
            String value,
            String why,
            boolean detectable,
            boolean clinicalTarget,
            boolean protectedGroup,
            boolean equalAlternative) {

        /// The cell, as findings name it.
        public String cell() {
            return column + "=" + value;
        }
    }

    /// How many cases come to the site.
    ///
    /// @param casesPerDay above 0
    /// @param prevalence  share of them that have the condition, in (0, 1)
    public record Volume(double casesPerDay, OptionalDouble prevalence) {}

    /// Risk thresholds at which clinicians would act.
    ///
    /// @param lower in (0, 1)
    /// @param upper in (lower, 1)
    /// @param owner the role of the person who set it; empty if nobody has
    public record ThresholdRange(double lower, double upper, String owner) {}

    /// The time budget of one result.
    ///
    /// @param seconds       the 95th percentile must not exceed it
    /// @param arrivalsPerHour the rate at the peak
    public record Latency(double seconds, double arrivalsPerHour) {}

    /// One model under study.
    ///
    /// @param name    its name in the study file
    /// @param source  how it is reached
    /// @param card    its model card
    public record ModelSpec(String name, Source source, Optional<Document> card) {

        /// Whether it is shown records without the pictures.
        public boolean withoutPictures() {
            return switch (source) {
                case Source.Onnx(var spec) -> !spec.takes().image();
                case Source.Predictions ignored -> false;
                case Source.Command(var spec) -> !spec.takes().image();
                case Source.Kserve(var spec) -> !spec.takes().image();
                case Source.Chat(var spec) -> !spec.takes().image();
                case Source.Device ignored -> false;
            };
        }

        /// Whether its scores are said to be probabilities.
        public boolean probabilities() {
            return switch (source) {
                case Source.Onnx(var spec) -> spec.outputs().probabilities();
                case Source.Predictions(var spec) -> spec.probabilities();
                case Source.Command(var spec) -> spec.probabilities();
                case Source.Kserve(var spec) -> spec.outputs().probabilities();
                case Source.Chat(var spec) -> spec.probabilities();
                case Source.Device(var spec) -> spec.probabilities();
            };
        }
    }

    /// How a model is reached.
    public sealed interface Source {
        /// Run here from an ONNX file.
        record Onnx(OnnxSpec spec) implements Source {}

        /// Known by its scores.
        record Predictions(PredictionsModel.Spec spec) implements Source {}

        /// A program that reads and writes lines of JSON.
        record Command(CommandSpec spec) implements Source {}

        /// Behind a server of the Open Inference Protocol.
        record Kserve(KserveSpec spec) implements Source {}

        /// Behind an endpoint of chat completions.
        record Chat(ChatSpec spec) implements Source {}

        /// Behind a PACS.
        record Device(DeviceSpec spec) implements Source {}
    }

    /// The window through which criteria look at pictures: that of the first network, else what each file proposes.
    public PictureWindow window() {
        return windows().iterator().next();
    }

    /// Every window through which pictures are looked at; at least one.
    public SequencedSet<PictureWindow> windows() {
        SequencedSet<PictureWindow> windows = new LinkedHashSet<>();
        for (ModelSpec model : models.values()) {
            if (model.withoutPictures()) {
                continue;
            }
            switch (model.source()) {
                case Source.Onnx(OnnxSpec spec) -> windows.add(spec.input().window());
                case Source.Kserve(KserveSpec spec) -> windows.add(spec.input().window());
                case Source.Command ignored -> windows.add(PictureWindow.FILE);
                case Source.Chat ignored -> windows.add(PictureWindow.FILE);
                case Source.Device ignored -> windows.add(PictureWindow.FILE);
                case Source.Predictions ignored -> {} // looks at no picture
            }
        }
        if (windows.isEmpty()) {
            windows.add(PictureWindow.FILE);
        }
        return windows;
    }

    /// A YAML document whose content the criteria check: maps, lists, texts, numbers, truth values, as written.
    public record Document(Path file, Digest digest, Map<String, Object> content) {}
}
