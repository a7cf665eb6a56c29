package org.realfm.imaging.interventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The page of interventions says what the code does; on request it is written again, with its pictures.
class ContactSheetTest {

    private static final Path ROOT = Path.of(System.getProperty("realfm.root", "."));

    @Test
    void thePageIsThatOfTheCode() throws IOException {
        assertThat(Files.readString(ROOT.resolve("docs/interventions.md"))).isEqualTo(InterventionsPage.text());
        for (Operator.Family family : Operator.Family.values()) {
            assertThat(ROOT.resolve("docs/images").resolve(InterventionSheets.file(family))).exists();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "realfm.sheets", matches = ".+", disabledReason = "writes files")
    void writesTheSheets() throws IOException {
        Path folder = ROOT.resolve(System.getProperty("realfm.sheets"));
        Files.createDirectories(folder);
        InterventionSheets.write(folder);
        Files.writeString(folder.resolveSibling("interventions.md"), InterventionsPage.text());
        assertThat(folder.resolveSibling("interventions.md")).isNotEmptyFile();
    }
}
