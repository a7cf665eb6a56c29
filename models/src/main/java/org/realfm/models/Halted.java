package org.realfm.models;

import java.util.List;
import java.util.Optional;
import org.realfm.tables.BadInput;

/// A model cannot go on: a key is refused, a budget is spent, a program dies over and over. Nothing more should be shown
/// to it; what it answered of the batch still counts.
public final class Halted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final BadInput why;
    private final transient List<Optional<Output>> answered;

    /// @param why      what happened and what to do, for the user
    /// @param answered the outputs of the batch in order, empty where there is none
    public Halted(BadInput why, List<Optional<Output>> answered) {
        super(why.getMessage(), why);
        this.why = why;
        this.answered = List.copyOf(answered);
    }

    /// What happened and what to do.
    public BadInput why() {
        return why;
    }

    /// The outputs of the batch in order, empty where there is none.
    public List<Optional<Output>> answered() {
        return answered;
    }
}
