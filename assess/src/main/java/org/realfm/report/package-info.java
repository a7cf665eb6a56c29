/// What leaves a run: [EvidenceDocument] is `evidence.json`, and the page is made from it alone.
@NullMarked
package org.realfm.report;

import org.jspecify.annotations.NullMarked;
