package org.realfm.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.pictures.Picture;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.imaging.preprocessing.Preprocessing;
import org.realfm.imaging.preprocessing.Step;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;
import org.realfm.ledger.Digest;
import org.realfm.models.Content;
import org.realfm.models.Output;
import org.realfm.models.tensors.PictureInput;
import org.realfm.models.tensors.ScoreOutput.Activation;
import org.realfm.models.tensors.ScoreOutput;
import org.realfm.tables.BadInput;

class OnnxModelTest {

    @TempDir
    private Path folder;

    /// A specification to be varied: 2 x 2 grey, stored values as they are, `mean` as an ordinal score.
    private static OnnxSpec spec(Path file) {
        return new OnnxSpec(
                file,
                new PictureInput("image", 2, 2, 1, 1, 0, 1),
                new ScoreOutput("mean", 0, Activation.NONE, Optional.empty(), false));
    }

    private static OnnxSpec spec(Path file, int rows, int columns, int channels, double scale, double mean, double std) {
        return new OnnxSpec(
                file,
                new PictureInput("image", rows, columns, channels, scale, mean, std),
                new ScoreOutput("mean", 0, Activation.NONE, Optional.of("seen"), false));
    }

    private static OnnxSpec spec(Path file, String score, int positive, Activation activation, boolean probabilities) {
        return new OnnxSpec(
                file,
                new PictureInput("image", 2, 2, 1, 1, 0, 1),
                new ScoreOutput(score, positive, activation, Optional.empty(), probabilities));
    }

    /// A network whose score is the mean of what it sees, and whose features are what it sees.
    private Path mirror(int channels, int rows, int columns) throws IOException {
        return Network.of(channels, rows, columns)
                .mean("mean", "image")
                .output("mean", Network.FLOAT, -1, 1)
                .flatten("seen", "image")
                .output("seen", Network.FLOAT, -1, channels * rows * columns)
                .write(folder);
    }

    private static Image2D grey(int width, int height, float... samples) {
        return Image2D.of(width, height, 1, 255, samples);
    }

    private static Content content(Image2D image) {
        return Content.of("a", image);
    }

    private static Output answer(OnnxSpec spec, Image2D image) {
        try (OnnxModel model = OnnxModel.open(spec)) {
            return model.predict(List.of(content(image))).getFirst();
        }
    }

    private static double score(Output output) {
        return switch (output) {
            case Output.Scores scores -> scores.score();
            case Output.Failure(String reason) -> throw new AssertionError(reason);
            case Output.Refusal(String words) -> throw new AssertionError(words);
        };
    }

    private static float[] seen(Output output) {
        return output instanceof Output.Scores scores ? scores.embedding() : new float[0];
    }

    private static String failure(Output output) {
        return output instanceof Output.Failure failure ? failure.reason() : "no failure: " + output;
    }

