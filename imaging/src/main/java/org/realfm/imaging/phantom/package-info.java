/// Generated pictures and volumes whose truth is known, from a seed: for probes of what a model sees and concludes, and for tests.
/// They say nothing about a model's worth for patients.
///
/// A phantom is made in two steps. First something is drawn, out of [solids][org.realfm.imaging.phantom.solid] in millimetres:
/// a [Body][org.realfm.imaging.phantom.Body]. Then an apparatus takes it, and the result is a
/// [Phantom][org.realfm.imaging.phantom.Phantom]: the picture or volume, a mask of every object, and the
/// [scene graph][org.realfm.imaging.phantom.graph.SceneGraph], which is all that is true of it.
///
/// | kind | what is drawn | who takes it | the physics |
/// |---|---|---|---|
/// | CT | [Torso] | [CtScan] | line integrals, Poisson counts, filtered back projection; or noise of the same spectrum |
/// | radiograph | the same [Torso] | [Radiograph] | line integrals from a point, scatter, counts, blur, logarithm |
/// | MR | [Head] | [MrScan] | spin echo, field of sensitivity, Rician noise |
/// | ultrasound | [Flank] | [Ultrasound] | scatterers, attenuation, point spread, envelope, logarithm |
/// | histology | [Tissue] | [Histology] | stain vectors in optical density |
///
/// [Findings] says which lesions there are and at which of two time points; [Body#mirrored] and [Body#without] make patients
/// that textbooks do not expect. Everything is drawn and counted by [org.realfm.imaging.SplitMix64] and strict mathematics:
/// the same seed gives the same bytes on every machine and any number of threads.
///
/// [ChestPhantom] is older and simpler: small films for the demonstration, with a [Scene] of its own.
@NullMarked
package org.realfm.imaging.phantom;

import org.jspecify.annotations.NullMarked;
