/// Planted defects: every criterion must find the defect it exists for, and must not accuse the clean. A [Control] plants
/// one kind of defect at several sizes; [ControlTable] measures how often it is found and how often the clean is accused.
@NullMarked
package org.realfm.controls;

import org.jspecify.annotations.NullMarked;
