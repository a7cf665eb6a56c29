package org.realfm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the race of scale hands to the command is a study that the command can judge.
class ScaleRaceTest {

    @TempDir
    private Path folder;

    @Test
    void theGeneratedStudyIsJudged() throws IOException {
        ScaleRace.write(folder, 600, 1);
        assertThat(Files.readAllLines(folder.resolve("cases.csv"))).hasSize(601);
        assertThat(Files.readAllLines(folder.resolve("second.csv"))).hasSize(601);
        Child child = Child.run(
                "-Xmx1g", "assess", folder.resolve("study.yaml").toString(), "--out", folder.resolve("out").toString());
        assertThat(child.exit()).isZero();
        assertThat(child.seconds()).isPositive();
        assertThat(folder.resolve("out/evidence.json")).isNotEmptyFile();
    }
}
