/// A model that is a program of its own, in any language: it reads a line of JSON for each picture and writes a line of
/// JSON for each answer. The protocol is described in `docs/model-command.md`.
@NullMarked
package org.realfm.models.command;

import org.jspecify.annotations.NullMarked;
