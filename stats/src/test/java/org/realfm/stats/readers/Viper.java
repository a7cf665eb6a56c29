package org.realfm.stats.readers;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.realfm.stats.Table;

/// The VIPER study: 20,382 readings of mammograms by 43 readers, film and digital.
final class Viper {

    private Viper() {}

    /// The readings of one sub-study, or of all; truth at 365 days. The first reading counts where a reader read a case
    /// in several sub-studies.
    static ReaderStudy study(String label) {
        Table table = Table.shared("readers/viper/inst/data-raw/viperObs.csv");
        Set<String> read = new HashSet<>();
        Table rows = table.rows(IntStream.range(0, table.size())
                .filter(i -> label.equals("all") || table.text("subStudyLabel", i).equals(label))
                .filter(i -> read.add(table.text("readerID", i) + "," + table.text("modalityID", i) + ","
                        + table.text("caseID", i))));
        return Studies.of(rows, "readerID", "modalityID", "caseID", "cancerStatus365", "score");
    }
}
