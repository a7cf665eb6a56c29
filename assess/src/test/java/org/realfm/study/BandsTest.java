package org.realfm.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jspecify.annotations.Nullable;
import org.realfm.study.CohortSpec.Group;

class BandsTest {

    private static Grouping of(String column, List<Double> cuts, @Nullable String... cells) {
        boolean[] evaluated = new boolean[cells.length];
        Arrays.fill(evaluated, true);
        return Bands.of(new Group(column, cuts), cells, evaluated, (count, first) -> {
            throw new AssertionError(count + " cells were not read");
        });
    }

    @Test
    void fewValuesStayAsTheyAre() {
        Grouping groups = of("dose", List.of(), "3", "1", "2", null, "1");
        assertThat(groups.labels()).containsExactly("1", "2", "3");
        assertThat(groups.of()).containsExactly(2, 0, 1, -1, 0);
        assertThat(groups.cell(1)).isEqualTo("dose=2");
    }

    @Test
    void otherNumbersAreCutAtTheQuartilesOfTheEvaluatedCases() {
        String[] cells = IntStream.range(0, 12).mapToObj(i -> Integer.toString(i < 8 ? i : 100 + i)).toArray(String[]::new);
        boolean[] evaluated = new boolean[12];
        Arrays.fill(evaluated, 0, 8, true);
        Grouping groups = Bands.of(new Group("bmi", List.of()), cells, evaluated, (count, first) -> {});
        assertThat(groups.labels()).containsExactly("<2", "2-3", "4-5", "6+");
        assertThat(groups.of()).containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 3, 3, 3, 3);
    }

    @Test
    void aQuartileAtTheLeastValueLeavesNoEmptyBand() {
        Grouping groups = of("count", List.of(), "0", "0", "0", "0", "0", "0", "1", "2", "3", "4", "5", "6");
        assertThat(groups.labels()).containsExactly("<1", "1-3", "4+");
        assertThat(Arrays.stream(groups.of()).distinct().sorted()).containsExactly(0, 1, 2);
    }

    @Test
    void cutsThatAreNotWholeAreNamedAsTheyAre() {
        Grouping groups = of("dose", List.of(-1.0, 0.5, 2.0), "-3", "-1", "0.4", "0.5", "2", "1e3");
        assertThat(groups.labels()).containsExactly("<-1", "-1 to <0.5", "0.5 to <2", ">=2");
        assertThat(groups.of()).containsExactly(0, 1, 1, 2, 3, 3);
        assertThat(of("year", List.of(2000.0, 2001.0, 2005.0), "1999", "2000.5").labels())
                .containsExactly("<2000", "2000", "2001-2004", "2005+");
    }

    @Test
    void agesAreReadAsDicomWritesThem() {
        Grouping groups = of("PatientAge", List.of(18.0), "017Y", "018Y", "65");
        assertThat(groups.labels()).containsExactly("0-17", "18+");
        assertThat(groups.of()).containsExactly(0, 1, 1);
    }

    @Test
    void aFewWordsAmongManyNumbersAreCounted() {
        List<String> cells = new ArrayList<>(IntStream.range(0, 99).mapToObj(Integer::toString).toList());
        cells.add("unknown");
        List<Integer> told = new ArrayList<>();
        Grouping groups = Bands.of(
                new Group("age", List.of()), cells.toArray(String[]::new), new boolean[100], (count, first) -> {
                    told.add(count);
                    told.add(first);
                });
        assertThat(told).containsExactly(1, 99);
        assertThat(groups.labels()).containsExactly("0-17", "18-39", "40-64", "65-79", "80+");
        assertThat(groups.of()[99]).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"age", "Age", "age_years", "patient_age", "PatientAge", "age at exam", "ageYears"})
    void namesOfAges(String column) {
        assertThat(Bands.isAge(column)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"image", "stage", "agent", "age_months", "age_days", "dosage", "age_group", "page"})
    void namesOfOtherThings(String column) {
        assertThat(Bands.isAge(column)).isFalse();
    }
}
