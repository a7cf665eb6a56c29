package org.realfm.cli.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.stats.Estimate;

/// What a family of statistics has to say: estimates, tests, remarks, and a picture that is only made where it is wanted.
final class Answer {

    /// An estimate of all rows, or of a part of them.
    record Line(String cell, Estimate estimate) {}

    /// The p-value of a hypothesis.
    record Test(String hypothesis, double pValue, String method) {}

    private final String title;
    private final List<Line> lines = new ArrayList<>();
    private final List<Test> tests = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable Supplier<Figure> figure;

    Answer(String title) {
        this.title = title;
    }

    Answer add(Estimate estimate) {
        return add(Finding.ALL, estimate);
    }

    Answer add(String cell, Estimate estimate) {
        lines.add(new Line(cell, estimate));
        return this;
    }

    /// Adds an estimate, or where there is none a remark that says why.
    Answer add(Optional<Estimate> estimate, String why) {
        estimate.ifPresentOrElse(this::add, () -> notes.add(why));
        return this;
    }

    Answer test(String hypothesis, double pValue, String method) {
        tests.add(new Test(hypothesis, pValue, method));
        return this;
    }

    Answer note(String note) {
        notes.add(note);
        return this;
    }

    Answer figure(Supplier<Figure> made) {
        figure = made;
        return this;
    }

    String title() {
        return title;
    }

    List<Line> lines() {
        return lines;
    }

    List<Test> tests() {
        return tests;
    }

    List<String> notes() {
        return notes;
    }

    Optional<Figure> figure() {
        return Optional.ofNullable(figure).map(Supplier::get);
    }
}
