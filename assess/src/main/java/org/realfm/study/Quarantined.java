package org.realfm.study;

/// An input that could not be used. The run goes on without it, and the report counts it.
///
/// @param path   what: a file, or a row of a table as `cases.csv:14`
/// @param reason what was found and what was expected
/// @param remedy what to do about it
public record Quarantined(String path, String reason, String remedy) implements Comparable<Quarantined> {

    @Override
    public int compareTo(Quarantined other) {
        return path.compareTo(other.path);
    }
}
