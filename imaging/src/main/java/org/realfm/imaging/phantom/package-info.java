/// Analytic chest films with a known truth: [ChestPhantom] draws a scene and renders it.
@NullMarked
package org.realfm.imaging.phantom;

import org.jspecify.annotations.NullMarked;
