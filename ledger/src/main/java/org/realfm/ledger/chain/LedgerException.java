package org.realfm.ledger.chain;

import java.io.IOException;

/// A ledger that must not be appended to; the message says why and what to do.
public final class LedgerException extends IOException {
    private static final long serialVersionUID = 1L;

    LedgerException(String message) {
        super(message);
    }
}
