package org.realfm.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.imaging.preprocessing.Preprocessing;
import org.realfm.imaging.preprocessing.Step;
import org.realfm.imaging.volume.Orientation;
import org.realfm.ledger.Digest;
import org.realfm.ledger.IntendedUse.Autonomy;
import org.realfm.ledger.IntendedUse.Trait;
import org.realfm.ledger.OperatingPoint;
import org.realfm.models.chat.ChatSpec;
import org.realfm.models.onnx.OnnxSpec;
import org.realfm.models.predictions.PredictionsModel;
import org.realfm.models.tensors.Combination;
import org.realfm.models.tensors.NetworkInput;
import org.realfm.models.tensors.PictureInput;
import org.realfm.models.tensors.ScoreOutput.Activation;
import org.realfm.models.tensors.ScoreOutput;
import org.realfm.tables.BadInput;

class StudyFileTest {

    @TempDir
    Path path;

    StudyFolder folder;

    @BeforeEach
    void write() {
        folder = new StudyFolder(path);
    }

    private BadInput error(String found, String replacement) {
        BadInput error = catchThrowableOfType(BadInput.class, () -> folder.study(found, replacement));
        assertThat(error).as("'%s' for '%s' must be refused", replacement, found).isNotNull();
        return error;
    }

    private BadInput errorOf(String text) {
        Path file = folder.write("other.yaml", text);
        BadInput error = catchThrowableOfType(BadInput.class, () -> StudyFile.read(file));
        assertThat(error).as("must be refused: %s", text).isNotNull();
        return error;
    }

    @Test
    void readsTheExample() throws IOException {
        Study study = folder.study();
        assertThat(study.name()).isEqualTo("pneumonia");
        assertThat(study.seed()).isEqualTo(7);
        assertThat(study.digest()).isEqualTo(Digest.of(Files.readAllBytes(study.file())));
        assertThat(study.use().autonomy()).isEqualTo(Autonomy.A1);
        assertThat(study.use().operatingPoint()).isEqualTo(new OperatingPoint.Threshold(0.5));
        assertThat(study.use().floors())
                .containsOnly(Map.entry("auroc", 0.85), Map.entry("sensitivity", 0.85), Map.entry("specificity", 0.8));
        assertThat(study.use().population()).isEqualTo(Map.of("sex", Map.of("F", 0.5, "M", 0.5)));
        assertThat(study.use().traits()).containsExactly(Trait.PROBABILITY_SHOWN);
        assertThat(study.cohort().split())
                .contains(new CohortSpec.SplitColumn("split", "test", Optional.of("val"), Optional.of("train")));
        assertThat(study.cohort().groups())
                .containsExactly(new CohortSpec.Group("sex", List.of()), new CohortSpec.Group("age", List.of()));
        assertThat(study.cohort().aggregate()).isEqualTo(CohortSpec.Aggregate.MAX);
        assertThat(study.nuisance()).containsExactly("corner_mark");
        assertThat(study.models().sequencedKeySet()).containsExactly("careful", "vendor");
        assertThat(StudyFolder.model(study, "careful").source())
                .isEqualTo(new Study.Source.Onnx(new OnnxSpec(
                        path.resolve("careful.onnx"),
                        new PictureInput("image", 28, 28, 1, 0.00392156862745098, 0, 1),
                        new ScoreOutput("pneumonia", 0, Activation.NONE, Optional.of("embedding"), true))));
        assertThat(StudyFolder.model(study, "vendor").source())
                .isEqualTo(new Study.Source.Predictions(
                        new PredictionsModel.Spec(path.resolve("vendor.csv"), true)));
        assertThat(study.comparator()).contains("vendor");
        assertThat(study.limits().casesPerProbe()).isEqualTo(1000);
        assertThat(StudyFolder.datasheet(study))
                .isEqualTo(Map.of("licence", "CC BY 4.0", "collected", "2021-03-04"));
        assertThat(StudyFolder.model(study, "careful").card().orElseThrow().content())
                .isEqualTo(Map.of("name", "careful", "version", 2));
    }

