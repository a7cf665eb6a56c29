/// Draws a [org.realfm.ledger.Figure] as SVG that stands within the page: its colours, its fonts and the dark mode come
/// from the page's style sheet, and a description tells those who cannot see it what it shows. Start at
/// [org.realfm.report.chart.Charts]. Why the drawing is our own: `docs/design/003-report.md`.
@NullMarked
package org.realfm.report.chart;

import org.jspecify.annotations.NullMarked;
