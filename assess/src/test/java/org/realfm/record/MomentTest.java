package org.realfm.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {

    private static Moment moment(String text) {
        return Moment.parse(text, ZoneId.of("Europe/Berlin")).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "2026,                          2025-12-31T23:00:00Z, 2026-12-31T23:00:00Z",
        "2026-06,                       2026-05-31T22:00:00Z, 2026-06-30T22:00:00Z",
        "2026-01-31,                    2026-01-30T23:00:00Z, 2026-01-31T23:00:00Z",
        "2026-01-31T10:30,              2026-01-31T09:30:00Z, 2026-01-31T09:31:00Z",
        "2026-01-31T10:30:05Z,          2026-01-31T10:30:05Z, 2026-01-31T10:30:05.000000001Z",
        "2026-01-31T10:30:05.250-05:30, 2026-01-31T16:00:05.250Z, 2026-01-31T16:00:05.250000001Z",
        "2026-01-31 10:30:05+01,        2026-01-31T09:30:05Z, 2026-01-31T09:30:05.000000001Z",
        "2026-01-31 10:30:05,           2026-01-31T09:30:05Z, 2026-01-31T09:30:05.000000001Z",
        "2026-07-31 10:30:05 +0200,     2026-07-31T08:30:05Z, 2026-07-31T08:30:05.000000001Z"
    })
    void whatIsWrittenIsAllOfItsInstants(String text, Instant from, Instant until) {
        assertThat(moment(text)).isEqualTo(new Moment(from, until));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "31.01.2026", "01/31/2026", "2026-13", "2026-02-30", "2026-1-31", "2026-01-31T25:00", "20260131",
            "1706697005", "2026-01-31T10:30+99:00", "NA", "2026-01-31 and later"})
    void whatIsNoTimeIsNone(String text) {
        assertThat(Moment.parse(text, ZoneOffset.UTC)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2025,                      2026-01-01,                true",
        "2026,                      2026-01-31,                false",
        "2026-01-30,                2026-01-31,                true",
        "2026-01-31,                2026-01-31,                false",
        "2026-01-31,                2026-01-31T23:59:59+01:00, false",
        "2026-01-31T10:30:00+01:00, 2026-01-31T10:30:00+01:00, false",
        "2026-01-31T10:29:59+01:00, 2026-01-31T10:30:00+01:00, true",
        "2026-01-31T10:29,          2026-01-31T10:30:00+01:00, true",
        "2026-01-31T10:30,          2026-01-31T10:30:30+01:00, false",
        "2026-01-31T09:00:00Z,      2026-01-31T09:30:00+01:00, false",
        "2026-01-31T09:00:00+02:00, 2026-01-31T09:00:00+01:00, true"
    })
    void onlyWhatIsCertainlyBeforeIsBefore(String one, String other, boolean before) {
        assertThat(moment(one).before(moment(other))).isEqualTo(before);
    }

    @Test
    void theDayOfAClockChangeHasItsOwnLength() {
        Moment day = moment("2026-03-29");
        assertThat(day.until().getEpochSecond() - day.from().getEpochSecond()).isEqualTo(23 * 3600);
    }
}
