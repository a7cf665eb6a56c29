package org.realfm.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {

    @Test
    void findsTheNearestNameThatCanBeMeant() {
        assertThat(Names.nearest("pateint", List.of("patient", "parent", "image"))).contains("patient");
        assertThat(Names.nearest("Threshold", List.of("thresholds", "threshold"))).contains("threshold");
        assertThat(Names.nearest("xyz", List.of("patient", "operating-point"))).isEmpty();
        assertThat(Names.nearest("a", List.of())).isEmpty();
    }

    @Test
    void firstInOrderWinsATie() {
        assertThat(Names.nearest("bat", List.of("cat", "rat", "bar"))).contains("bar");
    }
}