    @Test
    void readsEveryOtherKey() {
        Study study = folder.study("  autonomy: A1\n", """
                  autonomy: A2
                  site: north
                  thresholds: {from: 0.1, to: 0.5, owner: lead radiologist}
                  latency: {p95-seconds: 5, arrivals-per-hour: 60}
                  never-miss: {pneumothorax: 0.02}
                  probability-shown: false
                  public-data: true
                  foundation-model: true
                  leaves-boundary: true
                  time-critical: true
                  triage-claim: true
                  results-stored: true
                  benefit-claim: true
                """);
        assertThat(study.use().site()).contains("north");
        assertThat(study.limits().thresholds()).contains(new Study.ThresholdRange(0.1, 0.5, "lead radiologist"));
        assertThat(study.limits().latency()).contains(new Study.Latency(5, 60));
        assertThat(study.limits().neverMiss()).containsExactly(Map.entry("pneumothorax", 0.02));
        assertThat(study.use().traits())
                .containsExactly(
                        Trait.PUBLIC_DATA, Trait.PRETRAINED, Trait.LEAVES_BOUNDARY, Trait.TIME_CRITICAL,
                        Trait.TRIAGE_CLAIM, Trait.RESULTS_STORED, Trait.BENEFIT_CLAIM);

        CohortSpec cohort = folder.study("  groups: [sex, age]\n", """
                  groups: [sex, {age: [18, 40.5]}]
                  weight: weight
                  sampling: case-control
                  aggregate: last
                  developer-sites: []
                  independent-analysis: true
                """).cohort();
        assertThat(cohort.groups()).contains(new CohortSpec.Group("age", List.of(18.0, 40.5)));
        assertThat(cohort.weight()).contains("weight");
        assertThat(cohort.sampling()).contains(CohortSpec.Sampling.CASE_CONTROL);
        assertThat(cohort.aggregate()).isEqualTo(CohortSpec.Aggregate.LAST);
        assertThat(cohort.developerSites()).contains(List.of());
        assertThat(cohort.independent()).isTrue();

        Study other = folder.study("predictions: vendor.csv", "predictions: vendor.csv\n    scores: ordinal");
        assertThat(StudyFolder.model(other, "vendor").source())
                .isEqualTo(new Study.Source.Predictions(
                        new PredictionsModel.Spec(path.resolve("vendor.csv"), false)));
        assertThat(folder.study("seed: 7", "limits: {cases-per-probe: 50}").limits().casesPerProbe()).isEqualTo(50);
        assertThat(folder.study("{threshold: 0.5}", "{sensitivity-at-least: 0.9}").use().operatingPoint())
                .isEqualTo(new OperatingPoint.SensitivityAtLeast(0.9));
    }

    @Test
    void anUnknownKeyNamesTheNearestWithLineAndColumn() {
        BadInput error = error("  patient: patient", "  pateint: patient");
        assertThat(error.where()).isEqualTo(path.resolve("study.yaml") + ":16:3");
        assertThat(error.what()).contains("unknown key 'pateint' in 'cohort'").contains("case, patient, image");
        assertThat(error.remedy()).isEqualTo("Did you mean 'patient'?");
    }

    @Test
    void aWrongTypeSaysWhatWasFoundAndExpectedWithLineAndColumn() {
        BadInput error = error("seed: 7", "seed: seven");
        assertThat(error.where()).isEqualTo(path.resolve("study.yaml") + ":3:7");
        assertThat(error.what()).isEqualTo("'seed' is the text 'seven', expected a whole number");
    }

    @Test
    void aKeyThatStandsTwiceIsAnError() {
        BadInput error = error("seed: 7", "seed: 7\nseed: 8");
        assertThat(error.where()).endsWith(":4:1");
        assertThat(error.what()).contains("'seed' stands here a second time");
    }

