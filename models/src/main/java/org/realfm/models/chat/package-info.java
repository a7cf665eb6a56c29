/// Vision-language models behind any endpoint that speaks OpenAI's chat completions: a prompt and a picture go in, a score
/// comes out, and what it costs is counted.
@NullMarked
package org.realfm.models.chat;

import org.jspecify.annotations.NullMarked;
