package org.realfm.study;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.realfm.tables.BadInput;

/// A mapping with a fixed set of keys, all of which are known to be valid.
///
/// @param whole  the mapping
/// @param keys   the keys that it may have
/// @param values those that it has
record YamlSection(YamlValue whole, List<String> keys, SequencedMap<String, YamlValue> values) {

    /// Whether the key is there.
    boolean has(String key) {
        return find(key).isPresent();
    }

    /// The value of a key that must be there.
    YamlValue require(String key) {
        return find(key).orElseThrow(() -> missing(key));
    }

    /// The value of a key that may be there.
    Optional<YamlValue> find(String key) {
        if (!keys.contains(key)) {
            throw new IllegalArgumentException("'" + key + "' is not among the keys " + keys);
        }
        return Optional.ofNullable(values.get(key));
    }

    /// The value of a key that may be there, or what holds where it is not.
    <T> T get(String key, Function<YamlValue, T> read, T otherwise) {
        return find(key).map(read).orElse(otherwise);
    }

    /// The one key of several that is there.
    ///
    /// @throws BadInput if none or more than one is there
    String oneOf(String... several) {
        List<String> found = List.of(several).stream().filter(this::has).toList();
        if (found.size() != 1) {
            throw whole.bad(
                    (found.isEmpty() ? "has none" : "has more than one") + " of the keys " + String.join(", ", several)
                            + ", expected exactly one",
                    found.isEmpty() ? "Add one of them" : "Keep one of them");
        }
        return found.getFirst();
    }

    /// Refuses every key that is there but does not belong beside another.
    ///
    /// @param beside  the key that decides
    /// @param allowed those that may stand beside it
    void only(String beside, List<String> allowed) {
        values.forEach((key, value) -> {
            if (!key.equals(beside) && !allowed.contains(key)) {
                throw value.bad(
                        "stands beside '" + beside + "', beside which only " + String.join(", ", allowed) + " may stand",
                        "Remove it");
            }
        });
    }

    private BadInput missing(String key) {
        return whole.bad("lacks the key '" + key + "'", "Add '" + key + ": ...'");
    }
}