    @Test
    void aMissingKeyIsNamed() {
        BadInput error = error("  truth: pneumonia\n", "");
        assertThat(error.where()).endsWith("study.yaml:14:3");
        assertThat(error.what()).isEqualTo("'cohort' lacks the key 'truth'");
    }

    @Test
    void aMissingFileNamesItsLineAndTheNearestFile() {
        BadInput error = error("table: cases.csv", "table: case.csv");
        assertThat(error.where()).endsWith(":14:10");
        assertThat(error.what()).contains("case.csv");
        assertThat(error.remedy()).isEqualTo("Did you mean 'cases.csv'?");
    }

    @Test
    void fullAutonomyIsRefusedWithTheReason() {
        BadInput error = error("autonomy: A1", "autonomy: A4");
        assertThat(error.where()).endsWith(":8:13");
        assertThat(error.getMessage()).contains("unsupervised diagnosis");
    }

    @Test
    void readsTheStepsOfAnInputInTheirOrder() {
        Study study = folder.study("std: 1}", """
                std: 1, steps: [
                  {resize: [30, 40]}, {crop: [10, 20]}, {pad: {size: [50, 60], value: -1.5}}, {pad: {size: [70, 70]}},
                  {normalise: z-score}, {normalise: {percentiles: [1, 99]}}]}
                """);
        assertThat(StudyFolder.model(study, "careful").source()).isInstanceOfSatisfying(Study.Source.Onnx.class, onnx ->
                // Rows stand first in the file, columns in the steps.
                assertThat(onnx.spec().input().picture().orElseThrow().steps()).isEqualTo(Preprocessing.of(
                        new Step.Resize(40, 30, 0, Step.Interpolation.LINEAR), new Step.Crop(20, 10, 0), new Step.Pad(60, 50, 0, -1.5),
                        new Step.Pad(70, 70, 0, 0), new Step.ZScore(), new Step.Percentiles(1, 99))));
    }

    @Test
    void readsAnInputOfVolumesAndTheirTiles() {
        Study study = folder.study("size: [28, 28], channels: 1, scale: 0.00392156862745098, mean: 0, std: 1}", """
                size: [16, 24, 32], steps: [
                  {orient: RAS}, {resample: [3, 1.5, 1]}, {window: {centre: 40, width: 400}}, {crop: [whole, 90, 80]},
                  {pad: {size: [16, whole, 96], value: -1}}, {tile: {size: [16, whole, 32], stride: [8, whole, 32], combine: mean}},
                  {normalise: z-score}]}
                """);
        assertThat(StudyFolder.model(study, "careful").source()).isInstanceOfSatisfying(Study.Source.Onnx.class, onnx -> {
            PictureInput input = onnx.spec().input().picture().orElseThrow();
            assertThat(List.of(input.slices(), input.rows(), input.columns())).containsExactly(16, 24, 32);
            assertThat(input.combination()).contains(Combination.MEAN);
            assertThat(input.steps()).isEqualTo(Preprocessing.of(
                    new Step.Orient(Orientation.of("RAS")), new Step.Resample(1, 1.5, 3, Step.Interpolation.LINEAR),
                    new Step.Window(40, 400), new Step.Crop(80, 90, 0), new Step.Pad(96, 0, 16, -1),
                    new Step.Tile(32, 0, 16, 32, 0, 8), new Step.ZScore()));
        });
    }

    @Test
    void readsANetworkOfPicturesThatIsShownSlicesOfVolumes() {
        Study study = folder.study("std: 1}", "std: 1, steps: [{orient: LPS}, {tile: {size: [1, whole, whole], combine: max}}]}");
        assertThat(StudyFolder.model(study, "careful").source()).isInstanceOfSatisfying(Study.Source.Onnx.class, onnx -> {
            PictureInput input = onnx.spec().input().picture().orElseThrow();
            assertThat(input.ofVolumes()).isTrue();
            assertThat(input.shape(1)).containsExactly(1, 1, 28, 28);
            assertThat(input.combination()).contains(Combination.MAX);
        });
    }

