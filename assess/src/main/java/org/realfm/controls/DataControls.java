package org.realfm.controls;

import java.util.List;

/// Planted defects for the criteria of the data line.
final class DataControls {

    private DataControls() {}

    static List<Control> all() {
        return List.of();
    }
}
