package org.realfm.imaging.dicom;

import java.util.ArrayList;
import java.util.List;

/// From measured values to how bright they are to be shown, in [0, 1] (PS3.3 C.11.2): a window, or a table.
public sealed interface VoiTransform {

    /// The brightness of a measured value.
    double apply(double measured);

    /// How a window's edges are defined (PS3.3 C.11.2.1.2, C.11.2.1.3).
    enum Function {
        LINEAR, LINEAR_EXACT, SIGMOID
    }

    /// A window.
    ///
    /// @param centre   its middle
    /// @param width    at least 1 if `LINEAR`, else above 0
    /// @param function of its edges
    record Window(double centre, double width, Function function) implements VoiTransform {

        @Override
        public double apply(double measured) {
            return switch (function) {
                case LINEAR -> width == 1
                        ? measured > centre - 0.5 ? 1 : 0
                        : Math.clamp((measured - (centre - 0.5)) / (width - 1) + 0.5, 0.0, 1.0);
                case LINEAR_EXACT -> Math.clamp((measured - centre) / width + 0.5, 0.0, 1.0);
                case SIGMOID -> 1 / (1 + Math.exp(-4 * (measured - centre) / width));
            };
        }
    }

    /// A brightness for each measured value, which is rounded to a whole number.
    final class Table implements VoiTransform {

        private final LookupTable table;

        Table(LookupTable table) {
            this.table = table;
        }

        @Override
        public double apply(double measured) {
            return Math.min(1, table.at(Math.round(measured)) / (double) ((1 << table.bits()) - 1));
        }
    }

    /// The views that a file proposes for a frame: tables first, then windows, in the order of the file; none if it
    /// proposes none.
    ///
    /// @param frame from 0; matters in enhanced multi-frame objects only
    /// @throws UnreadableDicom if one is malformed
    static List<VoiTransform> of(DataSet set, int frame) throws UnreadableDicom {
        List<VoiTransform> views = new ArrayList<>();
        boolean signed = set.intOr(Tag.PIXEL_REPRESENTATION, 0) == 1 || !set.items(Tag.MODALITY_LUT_SEQUENCE).isEmpty();
        for (DataSet item : set.items(Tag.VOI_LUT_SEQUENCE)) {
            views.add(new Table(LookupTable.of(item, Tag.LUT_DESCRIPTOR, Tag.LUT_DATA, signed)));
        }
        DataSet holder = FunctionalGroups.of(set, frame, 0x00289132);
        double[] centres = holder.doubles(Tag.WINDOW_CENTER);
        double[] widths = holder.doubles(Tag.WINDOW_WIDTH);
        String named = holder.string(Tag.VOI_LUT_FUNCTION).orElse("LINEAR");
        Function function = named.equals("SIGMOID") ? Function.SIGMOID
                : named.equals("LINEAR_EXACT") ? Function.LINEAR_EXACT : Function.LINEAR;
        for (int i = 0; i < Math.min(centres.length, widths.length); i++) {
            if (widths[i] <= 0 || function == Function.LINEAR && widths[i] < 1) {
                throw new UnreadableDicom(Tag.WINDOW_WIDTH, holder.element(Tag.WINDOW_WIDTH).map(Element::offset)
                        .orElse((long) UnreadableDicom.NONE), "a width of " + widths[i],
                        function == Function.LINEAR ? "at least 1" : "more than 0");
            }
            views.add(new Window(centres[i], widths[i], function));
        }
        return views;
    }
}
