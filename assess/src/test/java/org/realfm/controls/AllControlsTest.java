package org.realfm.controls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every planted defect is found at its largest size, and the clean are not accused beyond the nominal rate. The whole
/// table, with at least 200 clean replicates, is `docs/controls.md`.
class AllControlsTest {

    private static final int PLANTED = 15;
    private static final int CLEAN = 40;

    static Stream<Control> controls() {
        return AllControls.all().stream();
    }

    @ParameterizedTest
    @MethodSource("controls")
    void thePlantedIsFoundAndTheCleanIsNotAccused(Control control) {
        Control largest = new Control(
                control.criterion(), control.defect(), control.unit(), List.of(control.sizes().getLast()), control.nominal(),
                control.world());
        ControlTable.Row row = ControlTable.measure(largest, PLANTED, CLEAN, 11);
        assertThat(row.holds())
                .as("%s: found %s, false alarms %s", control.defect(), ControlTable.percent(row.found().getLast()),
                        ControlTable.percent(row.falseAlarms()))
                .isTrue();
    }
}
