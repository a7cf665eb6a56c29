package org.realfm.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.DicomWriter;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.dicom.privacy.Deidentified;
import org.realfm.imaging.dicom.privacy.Deidentifier;
import org.realfm.tables.BadInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The verb `deidentify`.
@Command(
        name = "deidentify",
        mixinStandardHelpOptions = true,
        description = {
            "Copies DICOM files without what tells who the patient is (PS3.15, basic profile). Identifiers are replaced by a"
                    + " keyed hash, so that copies made with one salt go on belonging together; keep the salt secret.",
            "It says nothing of the pixels: look whether names are burned into them. Nothing is overwritten."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was copied", "1:something was refused, which is named",
            "2:it could not be done because of an error, which is explained on standard error"
        },
        footer = {
            "",
            "Examples:",
            "  realfm deidentify film.dcm copy.dcm --salt study.salt",
            "  realfm deidentify films/ copies/ --salt study.salt   copies/SERIES/INSTANCE.dcm, under their new names",
            "  realfm deidentify films/ copies/ --salt study.salt --json"
        })
final class Deidentify implements Callable<Integer> {

    private static final int SERIES = 0x0020000E;

    /// What became of a file.
    private record Copied(String from, Optional<Path> to, List<String> warnings, Optional<String> refused) {

        Map<String, Object> content() {
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("from", from);
            to.ifPresent(path -> content.put("to", path.toString()));
            content.put("warnings", warnings);
            refused.ifPresent(reason -> content.put("refused", reason));
            return content;
        }
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "IN", description = "A DICOM file, or a folder of them.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "The copy, or the folder for the copies.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path out;

    @Option(names = "--salt", paramLabel = "FILE", required = true,
            description = "The secret that new identifiers are made with; made, for you alone to read, if it is not there.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path salt;

    @Option(names = "--json", description = "Print as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (!Files.exists(in)) {
            throw new NoSuchFileException(in.toString());
        }
        boolean folder = Files.isDirectory(in);
        if (folder && out.toAbsolutePath().normalize().startsWith(in.toAbsolutePath().normalize())) {
            throw new BadInput(out.toString(), "the copies would lie among the originals", "Name a folder outside " + in);
        }
        Deidentifier deidentifier = Deidentifier.of(SaltFile.readOrMake(salt));
        if (SaltFile.isOpenToOthers(salt)) {
            spec.commandLine().getErr().println("realfm: others may read " + salt + ", which is a secret: chmod 600 " + salt);
        }
        List<Copied> copies = new ArrayList<>();
        if (folder) {
            List<Path> files;
            try (Stream<Path> all = Files.walk(in)) {
                files = all.filter(Files::isRegularFile).sorted().toList();
            } catch (UncheckedIOException e) {
                throw e.getCause(); // a folder that may not be looked into
            }
            try (ConsoleProgress progress = ConsoleProgress.ofSystem()) {
                progress.stage("deidentify", files.size());
                for (Path file : files) {
                    copies.add(copy(deidentifier, file, in.relativize(file).toString(), true));
                    progress.done(1);
                }
            }
        } else {
            copies.add(copy(deidentifier, in, in.toString(), false));
        }
        say(copies);
        return copies.stream().allMatch(copy -> copy.refused.isEmpty()) ? 0 : 1;
    }

    /// @param named whether the copy is named by its new identifiers: an old name may tell who the patient is
    private Copied copy(Deidentifier deidentifier, Path from, String shown, boolean named) throws IOException {
        try {
            DicomFile file = DicomFile.read(from);
            Deidentified copy = deidentifier.deidentify(file);
            Path to = out;
            if (named) {
                String series = copy.dataSet().string(SERIES).orElse("without-series");
                to = out.resolve(series).resolve(copy.dataSet().string(Tag.SOP_INSTANCE_UID).orElseThrow() + ".dcm");
                Files.createDirectories(out.resolve(series));
            }
            DicomWriter.of(file).write(copy.dataSet(), to);
            return new Copied(shown, Optional.of(to), copy.warnings(), Optional.empty());
        } catch (UnreadableDicom e) {
            return new Copied(shown, Optional.empty(), List.of(), Optional.of(String.valueOf(e.getMessage())));
        } catch (FileAlreadyExistsException e) {
            return new Copied(shown, Optional.empty(), List.of(), Optional.of(e.getFile() + " is there already"));
        }
    }

    private void say(List<Copied> copies) {
        PrintWriter to = spec.commandLine().getOut();
        if (json) {
            to.println(Json.text(copies.stream().map(Copied::content).toList()));
        } else {
            for (Copied copy : copies) {
                to.println(printable(copy.to.map(path -> copy.from + " -> " + path)
                        .orElse("REFUSED " + copy.from + ": " + copy.refused.orElse(""))));
                copy.warnings.forEach(warning -> to.println("  look: " + printable(warning)));
            }
            long refused = copies.stream().filter(copy -> copy.refused.isPresent()).count();
            to.println(copies.size() - refused + " copied, " + refused + " refused");
        }
        to.flush();
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
