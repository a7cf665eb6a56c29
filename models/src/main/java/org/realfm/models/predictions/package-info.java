/// Scores that another system computed before, read from a table.
@NullMarked
package org.realfm.models.predictions;

import org.jspecify.annotations.NullMarked;
