package org.realfm.models.tensors;

import java.nio.FloatBuffer;

/// An input of a network, of 32-bit floats.
///
/// @param name   of the input
/// @param shape  sizes; the first is the number of cases
/// @param values in row-major order, from position 0 to the limit
@SuppressWarnings("ArrayRecordComponent")
public record InputTensor(String name, long[] shape, FloatBuffer values) {

    /// What it says of one case.
    public InputTensor row(int i) {
        long[] one = shape.clone();
        one[0] = 1;
        int size = values.remaining() / (int) shape[0];
        return new InputTensor(name, one, values.slice(i * size, size));
    }
}
