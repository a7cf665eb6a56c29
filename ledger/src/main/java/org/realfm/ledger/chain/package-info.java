/// What was planned, looked at, found and decided, kept so that nothing can be changed, removed or reordered unseen.
///
/// A guided tour:
///
/// 1. [Body] is what an entry says: a plan, an unblinding, a finding, a verdict, an attestation.
/// 2. [Ledger] appends entries to a file, one line each, chained by digest and durable before they count.
/// 3. [Verification] is the answer to "is this file what was written?", and names the first line that is not.
/// 4. [Change] and [Expiry] say which evidence is void after a change, or with time.
/// 5. `CanonicalJson` is the one way in which an entry is written.
@NullMarked
package org.realfm.ledger.chain;

import org.jspecify.annotations.NullMarked;
