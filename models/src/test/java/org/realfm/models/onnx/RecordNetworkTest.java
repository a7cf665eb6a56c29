package org.realfm.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.pictures.Picture;
import org.realfm.models.ClinicalRecord;
import org.realfm.models.ClinicalRecord.Field;
import org.realfm.models.ClinicalRecord.Value;
import org.realfm.models.Content;
import org.realfm.models.Output;
import org.realfm.models.Takes;
import org.realfm.models.tensors.NetworkInput;
import org.realfm.models.tensors.PictureInput;
import org.realfm.models.tensors.RecordInput;
import org.realfm.models.tensors.ScoreOutput;
import org.realfm.models.tensors.ScoreOutput.Activation;
import org.realfm.tables.BadInput;

/// Networks of a picture and fields of the record, or of these alone; their features are what they saw.
class RecordNetworkTest {

    private static final Value MISSING = new Value.Missing();

    @TempDir
    private Path folder;

    private static Content content(Optional<Picture> image, Value age, Value crp) {
        SequencedMap<String, Value> person = new LinkedHashMap<>();
        person.put("age", age);
        SequencedMap<String, Value> labs = new LinkedHashMap<>();
        labs.put("crp", crp);
        labs.put("other", new Value.Words("not asked for"));
        SequencedMap<String, SequencedMap<String, Value>> modalities = new LinkedHashMap<>();
        modalities.put("person", person);
        modalities.put("labs", labs);
        return new Content("a", image, new ClinicalRecord(modalities));
    }

    private static Optional<Picture> image(float value) {
        return Optional.of(new Picture.Flat(Image2D.of(2, 2, 1, 255, new float[] {value, value, value, value})));
    }

    private static Value number(double value) {
        return new Value.Number(value);
    }

    private static RecordInput record(Optional<List<Double>> missing, Optional<String> indicator) {
        return new RecordInput(
                "features", List.of(new Field("labs", "crp"), new Field("person", "age")), List.of(20.0, 60.0), List.of(10.0, 20.0), missing,
                indicator);
    }

    private static final ScoreOutput OUTPUT = new ScoreOutput("mean", 0, Activation.NONE, Optional.of("seen"), false);
    private static final Takes BOTH = new Takes(List.of("image", "labs", "person"), List.of());

    private OnnxSpec spec(Network network, RecordInput record, Takes takes) throws IOException {
        Optional<PictureInput> picture = takes.image() ? Optional.of(new PictureInput("image", 2, 2, 1, 1, 0, 1)) : Optional.empty();
        return new OnnxSpec(network.write(folder), new NetworkInput(picture, Optional.of(record)), OUTPUT, takes, OnnxSpec.Provider.CPU);
    }

    private static Network fused(String... others) {
        Network network = Network.of(1, 2, 2);
        for (String other : others) {
            network.input(other, Network.FLOAT, -1, 2);
        }
        network.mean("mean", "image").output("mean", Network.FLOAT, -1, 1);
        String[] parts = new String[others.length + 1];
        parts[0] = "mean";
        System.arraycopy(others, 0, parts, 1, others.length);
        return network.concat("seen", parts).output("seen", Network.FLOAT, -1, 1 + 2 * others.length);
    }

    private static Output seen(float... features) {
        return new Output.Scores(features[0], features);
    }

    private static String reason(Output output) {
        return output instanceof Output.Failure(String reason) ? reason : "no failure: " + output;
    }

    @Test
    void fieldsAreStandardisedInTheirOrderBesideThePicture() throws IOException {
        try (OnnxModel model = OnnxModel.open(spec(fused("features"), record(Optional.empty(), Optional.empty()), BOTH))) {
            List<Output> outputs = model.predict(List.of(
                    content(image(3), number(80), number(15)),
                    content(Optional.empty(), number(80), number(15)),
                    content(image(5), MISSING, number(15)),
                    content(image(7), number(60), new Value.Words("secret text")),
                    content(image(9), number(20), number(45))));
            assertThat(outputs.get(0)).isEqualTo(seen(3, -0.5f, 1));
            assertThat(reason(outputs.get(1))).isEqualTo("the case has no picture");
            assertThat(reason(outputs.get(2))).isEqualTo(
                    "the modality 'person' is missing, and the model does not declare that it can do without it");
            assertThat(reason(outputs.get(3))).isEqualTo("'labs.crp' is a text, and the network takes numbers");
            assertThat(outputs.get(4)).isEqualTo(seen(9, 2.5f, -2));
        }
    }

