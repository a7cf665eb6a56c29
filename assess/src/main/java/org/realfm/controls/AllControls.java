package org.realfm.controls;

import java.util.List;
import java.util.stream.Stream;

/// Every control, in the order of the catalogue.
public final class AllControls {

    private AllControls() {}

    /// The controls of all criteria that this version measures.
    public static List<Control> all() {
        return Stream.of(
                        DataControls.all(),
                        TechnicalControls.all(),
                        RobustnessControls.all(),
                        ReasoningControls.all(),
                        ClinicalControls.all(),
                        WorkflowControls.all(),
                        ResponsibleControls.all())
                .flatMap(List::stream)
                .toList();
    }
}
