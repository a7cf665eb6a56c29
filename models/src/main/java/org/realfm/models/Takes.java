package org.realfm.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Which modalities a model takes, and without which of them it can do. What it does not take it never sees.
///
/// @param modalities [#IMAGE], and modalities of the record by name, at least one
/// @param dropout    those that may be missing; a model is not shown a case that lacks another one
public record Takes(List<String> modalities, List<String> dropout) {

    /// The name of the picture among the modalities.
    public static final String IMAGE = "image";

    /// The picture alone.
    public static final Takes PICTURES = new Takes(List.of(IMAGE), List.of());

    public Takes {
        modalities = List.copyOf(modalities);
        dropout = List.copyOf(dropout);
        if (modalities.isEmpty() || !modalities.containsAll(dropout)) {
            throw new IllegalArgumentException("a model takes one modality at least, and does without those that it takes: found "
                    + modalities + " and " + dropout);
        }
    }

    /// Whether it takes pictures.
    public boolean image() {
        return modalities.contains(IMAGE);
    }

    /// The modalities of the record that it takes.
    public List<String> record() {
        return modalities.stream().filter(name -> !name.equals(IMAGE)).toList();
    }

    /// What the model sees of a case.
    Content seen(Content content) {
        return new Content(
                content.caseId(),
                content.picture().filter(picture -> image()),
                content.showing(),
                content.untouched().filter(file -> image()),
                content.record().only(modalities));
    }

    /// Why a case cannot be shown; empty if it can.
    private Optional<String> lacking(Content content) {
        return modalities.stream()
                .filter(name -> !dropout.contains(name))
                .filter(name -> name.equals(IMAGE) ? content.picture().isEmpty() : !content.record().has(name))
                .findFirst()
                .map(name -> name.equals(IMAGE)
                        ? "the case has no picture"
                        : "the modality '" + name + "' is missing, and the model does not declare that it can do without it");
    }

    /// Shows of a batch what can be shown, and only what the model takes; a case that lacks a modality is a failure.
    public List<Output> show(List<Content> batch, Function<List<Content>, List<Output>> show) {
        return show(batch, content -> Optional.empty(), show);
    }

    /// As [#show(List, Function)], for a model that cannot be shown every case.
    ///
    /// @param refusal why a case that lacks no modality cannot be shown; empty if it can
    /// @param show an output for each content, in order
    /// @return an output for each content of the batch, in order
    /// @throws Halted if the model cannot go on
    public List<Output> show(
            List<Content> batch,
            Function<Content, Optional<String>> refusal,
            Function<List<Content>, List<Output>> show) {
        List<Optional<Output>> outputs = new ArrayList<>();
        List<Content> shown = new ArrayList<>();
        for (Content content : batch) {
            Content seen = seen(content);
            Optional<String> lacking = lacking(seen).or(() -> refusal.apply(seen));
            outputs.add(lacking.map(Output.Failure::new));
            if (lacking.isEmpty()) {
                shown.add(seen);
            }
        }
        try {
            if (!shown.isEmpty()) {
                fill(outputs, show.apply(shown).stream().map(Optional::of).toList());
            }
        } catch (Halted e) {
            fill(outputs, e.answered());
            throw new Halted(e.why(), outputs);
        }
        return outputs.stream().map(Optional::orElseThrow).toList();
    }

    private static void fill(List<Optional<Output>> outputs, List<Optional<Output>> answered) {
        int next = 0;
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).isEmpty()) {
                outputs.set(i, answered.get(next++));
            }
        }
    }

    /// What of it is part of a model's identity: nothing where it is the picture alone, as it was before there were records.
    public List<String> identity() {
        return equals(PICTURES) ? List.of() : List.of("takes", String.join(",", modalities), "without", String.join(",", dropout));
    }
}
