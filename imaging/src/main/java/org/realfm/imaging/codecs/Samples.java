package org.realfm.imaging.codecs;

/// Decoded samples.
///
/// @param shape     how many
/// @param precision bits a sample, as the code says
/// @param signed    whether the code says that they have a sign
/// @param values    row-major, the components of a pixel side by side
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Samples(Shape shape, int precision, boolean signed, int[] values) {}
