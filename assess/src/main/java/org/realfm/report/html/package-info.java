/// A few values from which a page is put together, so that no text can reach it unescaped: [org.realfm.report.html.Content]
/// is what may stand in a page, [org.realfm.report.html.Html] makes it, [org.realfm.report.html.Markup] writes it.
@NullMarked
package org.realfm.report.html;

import org.jspecify.annotations.NullMarked;
