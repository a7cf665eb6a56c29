/// NIfTI-1 files.
@NullMarked
package org.realfm.imaging.volume.nifti;

import org.jspecify.annotations.NullMarked;
