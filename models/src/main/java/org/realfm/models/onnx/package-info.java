/// ONNX files run in this process by ONNX Runtime.
@NullMarked
package org.realfm.models.onnx;

import org.jspecify.annotations.NullMarked;
