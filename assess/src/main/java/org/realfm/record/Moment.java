package org.realfm.record;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When something was, as exactly as it was written: a year is all of its instants.
///
/// @param from  the first instant
/// @param until the first instant after it
public record Moment(Instant from, Instant until) {

    private static final Pattern FORM = Pattern.compile(
            "(\\d{4})(-\\d{2}(-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}([.,]\\d{1,9})?)?\\s*(Z|[+-]\\d{2}(:?\\d{2})?)?)?)?)?");

    private static final DateTimeFormatter OFFSET = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendOffset("+HH:mm", "Z")
            .toFormatter(Locale.ROOT);

    public Moment {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("a moment ends after it begins, found " + from + " to " + until);
        }
    }

    /// An instant.
    static Moment at(Instant instant) {
        return new Moment(instant, instant.plusNanos(1));
    }

    /// From the beginning of one to the end of another that is not earlier.
    Moment to(Moment end) {
        return new Moment(from, end.until.isAfter(until) ? end.until : until);
    }

    /// Reads a year, month, day or time as ISO 8601 and FHIR write it, or as databases do, with a space between day and time.
    ///
    /// @param zone of what is written without an offset
    /// @return empty if it is no such thing
    public static Optional<Moment> parse(String text, ZoneId zone) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            if (form.group(2) == null) {
                LocalDate first = Year.parse(form.group(1)).atDay(1);
                return Optional.of(days(first, first.plusYears(1), zone));
            }
            if (form.group(3) == null) {
                LocalDate first = YearMonth.parse(form.group()).atDay(1);
                return Optional.of(days(first, first.plusMonths(1), zone));
            }
            if (form.group(4) == null) {
                LocalDate day = LocalDate.parse(form.group());
                return Optional.of(days(day, day.plusDays(1), zone));
            }
            return Optional.of(time(form, zone));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Moment time(Matcher form, ZoneId zone) {
        String offset = form.group(7);
        String local = form.group().substring(0, offset == null ? form.group().length() : form.start(7) - form.start())
                .strip()
                .replace(' ', 'T')
                .replace(',', '.');
        Instant from;
        if (offset == null) {
            from = LocalDateTime.parse(local).atZone(zone).toInstant();
        } else {
            String digits = offset.replace(":", "");
            String full = offset.equals("Z") ? "Z" : digits.substring(0, 3) + ":" + (digits.length() == 5 ? digits.substring(3) : "00");
            from = OffsetDateTime.parse(local + full, OFFSET).toInstant();
        }
        return form.group(5) == null ? new Moment(from, from.plusSeconds(60)) : at(from);
    }

    private static Moment days(LocalDate first, LocalDate end, ZoneId zone) {
        return new Moment(
                first.atStartOfDay(zone).toInstant(), end.atStartOfDay(zone).toInstant());
    }

    /// Whether all of it is before all of another.
    public boolean before(Moment other) {
        return !until.isAfter(other.from);
    }
}
