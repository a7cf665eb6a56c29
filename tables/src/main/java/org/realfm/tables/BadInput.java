package org.realfm.tables;

/// Something a user gave is not as it must be. The message says where, what was found, what was expected, and what to
/// do; it is shown to the user as it is, without a stack trace.
public final class BadInput extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String where;
    private final String what;
    private final String remedy;

    /// @param where  file, with line and column where they are known: `cases.csv:14`
    /// @param what   what was found and what was expected
    /// @param remedy what to do about it
    public BadInput(String where, String what, String remedy) {
        super(where + ": " + what + (remedy.isEmpty() ? "" : ". " + remedy));
        this.where = where;
        this.what = what;
        this.remedy = remedy;
    }

    /// File, with line and column where they are known.
    public String where() {
        return where;
    }

    /// What was found and what was expected.
    public String what() {
        return what;
    }

    /// What to do about it.
    public String remedy() {
        return remedy;
    }
}
