package org.realfm.controls;

import java.util.List;

/// Planted defects for the criteria of the clinical line.
final class ClinicalControls {

    private ClinicalControls() {}

    static List<Control> all() {
        return List.of();
    }
}
