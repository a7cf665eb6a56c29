package org.realfm.imaging.interventions;

import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;

/// What interventions compute on, be it a picture (one slice) or a volume: samples on a grid in millimetres.
///
/// The sample of channel `c` at column `x`, row `y` and slice `z` has the index
/// `((z * rows + y) * columns + x) * channels + c`. Samples may leave the scale; storing cuts and rounds a picture's.
///
/// @param film whether it is a picture, which is taken for a film where that matters
record Grid(int columns, int rows, int slices, int channels, Affine affine, Scale scale, boolean film, float[] samples) {

    /// What becomes of the picture of a slice.
    interface PictureChange {
        Image2D apply(Image2D picture, int slice);
    }

    /// @param field millimetres that the picture's shorter side spans
    static Grid of(Image2D image, double field) {
        double pitch = field / image.shorterSide();
        return new Grid(
                image.width(), image.height(), 1, image.channels(), Affine.scaling(pitch, pitch, pitch),
                new Scale(0, image.fullScale()), true, image.samples());
    }

    static Grid of(Volume volume, Scale scale) {
        return new Grid(
                volume.columns(), volume.rows(), volume.slices(), 1, volume.affine(), scale, false, volume.values());
    }

    /// The picture, stored with the depth of the one that it was made of.
    Image2D image(Image2D original) {
        if (columns == original.width() && rows == original.height()) {
            return original.withStored(samples);
        }
        Image2D blank = Image2D.of(columns, rows, channels, original.maximum(), new float[samples.length]);
        return blank.withStored(samples);
    }

    Volume volume() {
        return Volume.of(columns, rows, slices, samples, affine);
    }

    /// Millimetres from column to column (0), row to row (1), slice to slice (2).
    double spacing(int axis) {
        return affine.spacing()[axis];
    }

    /// How many samples lie along an axis.
    int length(int axis) {
        return axis == 0 ? columns : axis == 1 ? rows : slices;
    }

    Grid with(float[] others) {
        return new Grid(columns, rows, slices, channels, affine, scale, film, others);
    }

    /// Every sample changed alike.
    Grid mapped(DoubleUnaryOperator change) {
        float[] changed = new float[samples.length];
        for (int i = 0; i < changed.length; i++) {
            changed[i] = (float) change.applyAsDouble(samples[i]);
        }
        return with(changed);
    }

    /// Every sample that lies under the mask, in each slice, changed alike.
    Grid mapped(Mask mask, DoubleUnaryOperator change) {
        float[] changed = samples.clone();
        int slice = columns * rows;
        for (int pixel : mask.indices()) {
            for (int z = 0; z < slices; z++) {
                for (int c = 0; c < channels; c++) {
                    int i = (z * slice + pixel) * channels + c;
                    changed[i] = (float) change.applyAsDouble(changed[i]);
                }
            }
        }
        return with(changed);
    }

    /// Every line of samples along an axis changed alike.
    ///
    /// @param change may keep the array it is given, and gives one of the same length back
    Grid alongLines(int axis, UnaryOperator<double[]> change) {
        int length = length(axis);
        int stride = channels * (axis == 0 ? 1 : axis == 1 ? columns : columns * rows);
        float[] changed = new float[samples.length];
        for (int block = 0; block < samples.length; block += length * stride) {
            for (int start = block; start < block + stride; start++) {
                double[] line = new double[length];
                for (int i = 0; i < length; i++) {
                    line[i] = samples[start + i * stride];
                }
                double[] result = change.apply(line);
                for (int i = 0; i < length; i++) {
                    changed[start + i * stride] = (float) result[i];
                }
            }
        }
        return with(changed);
    }

    /// Every slice changed as a picture of 16 bits whose full scale is this grid's scale; what lies beyond the scale is cut.
    Grid asPictures(PictureChange change) {
        int size = columns * rows * channels;
        float[] changed = new float[samples.length];
        for (int z = 0; z < slices; z++) {
            float[] stored = new float[size];
            for (int i = 0; i < size; i++) {
                double share = (samples[z * size + i] - scale.low()) / scale.span();
                stored[i] = (float) (65535 * Math.clamp(share, 0.0, 1.0));
            }
            float[] result = change.apply(Image2D.of(columns, rows, channels, 65535, stored), z).samples();
            for (int i = 0; i < size; i++) {
                changed[z * size + i] = (float) (scale.low() + scale.span() * (result[i] / 65535.0));
            }
        }
        return with(changed);
    }
}
