package org.realfm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.realfm.cli.SmallStudy.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What docs/stats.md shows is what the command says now.
class StatsPageTest {

    private static final Pattern BLOCK = Pattern.compile("```console\n\\$ realfm (.*)\n([^`]*)```");

    @Test
    void everyOutputIsReal() throws IOException {
        Path root = Path.of(System.getProperty("realfm.root"));
        Matcher block = BLOCK.matcher(Files.readString(root.resolve("docs/stats.md")));
        int blocks = 0;
        while (block.find()) {
            Object[] words = Arrays.stream(block.group(1).split(" "))
                    .map(word -> word.startsWith("docs/") ? root.resolve(word).toString() : word)
                    .toArray();
            assertThat(run(words).out())
                    .as("make it again: python3 reference/stats_page.py (" + block.group(1) + ")")
                    .isEqualTo(block.group(2));
            blocks++;
        }
        assertThat(blocks).isGreaterThanOrEqualTo(11);
    }
}
