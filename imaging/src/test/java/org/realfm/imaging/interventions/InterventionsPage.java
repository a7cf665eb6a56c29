package org.realfm.imaging.interventions;

import java.util.Locale;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.interventions.Operator.Family;

/// `docs/interventions.md`: the table of operators, the sheets, and how much each operator and its sham change.
final class InterventionsPage {

    private static final long SEED = 3;
    private static final int SIZE = 240;

    private InterventionsPage() {}

    static String text() {
        StringBuilder page = new StringBuilder("""
                # Interventions

                What `org.realfm.imaging.interventions` can do to a picture or a volume, in five severities of a physical
                parameter, and what each looks like. Generated from the code by
                `mvn -pl imaging test -Dtest='ContactSheetTest#writesTheSheets' -Drealfm.sheets=docs/images`; decisions are in
                [design note 018](design/018-interventions.md).

                An `Alteration` is an operator at a severity. `apply` takes an `Image2D` or a `Volume`, and a seed; the same
                bytes come out on every machine. `sham()` is its twin: the same way through the code, as many pixels, and
                nothing to be seen at its end. `FilmNodule` and `Nodule` put a lesion at a place, of a size
                and density that the caller gives. A picture does not know its millimetres: `field` says how many its shorter
                side spans (350, a chest film, if nothing is said). Percentages are of full scale: of 0 to the largest value
                that the picture's bits hold, of -1,000 to 1,000 HU, or of what else the `Scale` of a volume says.

                All pictures are [phantoms](phantoms.md): a radiograph of 400 mm, CT of the chest in slices of 2.5 mm, MR of a
                head in slices of 4 mm, ultrasound of a liver and kidney, a mucosa in haematoxylin and eosin. The first of each
                row has a scale bar; details are shown pixel by pixel, lungs on films in a window of three fifths of
                full scale, or three tenths for nodules.
                """.stripIndent());
        for (Family family : Family.values()) {
            page.append("\n## ").append(family.title()).append("\n\n");
            page.append("![").append(family.title()).append("](images/").append(InterventionSheets.file(family))
                    .append(")\n\n");
            page.append("| operator | parameter | 1 | 2 | 3 | 4 | 5 | for | sham | source |\n");
            page.append("|---|---|---|---|---|---|---|---|---|---|\n");
            for (Operator operator : Operator.values()) {
                if (operator.family() == family) {
                    page.append(row(operator));
                }
            }
        }
        page.append("""

                ## Text in the pixels

                ![Injected text](images/interventions-injection.png)

                `Injection` writes an instruction that the caller gives into the pixels, with a contrast in percent of full
                scale: `VISIBLE` (100%) or `FAINT` (3%), which readers overlook. Its sham has the same ink in the same cells,
                with the dots of each letter shuffled.

                ## Left and right

                ![Left and right](images/interventions-mirroring.png)

                `Mirroring` is a cell of the full factorial of pixels, header and side marker, each as it was or exchanged.
                Of a film, the header is Patient Orientation (0020,0020); of a volume, its affine map. Where all three agree
                the patient's side is known; in the other six cells the right answer is "inconsistent".

                ## How much is changed

                Mean absolute difference from the untouched film, in percent of full scale, on the chest phantom with 240 x
                240 pixels of 1.5 mm (the stain shift: on the tissue). A sham of 0 is the untouched picture, bit for bit: the
                way through the code costs nothing. The shams of things added move what lies under them by 2 mm: as many pixels
                are written as the operator writes, and all that is there stays there. Where a lesion's pixels are made again,
                what the sham changes is the error of making them again. A nodule on a film is faint, and making its pixels
                again changes about as much as a small one does: see `FilmNodule.faithful()`.

                | operator | severity 1 | severity 5 | sham of 1 | sham of 5 |
                |---|---|---|---|---|
                """.stripIndent());
        for (Operator operator : Operator.values()) {
            if (operator != Operator.CROP) {
                page.append(String.format(Locale.ROOT, "| %s | %.4f | %.4f | %.4f | %.4f |%n".replace("%n", "\n"),
                        operator.title(),
                        change(new Alteration(operator, 1)), change(new Alteration(operator, 5)),
                        change(new Alteration(operator, 1).sham()), change(new Alteration(operator, 5).sham())));
            }
        }
        return page.toString();
    }

    private static String row(Operator operator) {
        StringBuilder row = new StringBuilder("| " + operator.title() + " | " + operator.quantity());
        for (int severity = 1; severity <= 5; severity++) {
            row.append(" | ").append(operator.label(severity));
        }
        String source = operator.source().isEmpty() ? "convention" : operator.source();
        return row + " | " + operator.modalities() + " | " + operator.sham() + " | " + source + " |\n";
    }

    private static double change(Alteration alteration) {
        Image2D untouched = alteration.operator() == Operator.STAIN ? Specimens.tissue(SIZE / 2) : Specimens.film(SIZE);
        float[] before = untouched.samples();
        float[] after = alteration.apply(untouched, SEED).samples();
        double sum = 0;
        for (int i = 0; i < before.length; i++) {
            sum += Math.abs(after[i] - before[i]);
        }
        return 100 * sum / before.length / untouched.fullScale();
    }
}