    @Test
    void whatStandsForAMissingNumberIsDeclaredAndSaidByTheIndicator() throws IOException {
        Takes without = new Takes(List.of("image", "labs", "person"), List.of("person", "labs"));
        RecordInput mean = record(Optional.of(List.of(20.0, 60.0)), Optional.of("absent"));
        try (OnnxModel model = OnnxModel.open(spec(fused("features", "absent"), mean, without))) {
            assertThat(model.predict(List.of(
                            content(image(3), MISSING, number(30)),
                            content(image(4), number(80), MISSING),
                            new Content("c", image(5), ClinicalRecord.NONE))))
                    .containsExactly(seen(3, 1, 0, 0, 1), seen(4, 0, 1, 1, 0), seen(5, 0, 0, 1, 1));
        }
        RecordInput other = record(Optional.of(List.of(-10.0, -10.0)), Optional.empty());
        try (OnnxModel model = OnnxModel.open(spec(fused("features"), other, without))) {
            assertThat(model.predict(List.of(content(image(3), MISSING, number(30))))).containsExactly(seen(3, 1, -3.5f));
        }
    }

    @Test
    void aMissingFieldOfAModalityThatIsThereIsNeverMadeUp() throws IOException {
        RecordInput none = record(Optional.empty(), Optional.empty());
        try (OnnxModel model = OnnxModel.open(spec(fused("features"), none, BOTH))) {
            assertThat(reason(model.predict(List.of(content(image(3), number(80), MISSING))).getFirst()))
                    .as("'other' is known, so that 'labs' is there")
                    .isEqualTo("'labs.crp' is missing, and 'record.missing' does not declare what stands for it");
        }
    }

    @Test
    void aNetworkOfRecordsAloneIsShownNoPicture() throws IOException {
        Network network = new Network()
                .input("features", Network.FLOAT, -1, 2)
                .mean("mean", "features")
                .output("mean", Network.FLOAT, -1, 1)
                .flatten("seen", "features")
                .output("seen", Network.FLOAT, -1, 2);
        Takes alone = new Takes(List.of("labs", "person"), List.of());
        try (OnnxModel model = OnnxModel.open(spec(network, record(Optional.empty(), Optional.empty()), alone))) {
            assertThat(model.predict(List.of(content(Optional.empty(), number(80), number(40)), content(image(3), number(60), number(20)))))
                    .containsExactly(new Output.Scores(1.5, new float[] {2, 1}), new Output.Scores(0, new float[] {0, 0}));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "features | 1, -1, 3 | input 'features' has shape [-1, 3], the study lists 2 fields: [n, 2]",
        "features | 1, -1    | input 'features' has shape [-1], the study lists 2 fields: [n, 2]",
        "features | 7, -1, 2 | Export it with 32-bit float tensors",
        "features | 1, 8, 2  | input 'features' takes exactly 8 cases at once",
        "featurse | 1, -1, 2 | has no input 'features'; it has featurse, image. Did you mean 'featurse'?"
    })
    void aSecondInputThatDiffersIsExplained(String name, String typeAndShape, String message) throws IOException {
        long[] numbers = Arrays.stream(typeAndShape.split(",")).mapToLong(each -> Long.parseLong(each.strip())).toArray();
        Network network = Network.of(1, 2, 2)
                .input(name, (int) numbers[0], Arrays.copyOfRange(numbers, 1, numbers.length))
                .mean("mean", "image")
                .output("mean", Network.FLOAT, -1, 1)
                .flatten("seen", "image")
                .output("seen", Network.FLOAT, -1, 4);
        OnnxSpec spec = spec(network, record(Optional.empty(), Optional.empty()), BOTH);
        assertThatThrownBy(() -> OnnxModel.open(spec)).isInstanceOf(BadInput.class).hasMessageContaining(message);
    }

    @Test
    void anInputThatTheStudyDoesNotDescribeIsNamed() throws IOException {
        OnnxSpec more = spec(fused("features", "absent"), record(Optional.empty(), Optional.empty()), BOTH);
        assertThatThrownBy(() -> OnnxModel.open(more))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("takes 3 inputs [absent, features, image], the study describes image, features");
    }

    @Test
    void everyPartOfTheRecordInputIsPartOfTheSubject() throws IOException {
        Network network = fused("features");
        Optional<List<Double>> zero = Optional.of(List.of(0.0, 0.0));
        assertThat(List.of(
                        spec(network, record(Optional.empty(), Optional.empty()), BOTH).preprocessing(),
                        spec(network, record(zero, Optional.empty()), BOTH).preprocessing(),
                        spec(network, record(zero, Optional.of("absent")), BOTH).preprocessing(),
                        spec(network, record(zero, Optional.empty()), new Takes(BOTH.modalities(), List.of("labs"))).preprocessing(),
                        new OnnxSpec(Path.of("x"), new PictureInput("image", 2, 2, 1, 1, 0, 1), OUTPUT).preprocessing()))
                .doesNotHaveDuplicates();
    }
}
