/// The criteria, one class each, in a package for each dimension. Here is what those that read documents share
/// ([DocumentText]).
@NullMarked
package org.realfm.criteria;

import org.jspecify.annotations.NullMarked;
