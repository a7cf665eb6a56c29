package org.realfm.ledger.chain;

import java.io.IOException;
import java.nio.file.Path;

/// A ledger that must not be read or appended to now; the message says why and what to do.
public final class LedgerException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final boolean openElsewhere;

    LedgerException(Path ledger, String what) {
        this(ledger, what, false);
    }

    private LedgerException(Path ledger, String what, boolean openElsewhere) {
        super(ledger + " " + what);
        this.what = what;
        this.openElsewhere = openElsewhere;
    }

    static LedgerException openElsewhere(Path ledger) {
        return new LedgerException(ledger, "is open elsewhere; wait until it is closed", true);
    }

    /// Whether somebody else has it open, and nothing is wrong with it.
    public boolean isOpenElsewhere() {
        return openElsewhere;
    }

    /// The message without the file, for example `is open elsewhere; wait until it is closed`.
    public String what() {
        return what;
    }
}
