package org.realfm.models.kserve;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.realfm.models.tensors.InputTensor;
import org.realfm.models.tensors.Signature.Declared;
import org.realfm.models.wire.Unanswered;

/// One of the two ways in which the protocol is spoken.
interface Transport extends AutoCloseable {

    /// What the server says of a model.
    ///
    /// @param platform what runs it, for example `onnxruntime_onnx`; may be empty
    /// @param versions those that are there; may be empty
    /// @param inputs   by name
    /// @param outputs  by name
    record Described(String platform, List<String> versions, Map<String, Declared> inputs, Map<String, Declared> outputs) {}

    /// Numbers with their shape.
    record Tensor(long[] shape, float[] values) {

        /// A row for each index of the first dimension; a number without dimensions is one row.
        float[][] rows() {
            int n = shape.length == 0 ? 1 : (int) shape[0];
            float[][] rows = new float[n][n == 0 ? 0 : values.length / n];
            for (int i = 0; i < n; i++) {
                System.arraycopy(values, i * rows[i].length, rows[i], 0, rows[i].length);
            }
            return rows;
        }
    }

    /// A name for the kind of transport.
    String name();

    /// Asks what the model is. A server that is down, or has no such model, stops the run.
    Described metadata() throws Unanswered;

    /// Shows it cases.
    ///
    /// @return the outputs that were asked for, by name
    Map<String, Tensor> infer(List<InputTensor> inputs, List<String> outputs) throws Unanswered;

    @Override
    void close();

    /// Checks that there are as many numbers as the shape says.
    static Tensor tensor(String name, long[] shape, float[] values) throws Unanswered {
        long size = 1;
        for (long side : shape) {
            if (side < 0 || side > Integer.MAX_VALUE || (size *= side) > Integer.MAX_VALUE) {
                throw new Unanswered("the output '" + name + "' has an impossible shape " + Arrays.toString(shape));
            }
        }
        if (size != values.length) {
            throw new Unanswered("the output '" + name + "' has the shape " + Arrays.toString(shape) + " and "
                    + values.length + " numbers");
        }
        return new Tensor(shape, values);
    }
}
