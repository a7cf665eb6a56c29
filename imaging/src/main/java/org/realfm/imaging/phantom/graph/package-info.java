/// What is in a generated scene, as values: every object with its pose, size, intensity and history, and how objects lie to
/// each other.
///
/// Begin with [org.realfm.imaging.phantom.graph.SceneGraph]. Sides are the patient's. The published form is
/// [org.realfm.imaging.phantom.graph.SceneJson], whose schema is `docs/schema/scene.schema.json`.
@NullMarked
package org.realfm.imaging.phantom.graph;

import org.jspecify.annotations.NullMarked;
