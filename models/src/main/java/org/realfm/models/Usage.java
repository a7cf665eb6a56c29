package org.realfm.models;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What the use of a model took, in this run.
///
/// @param words  for a reader, in one line
/// @param counts in numbers, by name, as in `tokens-in` or `cost`; finite, 0 or more
public record Usage(String words, SequencedMap<String, Double> counts) {

    public Usage {
        counts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(counts));
    }
}
