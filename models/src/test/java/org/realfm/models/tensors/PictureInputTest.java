package org.realfm.models.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.pictures.Picture;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.imaging.preprocessing.Preprocessing;
import org.realfm.imaging.preprocessing.Step.Interpolation;
import org.realfm.imaging.preprocessing.Step;
import org.realfm.imaging.volume.Orientation;
import org.realfm.ledger.Digest;
import org.realfm.models.Content;
import org.realfm.models.Output;
import org.realfm.models.onnx.OnnxSpec;
import org.realfm.models.tensors.ScoreOutput.Activation;

/// What a network sees of a picture after steps. Expected values are worked out by hand.
class PictureInputTest {

    private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);

    /// Columns count by 1, rows by 4: 0 1 2 3, 4 5 6 7, 8 9 10 11.
    private static final Image2D COUNTING = Image2D.of(4, 3, 1, 255, new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});

    private static PictureInput input(int rows, int columns, int channels, Step... steps) {
        return new PictureInput("image", rows, columns, channels, PictureWindow.FILE, Preprocessing.of(steps), 1, 0, 1);
    }

    private static float[] seen(PictureInput input, Image2D picture) {
        List<float[]> inputs = input.inputs(new Picture.Flat(picture));
        assertThat(inputs).hasSize(1);
        return inputs.getFirst();
    }

    @Test
    void aCropLeavesTheMiddle() {
        assertThat(seen(input(1, 2, 1, new Step.Crop(2, 1, 0)), COUNTING)).containsExactly(5, 6);
    }

    @Test
    void aCropLeavesASmallerPicture() {
        assertThat(seen(input(3, 4, 1, new Step.Crop(8, 8, 0)), COUNTING)).isEqualTo(COUNTING.samples());
    }

    @Test
    void aPadSurroundsWithItsValue() {
        assertThat(seen(input(3, 6, 1, new Step.Pad(6, 1, 0, -1)), COUNTING))
                .containsExactly(-1, 0, 1, 2, 3, -1, -1, 4, 5, 6, 7, -1, -1, 8, 9, 10, 11, -1);
    }

    /// A triangle twice as wide: 3/7, 3/7 and 1/7 of the first three columns.
    @Test
    void aResizeIsThatOfPicturesWithoutSteps() {
        float[] half = seen(input(3, 2, 1, new Step.Resize(2, 3, 0, Interpolation.LINEAR)), COUNTING);
        assertThat(half).containsExactly(new float[] {5 / 7f, 16 / 7f, 33 / 7f, 44 / 7f, 61 / 7f, 72 / 7f}, ROUNDING);
        assertThat(half).containsExactly(seen(input(3, 2, 1), COUNTING), ROUNDING);
    }

    @Test
    void whatStepsLeaveIsResizedToTheSize() {
        assertThat(seen(input(1, 1, 1, new Step.Crop(2, 1, 0)), COUNTING)).containsExactly(new float[] {5.5f}, ROUNDING);
    }

    @Test
    void scaleMeanAndStdApplyToNormalisedValues() {
        Image2D two = Image2D.of(2, 1, 1, 255, new float[] {10, 30});
        Preprocessing zScore = Preprocessing.of(new Step.ZScore());
        assertThat(seen(input(1, 2, 1, new Step.ZScore()), two)).containsExactly(-1, 1);
        assertThat(seen(new PictureInput("image", 1, 2, 1, PictureWindow.FILE, zScore, 2, 1, 4), two)).containsExactly(-0.75f, 0.25f);
    }

    @Test
    void percentilesBecomeZeroAndOne() {
        Image2D five = Image2D.of(5, 1, 1, 255, new float[] {10, 20, 30, 40, 50});
        assertThat(seen(input(1, 5, 1, new Step.Percentiles(25, 75)), five)).containsExactly(0, 0, 0.5f, 1, 1);
    }

    @Test
    void stepsAreTakenInTheirOrder() {
        Image2D picture = Image2D.of(4, 1, 1, 255, new float[] {0, 10, 30, 200});
        Step crop = new Step.Crop(2, 1, 0);
        Step zScore = new Step.ZScore();
        assertThat(seen(input(1, 2, 1, crop, zScore), picture)).containsExactly(-1, 1);
        // Mean 60, mean of squares 10250, so a standard deviation of sqrt(6650).
        float deviation = (float) Math.sqrt(6650);
        assertThat(seen(input(1, 2, 1, zScore, crop), picture)).containsExactly(new float[] {-50 / deviation, -30 / deviation}, ROUNDING);
    }

    @Test
    void eachColourIsNormalisedByItselfAndSeenPlaneAfterPlane() {
        Image2D colour = Image2D.of(2, 1, 3, 255, new float[] {1, 20, 5, 3, 10, 5});
        assertThat(seen(input(1, 2, 3, new Step.ZScore()), colour)).containsExactly(-1, 1, 1, -1, 0, 0);
    }

    @Test
    void aGreyPictureIsRepeatedAfterItsSteps() {
        assertThat(seen(input(1, 2, 3, new Step.Crop(2, 1, 0)), COUNTING)).containsExactly(5, 6, 5, 6, 5, 6);
    }

    @Test
    void aColourPictureIsMadeGreyBeforeItsSteps() {
        // Luma of red is 76.2, of white 255: grey is rounded to whole stored values first.
        Image2D colour = Image2D.of(3, 1, 3, 255, new float[] {0, 0, 0, 255, 0, 0, 255, 255, 255});
        assertThat(seen(input(1, 1, 1, new Step.Crop(1, 1, 0)), colour)).containsExactly(76);
    }

    @Test
    void picturesOfABatchDoNotTouchEachOther() {
        Image2D two = Image2D.of(2, 1, 1, 255, new float[] {10, 30});
        Image2D other = Image2D.of(2, 1, 1, 255, new float[] {200, 100});
        List<Output> outputs = Inputs.show(
                NetworkInput.of(input(1, 2, 1, new Step.ZScore())), List.of(Content.of("a", two), Content.of("b", other)), 2, (inputs, n) -> {
                    assertThat(n).isEqualTo(2);
                    FloatBuffer values = inputs.getFirst().values();
                    return List.of(
                            new Output.Scores(0, new float[] {values.get(), values.get()}),
                            new Output.Scores(0, new float[] {values.get(), values.get()}));
                });
        assertThat(outputs).containsExactly(
                new Output.Scores(0, new float[] {-1, 1}), new Output.Scores(0, new float[] {1, -1}));
    }

    static Stream<Step> notForPictures() {
        return Stream.of(new Step.Resample(1, 1, 1, Interpolation.LINEAR), new Step.Orient(Orientation.of("LPS")),
                new Step.Tile(2, 2, 0, 1, 1, 0), new Step.Resize(2, 2, 2, Interpolation.LINEAR), new Step.Pad(2, 2, 2, 0));
    }

    @ParameterizedTest
    @MethodSource("notForPictures")
    void stepsThatAPictureCannotTakeAreRefusedAtOnce(Step step) {
        assertThatThrownBy(() -> input(2, 2, 1, step))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(step.id());
    }

    private static Digest digest(Step... steps) {
        PictureInput input = new PictureInput("image", 28, 28, 1, PictureWindow.FILE, Preprocessing.of(steps), 1.0 / 255, 0, 1);
        ScoreOutput output = new ScoreOutput("pneumonia", 0, Activation.NONE, Optional.of("embedding"), true);
        return new OnnxSpec(Path.of("careful.onnx"), input, output).preprocessing();
    }

    /// Evidence of before there were steps must stay that of the same subject.
    @Test
    void theDigestWithoutStepsIsWhatItWasBeforeThereWereAny() {
        assertThat(digest().hex()).isEqualTo("8e6d0c87deaeb4fadd1d0c513d0b2c8234176b0ee1dc3bc8e994c274c731bac6");
    }

    @Test
    void anotherStepIsAnotherSubject() {
        Step crop = new Step.Crop(20, 20, 0);
        Step pad = new Step.Pad(32, 32, 0, 0);
        assertThat(List.of(
                        digest(), digest(crop), digest(new Step.Crop(20, 21, 0)), digest(new Step.Crop(21, 20, 0)), digest(pad),
                        digest(new Step.Pad(32, 32, 0, 1)), digest(crop, pad), digest(pad, crop), digest(new Step.ZScore()),
                        digest(new Step.Percentiles(1, 99)), digest(new Step.Percentiles(0.5, 99)),
                        digest(new Step.Resize(20, 20, 0, Interpolation.LINEAR))))
                .doesNotHaveDuplicates();
        assertThat(digest(crop, pad)).isEqualTo(digest(new Step.Crop(20, 20, 0), new Step.Pad(32, 32, 0, 0)));
    }
}
