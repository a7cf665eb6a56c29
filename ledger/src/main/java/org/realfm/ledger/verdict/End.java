package org.realfm.ledger.verdict;

/// The two ends of what is known: what the evidence shows, and what it could still show if everything that is open
/// (absent, not assessable, inconclusive) were settled well.
enum End {
    LOWER,
    UPPER
}