    @Test
    void aPictureIsSeenRowByRowWithItsStoredValues() throws IOException {
        Output output = answer(spec(mirror(1, 2, 3), 2, 3, 1, 1, 0, 1), grey(3, 2, 1, 2, 3, 4, 5, 6));
        assertThat(seen(output)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(score(output)).isEqualTo(3.5);
    }

    @Test
    void valuesAreScaledThenCentredThenDivided() throws IOException {
        Output output = answer(spec(mirror(1, 1, 2), 1, 2, 1, 1.0 / 255, 0.5, 0.25), grey(2, 1, 0, 255));
        assertThat(seen(output)).containsExactly(-2f, 2f);
    }

    @Test
    void coloursAreSeenPlaneAfterPlane() throws IOException {
        Image2D colour = Image2D.of(2, 1, 3, 255, new float[] {1, 2, 3, 4, 5, 6});
        assertThat(seen(answer(spec(mirror(3, 1, 2), 1, 2, 3, 1, 0, 1), colour))).containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void aGreyPictureIsRepeatedForANetworkThatTakesColours() throws IOException {
        assertThat(seen(answer(spec(mirror(3, 1, 2), 1, 2, 3, 1, 0, 1), grey(2, 1, 7, 8))))
                .containsExactly(7, 8, 7, 8, 7, 8);
    }

    @Test
    void aColourPictureIsMadeGreyForANetworkThatTakesGrey() throws IOException {
        Image2D colour = Image2D.of(1, 1, 3, 255, new float[] {100, 200, 50});
        assertThat(seen(answer(spec(mirror(1, 1, 1), 1, 1, 1, 1, 0, 1), colour))).containsExactly(153);
    }

    @Test
    void aPictureOfAnotherSizeIsResized() throws IOException {
        Image2D larger = grey(4, 4, 0, 0, 8, 8, 0, 0, 8, 8, 4, 4, 6, 6, 4, 4, 6, 6);
        assertThat(seen(answer(spec(mirror(1, 2, 2), 2, 2, 1, 1, 0, 1), larger)))
                .isEqualTo(larger.resize(2, 2).samples());
        assertThat(seen(answer(spec(mirror(1, 3, 5), 3, 5, 1, 1, 0, 1), larger)))
                .isEqualTo(larger.resize(5, 3).samples());
    }

    @Test
    void aBatchIsAnsweredInOrderAndACaseWithoutAPictureFailsAlone() throws IOException {
        List<Content> batch = List.of(
                content(grey(2, 2, 1, 1, 1, 1)),
                new Content("b", Optional.empty()),
                content(grey(2, 2, 3, 3, 3, 3)),
                content(grey(2, 2, 2, 2, 2, 2)));
        try (OnnxModel model = OnnxModel.open(spec(mirror(1, 2, 2)))) {
            assertThat(model.predict(batch))
                    .containsExactly(
                            new Output.Scores(1, new float[0]),
                            new Output.Failure("the case has no picture"),
                            new Output.Scores(3, new float[0]),
                            new Output.Scores(2, new float[0]));
            assertThat(model.predict(List.of())).isEmpty();
            assertThat(model.predict(List.of(batch.get(1))))
                    .containsExactly(new Output.Failure("the case has no picture"));
        }
    }

    @Test
    void aPictureThatStepsMakeTooLargeFailsAlone() throws IOException {
        Preprocessing wide = Preprocessing.of(new Step.Pad(8192, 1, 0, 0), new Step.Crop(2, 2, 0));
        OnnxSpec padded = new OnnxSpec(
                mirror(1, 2, 2),
                new PictureInput("image", 2, 2, 1, PictureWindow.FILE, wide, 1, 0, 1),
                new ScoreOutput("mean", 0, Activation.NONE, Optional.empty(), false));
        try (OnnxModel model = OnnxModel.open(padded)) {
            List<Output> outputs = model.predict(List.of(
                    content(grey(2, 2, 1, 2, 3, 6)), content(grey(1, 70_000, new float[70_000])), content(grey(2, 2, 5, 5, 5, 5))));
            assertThat(outputs.getFirst()).isEqualTo(new Output.Scores(3, new float[0]));
            assertThat(failure(outputs.get(1))).startsWith("the steps of 'input' cannot be taken: that would make more than");
            assertThat(outputs.getLast()).isEqualTo(new Output.Scores(5, new float[0]));
        }
    }

    @Test
    void closingWaitsForWhoIsAskingAndThenNobodyIsAnswered() throws Exception {
        Image2D picture = grey(512, 512, new float[512 * 512]);
        try (ExecutorService others = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 10; round++) {
                OnnxModel model = OnnxModel.open(spec(mirror(1, 512, 512), 512, 512, 1, 1, 0, 1));
                CountDownLatch asking = new CountDownLatch(4);
                List<Future<?>> asked = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    asked.add(others.submit(() -> {
                        while (true) {
                            model.predict(List.of(content(picture)));
                            asking.countDown();
                        }
                    }));
                }
                asking.await();
                model.close();
                model.close();
                for (Future<?> each : asked) {
                    assertThatThrownBy(each::get).hasRootCauseInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("the network was closed while it was asked");
                }
            }
        }
    }

