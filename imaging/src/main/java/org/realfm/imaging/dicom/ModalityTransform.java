package org.realfm.imaging.dicom;

import java.util.IntSummaryStatistics;
import java.util.List;

/// From stored values to what the modality measures (PS3.3 C.11.1): Hounsfield units, dose, activity; the same number
/// where the file says nothing. See Rescale Type (0028,1054) for the unit.
public sealed interface ModalityTransform {

    /// The measured value of a stored one.
    double apply(long stored);

    /// The smallest and the largest measured value of the stored values from `least` to `most`.
    double[] range(long least, long most);

    /// `slope * stored + intercept`.
    record Rescale(double slope, double intercept) implements ModalityTransform {

        @Override
        public double apply(long stored) {
            return slope * stored + intercept;
        }

        @Override
        public double[] range(long least, long most) {
            return new double[] {Math.min(apply(least), apply(most)), Math.max(apply(least), apply(most))};
        }
    }

    /// A value for each stored one.
    final class Table implements ModalityTransform {

        private final LookupTable table;

        Table(LookupTable table) {
            this.table = table;
        }

        @Override
        public double apply(long stored) {
            return table.at(stored);
        }

        @Override
        public double[] range(long least, long most) {
            IntSummaryStatistics reached = table.between(least, most);
            return new double[] {reached.getMin(), reached.getMax()};
        }
    }

    /// The transform of a frame.
    ///
    /// @param frame from 0; matters in enhanced multi-frame objects only
    /// @throws UnreadableDicom if it is there but malformed
    static ModalityTransform of(DataSet set, int frame) throws UnreadableDicom {
        List<DataSet> tables = set.items(Tag.MODALITY_LUT_SEQUENCE);
        if (!tables.isEmpty()) {
            boolean signed = set.intOr(Tag.PIXEL_REPRESENTATION, 0) == 1;
            return new Table(LookupTable.of(tables.getFirst(), Tag.LUT_DESCRIPTOR, Tag.LUT_DATA, signed));
        }
        DataSet holder = FunctionalGroups.of(set, frame, 0x00289145);
        double[] slope = holder.doubles(Tag.RESCALE_SLOPE);
        double[] intercept = holder.doubles(Tag.RESCALE_INTERCEPT);
        return new Rescale(slope.length == 0 ? 1 : slope[0], intercept.length == 0 ? 0 : intercept[0]);
    }
}
