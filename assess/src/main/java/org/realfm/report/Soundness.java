package org.realfm.report;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Dimension;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.verdict.Level;

/// What the types of a record do not say: that numbers are finite, that only what is marked `@Nullable` is missing, and
/// that words come from their vocabulary.
final class Soundness {

    private static final Set<String> LEVELS = names(Level.values());

    /// By the name of a member, where it is a text.
    private static final Map<String, Set<String>> WORDS = Map.of(
            "outcome", Arrays.stream(Outcome.values()).map(Outcome::words).collect(Collectors.toSet()),
            "grade", names(Grade.values()),
            "tier", Set.of("minor", "major", "gate", "not applicable"),
            "dimension", Arrays.stream(Dimension.values()).map(Dimension::key).collect(Collectors.toSet()),
            "level", LEVELS,
            "upper", LEVELS,
            "cap", LEVELS,
            "basis", Set.of("D", "C", "S", "K"));

    private Soundness() {}

    private static Set<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).collect(Collectors.toSet());
    }

    /// The first fault of a record with its place, for example `findings[3].estimates[0].value is NaN`.
    static Optional<String> fault(Record document) {
        return members("", document).findFirst();
    }

    private static Stream<String> members(String place, Record record) {
        return Arrays.stream(record.getClass().getRecordComponents())
                .flatMap(component -> member(place, record, component));
    }

    private static Stream<String> member(String place, Record record, RecordComponent component) {
        String at = (place.isEmpty() ? "" : place + ".") + component.getName();
        Object value = value(record, component);
        boolean mayMiss = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        if (value == null && mayMiss) {
            return Stream.empty();
        }
        Set<String> words = WORDS.get(component.getName());
        return value instanceof String word && words != null && !words.contains(word)
                ? Stream.of(at + " is '" + word + "', expected one of " + String.join(", ", new TreeSet<>(words)))
                : of(at, value);
    }

    private static Stream<String> of(String place, @Nullable Object value) {
        return switch (value) {
            case null -> Stream.of(place + " is missing");
            case Double number when !Double.isFinite(number) -> Stream.of(place + " is " + number);
            case Record record -> members(place, record);
            case Collection<?> values -> {
                Object[] elements = values.toArray();
                yield IntStream.range(0, elements.length)
                        .boxed()
                        .flatMap(i -> of(place + "[" + i + "]", elements[i]));
            }
            case Map<?, ?> map -> map.entrySet().stream().flatMap(entry -> of(place + "." + entry.getKey(), entry.getValue()));
            default -> Stream.empty();
        };
    }

    private static @Nullable Object value(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
