package org.realfm.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.realfm.report.EvidenceDocument;
import org.realfm.report.EvidenceDocument.EstimatePart;
import org.realfm.report.EvidenceDocument.FindingPart;
import org.realfm.report.EvidenceDocument.SubjectPart;
import org.realfm.run.Progress;

/// The study of the demonstration, as a user would have it in a folder.
public final class DemoStudy {

    private static final List<String> FILES = List.of(
            "study.yaml",
            "datasheet.yaml",
            "plan.yaml",
            "careful.onnx",
            "shortcut.onnx",
            "overconfident.onnx",
            "careful-card.yaml");

    private DemoStudy() {}

    /// Writes films, networks, documents and the study file.
    ///
    /// @return the study file
    public static Path write(Path folder, Progress progress) throws IOException {
        DemoFilms.write(folder, DemoFilms.Practice.MARK_THE_SICK, progress);
        for (String name : FILES) {
            try (InputStream content = Objects.requireNonNull(DemoStudy.class.getResourceAsStream(name), name)) {
                Files.copy(content, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return folder.resolve("study.yaml");
    }

    /// What the evidence shows, in a few lines: whoever wins the benchmark, and what became of it.
    public static List<String> story(EvidenceDocument evidence) {
        List<String> lines = new ArrayList<>(List.of(""));
        Optional<SubjectPart> winner = evidence.subjects().stream()
                .filter(subject -> auroc(evidence, subject).isPresent())
                .max(Comparator.comparingDouble(
                        subject -> auroc(evidence, subject).orElseThrow().value()));
        winner.ifPresent(best -> {
            EstimatePart auroc = auroc(evidence, best).orElseThrow();
            lines.add(String.format(
                    Locale.ROOT,
                    "The benchmark winner is %s (AUROC %.3f, %.3f to %.3f).",
                    best.model(),
                    auroc.value(),
                    Objects.requireNonNullElse(auroc.lower(), 0.0),
                    Objects.requireNonNullElse(auroc.upper(), 1.0)));
            evidence.findings().stream()
                    .filter(finding -> best.digest().equals(finding.subject())
                            && finding.criterion().equals("reason.causal.shortcut")
                            && finding.outcome().equals("not met"))
                    .findFirst()
                    .map(FindingPart::reason)
                    .ifPresent(reason -> lines.add("It may not go on: " + reason));
        });
        return lines;
    }

    private static Optional<EstimatePart> auroc(EvidenceDocument evidence, SubjectPart subject) {
        return evidence.findings().stream()
                .filter(finding -> subject.digest().equals(finding.subject())
                        && finding.criterion().equals("tech.discrimination.ranking"))
                .flatMap(finding -> finding.estimates().stream())
                .filter(estimate -> estimate.name().equals("auroc"))
                .findFirst();
    }
}
