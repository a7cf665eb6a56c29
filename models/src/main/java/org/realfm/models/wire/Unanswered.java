package org.realfm.models.wire;

/// There is no usable answer to one request; the model may go on.
public final class Unanswered extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean late;

    /// @param reason in words, redacted
    /// @param late   whether the time ran out
    public Unanswered(String reason, boolean late) {
        super(reason);
        this.late = late;
    }

    /// @param reason in words, redacted
    public Unanswered(String reason) {
        this(reason, false);
    }

    /// What went wrong.
    public String reason() {
        return String.valueOf(getMessage());
    }

    /// Whether the time ran out, so that it is no use to ask for less.
    public boolean late() {
        return late;
    }
}
