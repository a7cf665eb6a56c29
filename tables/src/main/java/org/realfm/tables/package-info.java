/// Tables as text cells with positions: [Table] reads CSV, TSV and Parquet; [BadInput] is what a user reads when
/// something in a file is not as it must be.
@NullMarked
package org.realfm.tables;

import org.jspecify.annotations.NullMarked;