    @Test
    void aNetworkForOnePictureIsAskedOneByOne() throws IOException {
        Path single = new Network()
                .input("image", Network.FLOAT, 1, 1, 2, 2)
                .mean("mean", "image")
                .output("mean", Network.FLOAT, 1, 1)
                .write(folder);
        try (OnnxModel model = OnnxModel.open(spec(single))) {
            assertThat(model.predict(IntStream.range(0, 5)
                            .mapToObj(i -> content(grey(2, 2, i, i, i, i)))
                            .toList()))
                    .extracting(OnnxModelTest::score)
                    .containsExactly(0.0, 1.0, 2.0, 3.0, 4.0);
        }
    }

    @ParameterizedTest
    @CsvSource({"NONE,0,3", "SIGMOID,0,0.9525741268224334", "SOFTMAX,0,0.9975273768433653", "SOFTMAX,1,0.0024726231566347743"})
    void theOutputBecomesAScore(Activation activation, int positive, double expected) throws IOException {
        Path two = Network.of(1, 2, 2)
                .mean("mean", "image")
                .node("Neg", "minus", "mean")
                .concat("logits", "mean", "minus")
                .output("logits", Network.FLOAT, -1, 2)
                .write(folder);
        double score = score(answer(spec(two, "logits", positive, activation, false), grey(2, 2, 3, 3, 3, 3)));
        assertThat(score).isEqualTo(expected, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void extremeLogitsStayProbabilities(Activation activation) throws IOException {
        Path two = Network.of(1, 2, 2)
                .mean("mean", "image")
                .node("Neg", "minus", "mean")
                .concat("logits", "mean", "minus")
                .output("logits", Network.FLOAT, -1, 2)
                .write(folder);
        Image2D bright = Image2D.of(2, 2, 1, 65535, new float[] {60000, 60000, 60000, 60000});
        assertThat(score(answer(spec(two, "logits", 0, activation, false), bright)))
                .isEqualTo(activation == Activation.NONE ? 60000 : 1);
        assertThat(score(answer(spec(two, "logits", 1, activation, false), bright)))
                .isEqualTo(activation == Activation.NONE ? -60000 : 0);
    }

    @Test
    void aScoreWithoutASecondDimensionIsAScore() throws IOException {
        Path flat = Network.of(1, 2, 2)
                .mean("column", "image")
                .node("Squeeze", "mean", "column")
                .output("mean", Network.FLOAT, -1)
                .write(folder);
        try (OnnxModel model = OnnxModel.open(spec(flat))) {
            assertThat(model.predict(List.of(content(grey(2, 2, 1, 1, 1, 1)), content(grey(2, 2, 2, 2, 2, 2)))))
                    .extracting(OnnxModelTest::score)
                    .containsExactly(1.0, 2.0);
            assertThat(score(model.predict(List.of(content(grey(2, 2, 5, 5, 5, 5)))).getFirst()))
                    .isEqualTo(5);
        }
    }

    @Test
    void notANumberIsAFailureAndTheRestOfTheBatchCounts() throws IOException {
        Path division = Network.of(1, 2, 2)
                .mean("mean", "image")
                .node("Div", "ratio", "mean", "mean")
                .output("ratio", Network.FLOAT, -1, 1)
                .write(folder);
        try (OnnxModel model = OnnxModel.open(spec(division, "ratio", 0, Activation.NONE, true))) {
            List<Output> outputs =
                    model.predict(List.of(content(grey(2, 2, 0, 0, 0, 0)), content(grey(2, 2, 4, 4, 4, 4))));
            assertThat(failure(outputs.getFirst())).isEqualTo("the score is NaN");
            assertThat(score(outputs.getLast())).isEqualTo(1);
        }
        Path infinite = Network.of(1, 2, 2)
                .mean("mean", "image")
                .node("Reciprocal", "inverse", "mean")
                .output("inverse", Network.FLOAT, -1, 1)
                .write(folder);
        Image2D black = grey(2, 2, 0, 0, 0, 0);
        assertThat(failure(answer(spec(infinite, "inverse", 0, Activation.NONE, false), black)))
                .isEqualTo("the score is Infinity");
        assertThat(failure(answer(spec(infinite, "inverse", 0, Activation.SOFTMAX, true), black)))
                .isEqualTo("the score is NaN");
    }

    @Test
    void aScoreThatIsNoProbabilityIsAFailureWhereProbabilitiesArePromised() throws IOException {
        Path file = mirror(1, 2, 2);
        Image2D bright = grey(2, 2, 2, 2, 2, 2);
        assertThat(failure(answer(spec(file, "mean", 0, Activation.NONE, true), bright)))
                .contains("the score 2.0 is not a probability in [0, 1]")
                .contains("declare outputs.activation")
                .contains("'scores: ordinal'");
        assertThat(score(answer(spec(file, "mean", 0, Activation.NONE, false), bright))).isEqualTo(2);
        assertThat(score(answer(spec(file, "mean", 0, Activation.SIGMOID, true), bright))).isBetween(0.88, 0.881);
        for (float edge : new float[] {0, 1}) {
            assertThat(score(answer(spec(file, "mean", 0, Activation.NONE, true), grey(2, 2, edge, edge, edge, edge))))
                    .isEqualTo(edge);
        }
    }

    @Test
    void anOutputThatIsNotOneRowAPictureFailsTheBatch() throws IOException {
        Path all = Network.of(1, 2, 2)
                .node("ReduceMean", "mean", "image")
                .output("mean", Network.FLOAT, -1, -1, -1, -1)
                .write(folder);
        try (OnnxModel model = OnnxModel.open(spec(all))) {
            List<Output> outputs =
                    model.predict(List.of(content(grey(2, 2, 0, 0, 0, 0)), content(grey(2, 2, 4, 4, 4, 4))));
            assertThat(outputs).hasSize(2);
            assertThat(failure(outputs.getLast()))
                    .isEqualTo("the network gave 1 scores and 2 rows of features for 2 pictures");
        }
    }

    @Test
    void aClassThatTheOutputDoesNotHaveIsFoundAtOnceOrAtTheFirstPicture() throws IOException {
        assertThatThrownBy(() -> OnnxModel.open(spec(mirror(1, 2, 2), "mean", 1, Activation.NONE, false)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("output 'mean' has the classes 0 to 0, the study says class 1")
                .hasMessageContaining("outputs.class");
        Path free = new Network()
                .input("image", Network.FLOAT, -1, 1, -1, -1)
                .flatten("classes", "image")
                .output("classes", Network.FLOAT, -1, -1)
                .write(folder);
        assertThat(score(answer(spec(free, "classes", 3, Activation.NONE, false), grey(2, 2, 5, 6, 7, 8))))
                .isEqualTo(8);
        assertThat(failure(answer(spec(free, "classes", 4, Activation.NONE, false), grey(2, 2, 5, 6, 7, 8))))
                .isEqualTo("the score output has 4 elements, class 4 was asked for");
    }

    @Test
    void wrongNamesAreAnsweredWithTheRightOnes() throws IOException {
        Path file = mirror(1, 2, 2);
        OnnxSpec good = spec(file);
        assertThatThrownBy(() -> OnnxModel.open(new OnnxSpec(
                file,
                new PictureInput("imgae", 2, 2, 1, 1, 0, 1),
                new ScoreOutput("mean", 0, Activation.NONE, Optional.empty(), false))))
                .isInstanceOf(BadInput.class)
                .hasMessage(file + ": has no input 'imgae'; it has image. Did you mean 'image'?");
        assertThatThrownBy(() -> OnnxModel.open(spec(file, "probability", 0, Activation.NONE, false)))
                .isInstanceOf(BadInput.class)
                .hasMessage(file + ": has no output 'probability'; it has mean, seen. Name one of these");
        assertThatThrownBy(() -> OnnxModel.open(new OnnxSpec(
                file,
                new PictureInput("image", 2, 2, 1, 1, 0, 1),
                new ScoreOutput("mean", 0, Activation.NONE, Optional.of("sene"), false))))
                .hasMessageContaining("has no output 'sene'; it has mean, seen")
                .hasMessageContaining("Did you mean 'seen'?");
        OnnxModel.open(good).close();
    }

    @ParameterizedTest
    @CsvSource({"3,2,1", "2,3,1", "2,2,3"})
    void anotherShapeThanTheStudySays(int rows, int columns, int channels) throws IOException {
        Path file = mirror(1, 2, 2);
        assertThatThrownBy(() -> OnnxModel.open(spec(file, rows, columns, channels, 1, 0, 1)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("input 'image' has shape [-1, 1, 2, 2], the study says [n, " + channels + ", "
                        + rows + ", " + columns + "]");
    }

    @Test
    void aFreeShapeTakesWhatTheStudySays() throws IOException {
        Path free = new Network()
                .input("image", Network.FLOAT, -1, 1, -1, -1)
                .mean("mean", "image")
                .output("mean", Network.FLOAT, -1, 1)
                .write(folder);
        assertThat(score(answer(spec(free), grey(2, 2, 1, 2, 3, 4)))).isEqualTo(2.5);
    }

    @Test
    void whatCannotBeShownPicturesIsRefused() throws IOException {
        Path flat = new Network()
                .input("image", Network.FLOAT, -1, 4)
                .node("Identity", "mean", "image")
                .output("mean", Network.FLOAT, -1, 4)
                .write(folder);
        assertThatThrownBy(() -> OnnxModel.open(spec(flat))).hasMessageContaining("has shape [-1, 4]");
        Path bytes = new Network()
                .input("image", Network.UINT8, -1, 1, 2, 2)
                .cast("float", "image", Network.FLOAT)
                .mean("mean", "float")
                .output("mean", Network.FLOAT, -1, 1)
                .write(folder);
        assertThatThrownBy(() -> OnnxModel.open(spec(bytes)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("input 'image' is TensorInfo(javaType=UINT8")
                .hasMessageContaining("32-bit float");
        Path two = Network.of(1, 2, 2)
                .input("age", Network.FLOAT, -1, 1)
                .mean("shade", "image")
                .node("Add", "mean", "shade", "age")
                .output("mean", Network.FLOAT, -1, 1)
                .write(folder);
        assertThatThrownBy(() -> OnnxModel.open(spec(two)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("takes 2 inputs [age, image]");
        Path eight = new Network()
                .input("image", Network.FLOAT, 8, 1, 2, 2)
                .mean("mean", "image")
                .output("mean", Network.FLOAT, 8, 1)
                .write(folder);
        assertThatThrownBy(() -> OnnxModel.open(spec(eight)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("input 'image' takes exactly 8 pictures at once");
    }

    private static PictureInput solid(int slices, int rows, int columns) {
        return new PictureInput(
                "image", slices, rows, columns, 1, PictureWindow.FILE, Preprocessing.of(), Optional.empty(), 1, 0, 1);
    }

    private static OnnxSpec spec(Path file, PictureInput input) {
        return new OnnxSpec(file, input, new ScoreOutput("mean", 0, Activation.NONE, Optional.of("seen"), false));
    }

    private Path solidMirror(long... shape) throws IOException {
        return new Network()
                .input("image", Network.FLOAT, shape)
                .mean("mean", "image")
                .output("mean", Network.FLOAT, -1, 1)
                .flatten("seen", "image")
                .output("seen", Network.FLOAT, -1, -1)
                .write(folder);
    }

    @Test
    void aNetworkOfVolumesSeesEachAsItIs() throws IOException {
        Volume first = Volume.of(3, 2, 2, new float[] {-1000, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 3000}, Affine.scaling(1, 1, 1));
        Volume second = first.withValues(new float[12]);
        try (OnnxModel model = OnnxModel.open(spec(solidMirror(-1, 1, 2, 2, 3), solid(2, 2, 3)))) {
            List<Output> said = model.predict(List.of(
                    new Content("a", Optional.of(new Picture.Solid(first))), new Content("b", Optional.of(new Picture.Solid(second)))));
            assertThat(((Output.Scores) said.getFirst()).embedding()).isEqualTo(first.values());
            assertThat(score(said.getLast())).isZero();
            assertThat(model.runtime()).endsWith(" cpu fp32");
        }
    }

    @Test
    void aMismatchOfVolumesAndPicturesSaysWhatTheModelExpects() throws IOException {
        assertThatThrownBy(() -> OnnxModel.open(spec(solidMirror(-1, 1, 16, 24, -1), solid(0, 24, 24))))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("has shape [-1, 1, 16, 24, -1], the study says [n, 1, 24, 24]")
                .hasMessageContaining("It takes volumes: write 'size: [16, 24, columns]'");
        assertThatThrownBy(() -> OnnxModel.open(spec(mirror(1, 24, 24), solid(16, 24, 24))))
                .hasMessageContaining("the study says [n, 1, 16, 24, 24]")
                .hasMessageContaining("It takes pictures of one plane: write 'size: [24, 24]', and cut volumes into slices with 'tile'");
        assertThatThrownBy(() -> OnnxModel.open(spec(solidMirror(-1, 1, 16, 24, 24), solid(24, 24, 16))))
                .hasMessageContaining("has shape [-1, 1, 16, 24, 24], the study says [n, 1, 24, 24, 16]")
                .hasMessageContaining("Correct size and channels");
        assertThatThrownBy(() -> OnnxModel.open(spec(solidMirror(-1, 16, 24, 20, 1), solid(16, 24, 20))))
                .hasMessageContaining("channels first, [n, channels, slices, rows, columns]");
    }

    @Test
    void cudaIsRefusedWhereTheRuntimeHasNone() throws IOException {
        Assumptions.assumeFalse(OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA), "skipped: there is CUDA here");
        OnnxSpec cpu = spec(mirror(1, 2, 2));
        OnnxSpec cuda = new OnnxSpec(cpu.file(), cpu.input(), cpu.outputs(), cpu.takes(), OnnxSpec.Provider.CUDA);
        assertThatThrownBy(() -> OnnxModel.open(cuda))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("'provider: cuda', but this ONNX Runtime has only")
                .hasMessageContaining("CPU")
                .hasMessageContaining("remove 'provider'");
        assertThat(cuda.preprocessing()).isEqualTo(cpu.preprocessing());
    }

    @ParameterizedTest
    @CsvSource({"7,INT64", "11,DOUBLE", "2,UINT8"})
    void aScoreThatIsNoFloatIsRefused(int type, String name) throws IOException {
        Path file = Network.of(1, 2, 2)
                .mean("shade", "image")
                .cast("mean", "shade", type)
                .output("mean", type, -1, 1)
                .write(folder);
        assertThatThrownBy(() -> OnnxModel.open(spec(file)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("output 'mean' is TensorInfo(javaType=" + name);
    }

    @Test
    void aBrokenFileIsRefusedWithItsName() throws IOException {
        byte[] good = Files.readAllBytes(mirror(1, 2, 2));
        Path broken = folder.resolve("broken.onnx");
        assertThatThrownBy(() -> OnnxModel.open(spec(broken)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("broken.onnx: could not be read");
        byte[][] contents = {
            {}, "this is no network".getBytes(StandardCharsets.UTF_8), Arrays.copyOf(good, good.length / 2),
            Arrays.copyOf(good, good.length - 1), Network.of(1, 2, 2).node("NoSuchOperator", "mean", "image")
                    .output("mean", Network.FLOAT, -1, 1)
                    .bytes()
        };
        for (byte[] content : contents) {
            Files.write(broken, content);
            assertThatThrownBy(() -> OnnxModel.open(spec(broken)))
                    .as(content.length + " bytes")
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("broken.onnx: is not a model that ONNX Runtime can run");
        }
    }

    @Test
    void identityFollowsTheFileAndThePreprocessing() throws IOException {
        Path file = mirror(1, 2, 2);
        try (OnnxModel model = OnnxModel.open(spec(file))) {
            assertThat(model.weights()).isEqualTo(Digest.of(Files.readAllBytes(file)));
            assertThat(model.preprocessing()).isEqualTo(spec(file).preprocessing());
            assertThat(model.runtime()).matches("onnxruntime \\d+\\.\\d+\\.\\d+ cpu fp32");
            assertThat(model.interactive()).isTrue();
            assertThat(model.probabilities()).isFalse();
        }
        Path elsewhere = Path.of("elsewhere.onnx");
        assertThat(spec(elsewhere).preprocessing()).as("the place is no part").isEqualTo(spec(file).preprocessing());
        OnnxSpec s = spec(file);
        List<OnnxSpec> others = List.of(
                new OnnxSpec(
                        file,
                        new PictureInput("i", 2, 2, 1, 1, 0, 1),
                        new ScoreOutput("mean", 0, Activation.NONE, Optional.empty(), false)),
                new OnnxSpec(
                        file,
                        new PictureInput("image", 3, 2, 1, 1, 0, 1),
                        new ScoreOutput("mean", 0, Activation.NONE, Optional.empty(), false)),
                new OnnxSpec(
                        file,
                        new PictureInput("image", 2, 3, 1, 1, 0, 1),
                        new ScoreOutput("mean", 0, Activation.NONE, Optional.empty(), false)),
                new OnnxSpec(
                        file,
                        new PictureInput("image", 2, 2, 3, 1, 0, 1),
                        new ScoreOutput("mean", 0, Activation.NONE, Optional.empty(), false)),
                new OnnxSpec(
                        file,
                        new PictureInput("image", 2, 2, 1, 2, 0, 1),
                        new ScoreOutput("mean", 0, Activation.NONE, Optional.empty(), false)),
                new OnnxSpec(
                        file,
                        new PictureInput("image", 2, 2, 1, 1, 1, 1),
                        new ScoreOutput("mean", 0, Activation.NONE, Optional.empty(), false)),
                new OnnxSpec(
                        file,
                        new PictureInput("image", 2, 2, 1, 1, 0, 2),
                        new ScoreOutput("mean", 0, Activation.NONE, Optional.empty(), false)),
                new OnnxSpec(
                        file,
                        new PictureInput("image", 2, 2, 1, 1, 0, 1),
                        new ScoreOutput("m", 0, Activation.NONE, Optional.empty(), false)),
                new OnnxSpec(
                        file,
                        new PictureInput("image", 2, 2, 1, 1, 0, 1),
                        new ScoreOutput("mean", 1, Activation.NONE, Optional.empty(), false)),
                new OnnxSpec(
                        file,
                        new PictureInput("image", 2, 2, 1, 1, 0, 1),
                        new ScoreOutput("mean", 0, Activation.SIGMOID, Optional.empty(), false)),
                new OnnxSpec(
                        file,
                        new PictureInput("image", 2, 2, 1, 1, 0, 1),
                        new ScoreOutput("mean", 0, Activation.NONE, Optional.of("e"), false)),
                new OnnxSpec(
                        file,
                        new PictureInput("image", 2, 2, 1, 1, 0, 1),
                        new ScoreOutput("mean", 0, Activation.NONE, Optional.empty(), true)));
        assertThat(others).extracting(OnnxSpec::preprocessing).doesNotHaveDuplicates().doesNotContain(s.preprocessing());
    }
}
