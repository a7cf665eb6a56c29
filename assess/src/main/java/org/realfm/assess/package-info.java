/// From a study file to a report. Start with [Assessment]: read top to bottom, it is the whole path.
@NullMarked
package org.realfm.assess;

import org.jspecify.annotations.NullMarked;
