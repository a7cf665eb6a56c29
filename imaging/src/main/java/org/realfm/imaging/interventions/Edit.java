package org.realfm.imaging.interventions;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;

/// An intervention on a known set of pixels, with a sham twin and a removal.
///
/// - `do(z = 1)` is [#apply]: the mark stands on the film.
/// - `do(z = 0)` is [#removal]: the same pixels are made again from the film around them, so the mark is not there,
///   whether the film had one or not.
/// - The [#sham] makes the pixels of the mask's left-right mirror image again in the same way: as many pixels, at the
///   same height on the film, no mark. It carries what editing alone does: `ACE_sham = mean f(sham) - f(x)`, against
///   which `ACE_z = mean f(do z=1) - f(do z=0)` is held. The mirror image is taken since a film of the chest is nearly
///   symmetric, so the sham costs the model about as much anatomy as the mark does.
public sealed interface Edit extends Intervention permits Mark, Border, BurnedText, Tube, FilmNodule {

    /// A short name for tables, as in `mark top left`.
    String name();

    /// The pixels that the edit may change on a picture of this size; at least one.
    Mask mask(int width, int height);

    /// The edit that stands for all with the same mask, so that what they share as sham and removal is shown once.
    default Edit outline() {
        return this;
    }

    /// The twin without meaning: as many pixels made again, in the mirror image of the mask.
    default Inpainting sham() {
        return new Inpainting(outline(), true);
    }

    /// The pixels of the mask made again from the film around them.
    default Inpainting removal() {
        return new Inpainting(outline(), false);
    }

    @Override
    Image2D apply(Image2D image, long seed);

    /// The edits that a model of chest films should not care about, at their usual sizes: bright and dark marks in the
    /// four corners, both borders, texts in two corners, a tube.
    static List<Edit> standard() {
        Stream<Edit> marks = Arrays.stream(Mark.Tone.values())
                .flatMap(tone ->
                        Arrays.stream(Corner.values()).map(corner -> new Mark(corner, Mark.USUAL_SIZE, tone)));
        Stream<Edit> others = Stream.of(
                new Border(Border.Kind.WHITE, Border.USUAL_WIDTH),
                new Border(Border.Kind.BLACK, Border.USUAL_WIDTH),
                new BurnedText("L", Corner.TOP_RIGHT),
                new BurnedText("PORT", Corner.TOP_LEFT),
                new Tube());
        return Stream.concat(marks, others).toList();
    }

    /// Sets every pixel of the mask to one value.
    static Image2D fill(Image2D image, Mask mask, float value) {
        float[] samples = image.samples();
        for (int pixel : mask.indices()) {
            for (int c = 0; c < image.channels(); c++) {
                samples[pixel * image.channels() + c] = value;
            }
        }
        return image.withStored(samples);
    }
}
