/// The demonstration: films of patients that do not exist, three small networks, and the study that judges them.
@NullMarked
package org.realfm.demo;

import org.jspecify.annotations.NullMarked;
