package org.realfm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.realfm.assess.Criteria;
import org.realfm.controls.AllControls;
import org.realfm.controls.Control;

/// The pages that are made by the command are those that it makes now.
class GeneratedPagesTest {

    private static String page(String name) throws IOException {
        return Files.readString(Path.of(System.getProperty("realfm.root"), "docs", name));
    }

    @Test
    void theCardsAreThoseOfTheDocumentation() throws IOException {
        assertThat(page("criteria.md"))
                .as("make it again: ./realfm criteria --markdown > docs/criteria.md")
                .isEqualTo(CriteriaPage.markdown());
    }

    @Test
    void everyControlHasItsRow() throws IOException {
        String page = page("controls.md");
        for (Control control : AllControls.all()) {
            assertThat(page)
                    .as("make it again: ./realfm controls --markdown > docs/controls.md")
                    .contains("| `" + control.criterion().card().id() + "` | " + control.defect() + " | ");
        }
    }

    @Test
    void everyMeasuredCriterionHasAControl() {
        assertThat(AllControls.all().stream().map(control -> control.criterion().card().id()))
                .containsAll(Criteria.all().stream().map(criterion -> criterion.card().id()).toList());
    }
}
