package org.realfm.ledger.chain;

import java.io.IOException;
import java.nio.file.Path;

/// A ledger that must not be read or appended to now; the message says why and what to do.
public final class LedgerException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String what;

    LedgerException(Path ledger, String what) {
        super(ledger + " " + what);
        this.what = what;
    }

    /// The message without the file, for example `is open elsewhere; wait until it is closed`.
    public String what() {
        return what;
    }
}
