package org.realfm.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.87431    | 0.81234    | 0.92101   | 0.874 (0.812 to 0.921)
            0.87431    | 0.61234    | 0.99101   | 0.87 (0.61 to 0.99)
            0.96792    | 0.95854    | 0.97731   | 0.968 (0.959 to 0.977)
            0.000383   | -0.00046   | 0.00121   | 0.0004 (−0.0005 to 0.0012)
            -0.0316    | -0.0562    | -0.0074   | −0.032 (−0.056 to −0.007)
            12345.6    | 11111.1    | 13580.2   | 12,346 (11,111 to 13,580)
            3.14159    | 2.2        | 4.05      | 3.14 (2.20 to 4.05)
            -0.0001    | -0.2       | 0.2       | 0.00 (−0.20 to 0.20)
            0.5        | 0.5        | 0.5       | 0.5
            1320       | 1320       | 1320      | 1,320
            0.2        |            | 0.31      | 0.20 (at most 0.31)
            0.2        | 0.11       |           | 0.200 (at least 0.110)
            0.2        |            |           | 0.2 (no bounds)
            0.2        | 0.2        |           | 0.200 (at least 0.200)
            """)
    void intervalsDecideTheDigits(double value, Double lower, Double upper, String written) {
        assertThat(Numbers.interval(value, lower, upper)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.8        | 0.8
            0.05       | 0.05
            0          | 0
            -0.0       | 0
            -2         | −2
            1234567    | 1,234,567
            0.123456   | 0.123
            1234.5     | 1,235
            0.0000004  | 0
            100.04     | 100
            """)
    void plainNumbers(double value, String written) {
        assertThat(Numbers.plain(value)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"0,0%", "0.004,0.4%", "0.5,50%", "1,100%", "0.0996,10.0%"})
    void shares(double share, String written) {
        assertThat(Numbers.percent(share)).isEqualTo(written);
    }

    @Test
    void theLocaleDoesNotMatter() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(Numbers.interval(1234.5, 1200.0, 1300.0)).isEqualTo("1,235 (1,200 to 1,300)");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void counts() {
        assertThat(Numbers.count(1, "case")).isEqualTo("1 case");
        assertThat(Numbers.count(1200, "case")).isEqualTo("1,200 cases");
    }
}
