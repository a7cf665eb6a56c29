package org.realfm.controls;

import java.util.List;

/// Planted defects for the criteria of the reasoning line.
final class ReasoningControls {

    private ReasoningControls() {}

    static List<Control> all() {
        return List.of();
    }
}
