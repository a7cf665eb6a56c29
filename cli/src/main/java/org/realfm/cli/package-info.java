/// The `realfm` command: one class a verb. Verbs wire; they compute nothing.
@NullMarked
package org.realfm.cli;

import org.jspecify.annotations.NullMarked;