    @Test
    void aStepThatCannotBeTakenIsNamedWithLineAndColumn() {
        BadInput error = error("std: 1}", "std: 1, steps: [\n      {crop: [28, 28]},\n      {resample: [0.1, 0.1]}]}");
        assertThat(error.where()).endsWith("study.yaml:28:18");
        assertThat(error.what()).startsWith("'models.careful.input.steps[1].resample' needs the millimetres between pixels");
        assertThat(error("std: 1}", "std: 1, steps: [\n      {corp: [28, 28]}]}").where()).endsWith("study.yaml:27:8");
    }

    @Test
    void readsModelsThatAreReachedInOtherWays() {
        Study study = folder.study("    predictions: vendor.csv\n", """
                    command: [sh, -c, 5]
                    files: [vendor.csv]
                    environment: [HOME]
                    pictures: path
                    scores: ordinal
                  served:
                    kserve: grpcs://gpu:8001
                    model: mean
                    version: 7
                    key-from: KEY
                    input: {name: image, size: [2, 3], channels: 3}
                    outputs: {score: s}
                  reader:
                    chat: https://host/v1
                    model: reader-1
                    prompt: vendor.csv
                    temperature: 0.5
                    answer: json-object
                    price: {input: 1, output: 2}
                    budget: {cost: 5}
                """);
        assertThat(StudyFolder.model(study, "vendor").source())
                .isInstanceOfSatisfying(Study.Source.Command.class, command -> {
                    assertThat(command.spec().program()).isExecutable();
                    assertThat(command.spec().arguments()).containsExactly("-c", "5");
                    assertThat(command.spec().folder()).isEqualTo(path.toAbsolutePath());
                    assertThat(command.spec().files()).containsExactly(path.resolve("vendor.csv"));
                    assertThat(command.spec().environment()).containsExactly("HOME");
                    assertThat(command.spec().item()).isEqualTo(Duration.ofSeconds(30));
                    assertThat(command.spec().probabilities()).isFalse();
                });
        assertThat(StudyFolder.model(study, "served").source())
                .isInstanceOfSatisfying(Study.Source.Kserve.class, kserve -> {
                    assertThat(kserve.spec().url()).isEqualTo(URI.create("grpcs://gpu:8001"));
                    assertThat(kserve.spec().version()).contains("7");
                    assertThat(kserve.spec().input()).isEqualTo(NetworkInput.of(new PictureInput("image", 2, 3, 3, 1, 0, 1)));
                    assertThat(kserve.spec().batch()).isEqualTo(16);
                });
        assertThat(StudyFolder.model(study, "reader").source())
                .isInstanceOfSatisfying(Study.Source.Chat.class, chat -> {
                    assertThat(chat.spec().sampling())
                            .isEqualTo(new ChatSpec.Sampling(OptionalDouble.of(0.5), OptionalLong.empty(), 300, false));
                    assertThat(chat.spec().budget())
                            .contains(new ChatSpec.Budget(OptionalDouble.of(5), OptionalLong.empty()));
                    assertThat(chat.spec().keyFrom()).isEmpty();
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            realfm: 1                         | realfm: 2                          | from 1 to 1
            study: pneumonia                  | study: ''                          | 'study' is empty
            study: pneumonia                  | study: 5                           | the number 5, expected a text
            seed: 7                           | seed: -1                           | whole number from 0
            seed: 7                           | seed: 7.5                          | the number 7.5, expected a whole
            seed: 7                           | seed: 99999999999999999999999      | whole number from 0
            task: classification              | task: classificaton                | Did you mean 'classification'?
            risk: R2                          | risk: R9                           | one of R1, R2, R3, R4
            {threshold: 0.5}                  | {threshold: 1.5}                   | a probability from 0 to 1
            {threshold: 0.5}                  | {threshold: .nan}                  | a finite number
            {threshold: 0.5}                  | {threshold: '0.5'}                 | the text '0.5', expected a number
            {threshold: 0.5}                  | {threshold: 0,5}                   | unknown key '5'
            {threshold: 0.5}                  | {}                                 | none of the keys threshold
            {threshold: 0.5}                  | {threshold: 0.5, sensitivity-at-least: 0.9} | more than one
            {threshold: 0.5}                  | {sensitivity-at-least: 0}          | above 0, at most 1
            {auroc: 0.85,                     | {auroc: 85,                        | a number from 0 to 1
            {auroc: 0.85,                     | {auc: 0.85,                        | Did you mean 'auroc'?
            {F: 0.5, M: 0.5}                  | {F: 0.5, M: 0.6}                   | sum to 1.1, expected 1
            {F: 0.5, M: 0.5}                  | {}                                 | sum to 0.0, expected 1
            {sex: {F                          | {gender: {F                        | not in 'cohort.groups'
            groups: [sex, age]                | groups: [sex, age, sex]            | a second time
            groups: [sex, age]                | groups: [sex, {age: [40, 18]}]     | above the one before it
            groups: [sex, age]                | groups: [sex, {age: []}]           | at least one number
            groups: [sex, age]                | groups: sex                        | expected a list
            tune: val                         | tune: test                         | another part has already
            tune: val                         | tunne: val                         | Did you mean 'tune'?
            size: [28, 28]                    | size: [28, 0]                      | whole number from 1
            size: [28, 28]                    | size: [28]                         | has 1 elements, expected two
            channels: 1                       | channels: 2                        | 1 (grey) or 3
            mean: 0                           | mean: [0, 0, 0]                    | a list, expected a number
            std: 1                            | std: 0                             | above 0
            scale: 0.00392156862745098        | scale: -1                          | above 0
            std: 1                            | std: 1, steps: crop                | expected a list
            std: 1                            | std: 1, steps: []                  | is empty, expected at least one step
            std: 1                            | std: 1, steps: [z-score]           | the text 'z-score', expected keys with values
            std: 1                            | std: 1, steps: [{}]                | none of the keys crop, pad, resize, normalise
            std: 1                            | std: 1, steps: [{crop: [1, 1], resize: [2, 2]}] | more than one of the keys
            std: 1                            | std: 1, steps: [{crops: [1, 1]}]   | Did you mean 'crop'?
            std: 1                            | std: 1, steps: [{normalize: z-score}] | Did you mean 'normalise'?
            std: 1                            | std: 1, steps: [{crop: 28}]        | expected a list
            std: 1                            | std: 1, steps: [{crop: [28]}]      | Write [rows, columns]
            std: 1                            | std: 1, steps: [{resize: [28, 0]}] | whole number from 1 to 8192
            std: 1                            | std: 1, steps: [{pad: [28, 28]}]   | expected keys with values
            std: 1                            | std: 1, steps: [{pad: {value: 0}}] | lacks the key 'size'
            std: 1                            | std: 1, steps: [{pad: {size: [2, 2], vale: 0}}] | Did you mean 'value'?
            std: 1                            | std: 1, steps: [{pad: {size: [2, 2], value: 1e39}}] | expected a 32-bit number
            std: 1                            | std: 1, steps: [{normalise: zscore}] | Did you mean 'z-score'?
            std: 1                            | std: 1, steps: [{normalise: {percentiles: [1]}}] | expected two percentiles
            std: 1                            | std: 1, steps: [{normalise: {percentiles: [1, 101]}}] | from 0 to 100
            std: 1                            | std: 1, steps: [{normalise: {percentiles: [99, 1]}}] | above the one before it
            std: 1                            | std: 1, steps: [{normalise: {}}]   | lacks the key 'percentiles'
            std: 1                            | std: 1, steps: [{resample: [1, 1]}] | or use 'resize'
            std: 1                            | std: 1, steps: [{orient: LPS}]     | needs the axes of the patient
            std: 1                            | std: 1, steps: [{tile: [2, 2]}]    | expected keys with values
            std: 1                            | std: 1, steps: [{tile: {size: [2, 2]}}] | lacks the key 'combine'
            std: 1                            | std: 1, steps: [{tile: {size: [whole, whole], combine: max}}] | leaves everything whole
            std: 1                            | std: 1, steps: [{tile: {size: [2, 2], stride: [3, 1], combine: max}}] | does not go with 'size'
            std: 1                            | std: 1, steps: [{tile: {size: [1, whole, whole], stride: [1, 1, whole], combine: max}}] | does not go with 'size'
            std: 1                            | std: 1, steps: [{tile: {size: [2, 2], combine: max}}, {tile: {size: [1, 1], combine: max}}] | cuts tiles a second time
            std: 1                            | std: 1, steps: [{crop: [5, 20, 20]}] | nor a volume before it is cut into slices
            std: 1                            | std: 1, steps: [{tile: {size: [1, whole, whole], combine: max}}, {pad: {size: [3, 5, 5]}}] | nor a volume before it
            std: 1                            | std: 1, steps: [{tile: {size: [1, whole, whole], combine: max}}, {orient: LPX}] | three letters
            std: 1                            | std: 1, steps: [{tile: {size: [1, whole, whole], combine: max}}, {resample: [1, 1]}] | three distances in mm
            size: [28, 28]                    | size: [28, 28, 28, 28]             | or, of volumes, three
            size: [28, 28]                    | size: [8192, 8192, 8192]           | an input has at most
            card: careful-card.yaml           | provider: gpu                      | one of cpu, cuda
            std: 1                            | std: 1, steps: [{window: full}]    | Move it out of 'steps'
            embedding: embedding              | activation: softmax                | Add 'class'
            predictions: vendor.csv           | scores: ordinal                    | none of the keys onnx, predictions
            predictions: vendor.csv           | {predictions: vendor.csv, input: {}} | stands beside 'predictions'
            predictions: vendor.csv           | command: [no-such-program-4711]    | names the program 'no-such-program-4711', which is not on the PATH
            predictions: vendor.csv           | command: [./vendor.csv]            | which is not an executable file
            predictions: vendor.csv           | command: []                        | is empty
            predictions: vendor.csv           | {command: [sh], restarts: 2000}    | whole number from 0 to 1000
            predictions: vendor.csv           | {command: [sh], item-seconds: 0}   | seconds above 0
            predictions: vendor.csv           | {command: [sh], environment: ["a b"]} | no name of an environment variable
            predictions: vendor.csv           | {command: [sh], key-from: KEY}     | stands beside 'command'
            predictions: vendor.csv           | {kserve: "localhost:8000", model: m} | expected an address that begins with http://
            predictions: vendor.csv           | {kserve: "http://u:secret@h", model: m} | holds a user, a query or a fragment
            predictions: vendor.csv           | {kserve: "http://h", model: m}     | lacks the key 'input'
            predictions: vendor.csv           | {chat: "https://h", model: m}      | lacks the key 'prompt'
            predictions: vendor.csv           | {chat: "https://h", model: m, prompt: promt.txt} | there is no file
            predictions: vendor.csv           | {chat: "https://h", model: m, prompt: vendor.csv, budget: {cost: 5}} | has no price to count with
            predictions: vendor.csv           | {chat: "https://h", model: m, prompt: vendor.csv, key-form: K} | Did you mean 'key-from'?
            predictions: vendor.csv           | {chat: "https://h", model: m, prompt: vendor.csv, depth: 12} | 8 or 16
            comparator: vendor                | comparator: vendr                  | Did you mean 'vendor'?
            nuisance: [corner_mark]           | nuisance: [pneumonia]              | the truth or the case
            nuisance: [corner_mark]           | nuisance: [a, a]                   | a second time
            image: image                      | weight: weight                     | 'cohort' has neither 'image' nor 'dicomweb'
            site: site                        | developer-sites: [north]           | 'cohort.site' names no column
            datasheet: datasheet.yaml         | datasheet: images                  | is a folder
            datasheet: datasheet.yaml         | data: datasheet.yaml               | expected one of datasheet, plan
            """)
    void refuses(String found, String replacement, String message) {
        BadInput error = error(found, replacement);
        assertThat(error.getMessage()).contains(message);
        assertThat(error.where()).matches("(?s).*study.yaml:\\d+:\\d+");
        assertThat(error.remedy()).isNotBlank();
    }

    /// The cohort's pictures come from a server; `dicomweb` stands in line 17.
    private String pacs(String server, String query, String match, String access) {
        return StudyFolder.changed("  image: image\n", "  dicomweb: " + server + "\n  query: " + query + "\n  match: " + match + "\n"
                + access);
    }

    @Test
    void readsWhereAPacsIs() {
        folder.write("own.p12", "a key");
        PacsSpec pacs = StudyFile.read(folder.write("other.yaml", pacs("https://pacs/dicom-web",
                "{Modality: DX, 00080020: 20260101-20260630}", "{AccessionNumber: site}",
                "  access: {token-env: T, keystore: own.p12, password-env: P}\n"))).cohort().pacs().orElseThrow();
        assertThat(pacs.server()).hasToString("https://pacs/dicom-web");
        assertThat(pacs.query()).containsExactly(Map.entry("Modality", "DX"), Map.entry("00080020", "20260101-20260630"));
        assertThat(pacs.attribute()).isEqualTo(PacsSpec.Attribute.ACCESSION_NUMBER);
        assertThat(pacs.column()).isEqualTo("site");
        assertThat(pacs.access()).isEqualTo(new PacsSpec.Access(
                Optional.of("T"), Optional.of(path.resolve("own.p12")), Optional.of("P"), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
             https://me:hunter2@pacs/ | {Modality: DX}  | SOPInstanceUID | ''                       | 17:13 | has no user, query or fragment
            http://pacs/            | {Modality: DX}  | SOPInstanceUID | access: {token-env: T}   | 17:13 | a token is not sent over http
            https://pacs/ x         | {Modality: DX}  | SOPInstanceUID | ''                       | 17:13 | is no address
            https://pacs/           | {Modalty: DX}   | SOPInstanceUID | ''                       | 18:20 | Did you mean 'Modality'?
            https://pacs/           | {limit: 3}      | SOPInstanceUID | ''                       | 18:18 | is no attribute of DICOM
            https://pacs/           | {Modality: DX}  | SOPInstanceUI  | ''                       | 19:10 | Did you mean 'SOPInstanceUID'?
            https://pacs/           | {Modality: DX}  | {PatientID: a} | ''                       | 19:11 | unknown key 'PatientID'
            https://pacs/           | {Modality: DX}  | SOPInstanceUID | access: {keystore: x}    | 20:11 | only one of 'keystore'
            https://pacs/           | {Modality: DX}  | SOPInstanceUID | access: {token-env: a.b} | 20:23 | is no name of an environment
            """)
    void refusesAPacsThatCannotBeAsked(
            String server, String query, String match, String access, String place, String message) {
        BadInput error = errorOf(pacs(server, query, match, access.isEmpty() ? "" : "  " + access + "\n"));
        assertThat(error.getMessage()).contains(message).doesNotContain("hunter2").doesNotContain("a.b");
        assertThat(error.where()).endsWith("other.yaml:" + place);
    }

    @Test
    void aSensitivityNeedsATuningPart() {
        String text = StudyFolder.changed("{threshold: 0.5}", "{sensitivity-at-least: 0.9}").replace("tune: val, ", "");
        assertThat(errorOf(text).getMessage()).contains("no tuning part");
    }

    @Test
    void anyThresholdOnScoresThatAreOnlyOrdered() {
        String text = StudyFolder.changed("{threshold: 0.5}", "{threshold: -3.5}")
                .replace("predictions: vendor.csv", "predictions: vendor.csv\n    scores: ordinal")
                .replace("    card: careful-card.yaml", "    scores: ordinal");
        assertThat(StudyFile.read(folder.write("ordinal.yaml", text)).use().operatingPoint())
                .isEqualTo(new OperatingPoint.Threshold(-3.5));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                 | 1:1 | the file is empty
            `# only a comment`                 | 1:1 | the file is empty
            `- realfm: 1`                      | 1:1 | the file is a list, expected keys with values
            `just text`                        | 1:1 | the text 'just text'
            `realfm: 1\nuse:\n\tid: x`         | 3:1 | Indent with spaces
            `realfm: 1\n  study: x`            | 2:8 | not YAML
            `realfm: 1\n---\nrealfm: 1`        | 2:1 | Keep one document
            `a: &x 1\nb: *x`                   | 2:4 | found an alias
            `realfm: [1`                       | 1:11 | not YAML
            `? [a]\n: 1`                       | 1:3 | a list as a key
            """)
    void refusesFilesThatAreNoStudy(String text, String place, String message) {
        BadInput error = errorOf(text == null ? "" : text.replace("\\n", "\n").replace("\\t", "\t"));
        assertThat(error.getMessage()).contains(message);
        assertThat(error.where()).endsWith("other.yaml:" + place);
    }

    @Test
    void refusesDepthBinaryAndOtherEncodings() throws IOException {
        assertThat(errorOf("a: " + "[".repeat(100_000)).getMessage()).contains("nested deeper");
        assertThat(errorOf("realfm: \u0001").getMessage()).contains("not readable as YAML");
        Path latin = Files.write(path.resolve("latin.yaml"), "study: ü".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> StudyFile.read(latin)).isInstanceOf(BadInput.class).hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> StudyFile.read(path.resolve("none.yaml")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> StudyFile.read(path)).isInstanceOf(BadInput.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF", ""})
    void takesByteOrderMarksAndWindowsLineEnds(String mark) {
        String text = mark + StudyFolder.EXAMPLE.replace("\n", "\r\n");
        assertThat(StudyFile.read(folder.write("windows.yaml", text)).models()).hasSize(2);
        BadInput error = errorOf(mark + StudyFolder.changed("seed: 7", "sed: 7").replace("\n", "\r\n"));
        assertThat(error.where()).endsWith("other.yaml:3:1");
    }

    @Test
    void documentsAreReadAsWritten() {
        folder.write("datasheet.yaml", """
                licence: CC BY 4.0
                cases: 468
                people: 5000000000
                share: 0.25
                public: true
                released: 2024-02-03
                funding:
                sites: [north, 2, null]
                ethics: {reference: 12-34, granted: yes}
                """);
        assertThat(StudyFolder.datasheet(folder.study()))
                .isEqualTo(Map.of(
                        "licence", "CC BY 4.0",
                        "cases", 468,
                        "people", 5_000_000_000L,
                        "share", 0.25,
                        "public", true,
                        "released", "2024-02-03",
                        "sites", List.of("north", 2),
                        "ethics", Map.of("reference", "12-34", "granted", "yes")));
        folder.write("datasheet.yaml", "{\"licence\": \"MIT\", \"n\": [1, 2.5]}");
        assertThat(StudyFolder.datasheet(folder.study()))
                .isEqualTo(Map.of("licence", "MIT", "n", List.of(1, 2.5)));
        folder.write("datasheet.yaml", "- a list");
        assertThatThrownBy(() -> folder.study())
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("datasheet.yaml:1:1")
                .hasMessageContaining("expected keys with values");
    }
}
