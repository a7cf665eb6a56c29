package org.realfm.controls;

import java.util.List;

/// Planted defects for the criteria of the technical line.
final class TechnicalControls {

    private TechnicalControls() {}

    static List<Control> all() {
        return List.of();
    }
}
