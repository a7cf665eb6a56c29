/// Models behind a server that speaks the Open Inference Protocol, version 2 (KServe, Triton, TorchServe, MLServer), over
/// REST or gRPC.
@NullMarked
package org.realfm.models.kserve;

import org.jspecify.annotations.NullMarked;
