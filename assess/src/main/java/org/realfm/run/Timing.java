package org.realfm.run;

import java.util.List;

/// How long single requests took, one after the other, from the first byte of the file to the result.
///
/// @param coldStart seconds from opening the model to its first result
/// @param service   seconds of each later request, in the order of the requests
public record Timing(double coldStart, List<Double> service) {
    public Timing {
        service = List.copyOf(service);
    }
}
