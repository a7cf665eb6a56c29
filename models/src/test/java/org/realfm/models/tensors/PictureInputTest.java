package org.realfm.models.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Orientation;
import org.realfm.imaging.volume.Volume;
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

    /// Columns count by 1, rows by 10, slices by 100: 2 x 2 x 3 voxels of 1 mm x 1 mm x 2 mm.
    private static final Volume BLOCK = Volume.of(
            2, 2, 3, new float[] {0, 1, 10, 11, 100, 101, 110, 111, 200, 201, 210, 211}, Affine.scaling(1, 1, 2));

    private static PictureInput solid(int slices, Optional<Combination> combination, Step... steps) {
        return new PictureInput(
                "image", slices, 2, 2, 1, PictureWindow.FILE, Preprocessing.of(steps), combination, 1, 0, 1);
    }

    private static float[] seen(PictureInput input, Volume volume) {
        return input.inputs(new Picture.Solid(volume)).getFirst();
    }

    @Test
    void aVolumeIsSeenSliceAfterSlice() {
        assertThat(seen(solid(3, Optional.empty()), BLOCK)).isEqualTo(BLOCK.values());
        assertThat(solid(3, Optional.empty()).shape(5)).containsExactly(5, 1, 3, 2, 2);
        // Columns to the right, rows to the front, slices to the feet: everything the other way round.
        assertThat(seen(solid(3, Optional.empty(), new Step.Orient(Orientation.of("RAI"))), BLOCK))
                .containsExactly(211, 210, 201, 200, 111, 110, 101, 100, 11, 10, 1, 0);
    }

    @Test
    void aStatedWindowGivesVolumesTheStoredValuesOfPictures() {
        // 0 to 200 is black to white: 100 is 32767.5, which is even at 32768.
        PictureInput windowed = new PictureInput(
                "image", 3, 2, 2, 1, PictureWindow.of(100, 200), Preprocessing.of(), Optional.empty(), 1, 0, 1);
        float[] seen = seen(windowed, BLOCK);
        assertThat(seen).startsWith(0, 328).endsWith(65535, 65535);
        assertThat(seen[4]).isEqualTo(32768);
    }

    @Test
    void slicesAreCutForANetworkOfPicturesAndThreeColoursAreAlike() {
        List<float[]> slices = solid(0, Optional.of(Combination.MAX), new Step.Tile(0, 0, 1, 0, 0, 1))
                .inputs(new Picture.Solid(BLOCK));
        assertThat(slices).containsExactly(
                new float[] {0, 1, 10, 11}, new float[] {100, 101, 110, 111}, new float[] {200, 201, 210, 211});
        PictureInput colour = new PictureInput(
                "image", 0, 2, 2, 3, PictureWindow.FILE, Preprocessing.of(new Step.Crop(0, 0, 1)), Optional.empty(), 1, 0, 1);
        assertThat(seen(colour, BLOCK)).containsExactly(100, 101, 110, 111, 100, 101, 110, 111, 100, 101, 110, 111);
    }

    @Test
    void tilesOfAPictureAreFittedToTheSize() {
        PictureInput input = new PictureInput(
                "image", 0, 1, 1, 1, PictureWindow.FILE, Preprocessing.of(new Step.Tile(2, 3, 0, 2, 3, 0)),
                Optional.of(Combination.MEAN), 1, 0, 1);
        assertThat(input.inputs(new Picture.Flat(COUNTING)))
                .satisfiesExactly(left -> assertThat(left).containsExactly(new float[] {4.5f}, ROUNDING),
                        right -> assertThat(right).containsExactly(new float[] {6.5f}, ROUNDING));
    }

    private static Content shown(Picture picture) {
        return new Content("a", Optional.of(picture));
    }

    @Test
    void scoresOfTilesAreCombinedAsDeclaredInBatchesOfAtMostSoMany() {
        PictureInput max = solid(0, Optional.of(Combination.MAX), new Step.Tile(0, 0, 1, 0, 0, 1));
        PictureInput mean = solid(0, Optional.of(Combination.MEAN), new Step.Tile(0, 0, 1, 0, 0, 1));
        List<Integer> batches = new ArrayList<>();
        Inputs.Network first = (inputs, n) -> {
            FloatBuffer values = inputs.getFirst().values();
            batches.add(n);
            List<Output> outputs = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                // The highest is in the middle.
                float value = values.get(4 * i) == 200 ? 50 : values.get(4 * i);
                outputs.add(new Output.Scores(value, new float[] {1 - value, 2}));
            }
            return outputs;
        };
        List<Content> two = List.of(shown(new Picture.Solid(BLOCK)), shown(new Picture.Solid(BLOCK)));
        Output.Scores highest = new Output.Scores(100, new float[] {-99, 2});
        assertThat(Inputs.show(NetworkInput.of(max), two, 2, first)).containsExactly(highest, highest);
        assertThat(batches).containsExactly(2, 1, 2, 1);
        assertThat(Inputs.show(NetworkInput.of(mean), two, 3, first)).allSatisfy(output -> {
            assertThat(output).isInstanceOf(Output.Scores.class);
            Output.Scores scores = (Output.Scores) output;
            assertThat(scores.score()).isCloseTo(50, Offset.offset(1e-12));
            assertThat(scores.embedding()).containsExactly(-49, 2);
        });
        Output.Failure failure = new Output.Failure("no");
        assertThat(Inputs.show(NetworkInput.of(max), two, 3, (values, n) -> List.of(highest, failure, highest))).containsExactly(failure, failure);
    }

    @Test
    void whatIsOfTheOtherKindIsAFailureNotACrash() {
        Inputs.Network never = (values, n) -> {
            throw new AssertionError("nothing can be shown");
        };
        assertThat(Inputs.show(NetworkInput.of(solid(3, Optional.empty())), List.of(Content.of("a", COUNTING)), 4, never))
                .containsExactly(new Output.Failure(
                        "the steps of 'input' cannot be taken: they are for volumes, the case has a picture of one plane"));
        assertThat(Inputs.show(NetworkInput.of(input(2, 2, 1)), List.of(shown(new Picture.Solid(BLOCK))), 4, never))
                .containsExactly(new Output.Failure(
                        "the steps of 'input' cannot be taken: they are for pictures of one plane, the case has a volume"));
        assertThat(Inputs.show(
                        NetworkInput.of(solid(0, Optional.of(Combination.MAX), new Step.Tile(9, 0, 1, 9, 0, 1))),
                        List.of(shown(new Picture.Solid(BLOCK))), 4, never))
                .allSatisfy(output -> assertThat(output.toString()).contains("pad first"));
    }

    @Test
    void sizeAndCombinationArePartOfTheSubject() {
        Step slices = new Step.Tile(0, 0, 1, 0, 0, 1);
        assertThat(Stream.of(
                                input(2, 2, 1), solid(2, Optional.empty()), solid(3, Optional.empty()),
                                solid(0, Optional.of(Combination.MAX), slices),
                                solid(0, Optional.of(Combination.MEAN), slices),
                                solid(3, Optional.of(Combination.MEAN), slices))
                        .map(PictureInput::identity))
                .doesNotHaveDuplicates();
        assertThatThrownBy(() -> solid(0, Optional.of(Combination.MAX))).hasMessageContaining("found no tiles");
        assertThatThrownBy(() -> solid(3, Optional.empty(), slices)).hasMessageContaining("without how");
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
