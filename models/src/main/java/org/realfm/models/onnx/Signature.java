package org.realfm.models.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.realfm.tables.BadInput;
import org.realfm.tables.Names;

/// What a network takes and gives, held against what the study file says of it.
final class Signature {

    private final OnnxSpec spec;

    private Signature(OnnxSpec spec) {
        this.spec = spec;
    }

    /// Checks names, types and shapes.
    ///
    /// @return how many pictures the network takes at once: 1, or as many as there are
    /// @throws BadInput if something differs; the message says what the network has
    static int check(OnnxSpec spec, OrtSession session) throws OrtException {
        Signature signature = new Signature(spec);
        Map<String, NodeInfo> outputs = session.getOutputInfo();
        int atOnce = signature.input(session.getInputInfo());
        signature.output(spec.outputs().name(), outputs);
        spec.outputs().embedding().ifPresent(name -> signature.output(name, outputs));
        return atOnce;
    }

    private int input(Map<String, NodeInfo> inputs) {
        NodeInfo input = inputs.get(spec.input().name());
        if (input == null) {
            throw missing("input", spec.input().name(), inputs.keySet());
        }
        if (inputs.size() > 1) {
            throw wrong(
                    "takes " + inputs.size() + " inputs " + new TreeSet<>(inputs.keySet()),
                    "Only models of one picture input can be run");
        }
        long[] shape = floats("input", input).getShape();
        List<Long> expected = List.of((long) spec.input().channels(), (long) spec.input().rows(), (long) spec.input().columns());
        boolean fits = shape.length == 4;
        for (int d = 1; fits && d < 4; d++) {
            fits = shape[d] < 0 || shape[d] == expected.get(d - 1);
        }
        if (!fits) {
            throw wrong(
                    "input '" + spec.input().name() + "' has shape " + Arrays.toString(shape) + ", the study says [n, "
                            + spec.input().channels() + ", " + spec.input().rows() + ", " + spec.input().columns() + "]",
                    "Correct size and channels in the study file");
        }
        if (shape[0] > 1) {
            throw wrong(
                    "input '" + spec.input().name() + "' takes exactly " + shape[0] + " pictures at once",
                    "Export it with a free first dimension, or for one picture");
        }
        return shape[0] == 1 ? 1 : Integer.MAX_VALUE;
    }

    private void output(String name, Map<String, NodeInfo> outputs) {
        NodeInfo output = outputs.get(name);
        if (output == null) {
            throw missing("output", name, outputs.keySet());
        }
        long[] shape = floats("output", output).getShape();
        if (name.equals(spec.outputs().name()) && shape.length > 1 && shape[1] >= 0 && shape[1] <= spec.outputs().positive()) {
            throw wrong(
                    "output '" + name + "' has the classes 0 to " + (shape[1] - 1) + ", the study says class "
                            + spec.outputs().positive(),
                    "Correct outputs.class in the study file");
        }
    }

    private TensorInfo floats(String what, NodeInfo node) {
        if (node.getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT) {
            return tensor;
        }
        throw wrong(what + " '" + node.getName() + "' is " + node.getInfo(), "Export it with 32-bit float tensors");
    }

    private BadInput missing(String what, String name, Set<String> known) {
        return wrong(
                "has no " + what + " '" + name + "'; it has " + String.join(", ", new TreeSet<>(known)),
                Names.nearest(name, known)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Name one of these"));
    }

    private BadInput wrong(String what, String remedy) {
        return new BadInput(spec.file().toString(), what, remedy);
    }
}
