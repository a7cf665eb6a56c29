package org.realfm.imaging.codecs;

/// How large a frame is.
///
/// @param width      columns, at least 1
/// @param height     rows, at least 1
/// @param components samples a pixel, at least 1
public record Shape(int width, int height, int components) {

    /// @throws IllegalArgumentException if a number is below 1 or the samples are more than an array holds
    public Shape {
        if (width < 1 || height < 1 || components < 1 || (long) width * height > Integer.MAX_VALUE / components - 8) {
            throw new IllegalArgumentException("no such frame: " + width + " x " + height + " x " + components);
        }
    }

    /// Samples in all.
    public int samples() {
        return width * height * components;
    }

    /// Refuses another size in the code's own header.
    void require(long offset, long codedWidth, long codedHeight, int codedComponents) throws CorruptCode {
        if (codedWidth != width || codedHeight != height || codedComponents != components) {
            throw new CorruptCode(offset, codedWidth + " x " + codedHeight + " x " + codedComponents + " samples",
                    width + " x " + height + " x " + components);
        }
    }
}
