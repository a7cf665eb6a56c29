/// What is asked of a model and what it answers. [Model] is the port; each sub-package is one way of reaching a model.
@NullMarked
package org.realfm.models;

import org.jspecify.annotations.NullMarked;
