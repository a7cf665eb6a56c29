package org.realfm.cli;

/// Whether a person is looking. The launcher knows which streams are terminals and says so by system properties.
final class Terminal {

    private Terminal() {}

    /// Whether standard output may be coloured: a terminal, and NO_COLOR (https://no-color.org) is not set.
    static boolean out() {
        return colours() && Boolean.getBoolean("realfm.terminal.out");
    }

    /// Whether standard error may be coloured.
    static boolean err() {
        return colours() && Boolean.getBoolean("realfm.terminal.err");
    }

    /// Whether progress may be drawn over and over in one line.
    static boolean interactive() {
        return Boolean.getBoolean("realfm.terminal.err");
    }

    private static boolean colours() {
        String no = System.getenv("NO_COLOR");
        return no == null || no.isEmpty();
    }
}
