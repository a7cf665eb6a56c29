package org.realfm.assess;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.realfm.assess.Engine.Asked;
import org.realfm.assess.Engine.Seen;
import org.realfm.assess.Engine.SoFar;
import org.realfm.imaging.pictures.Picture;
import org.realfm.imaging.pictures.PictureFile;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.ledger.Digest;
import org.realfm.models.ClinicalRecord;
import org.realfm.models.Content;
import org.realfm.models.Halted;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.models.Takes;
import org.realfm.run.Pictures;
import org.realfm.run.Stimulus;
import org.realfm.study.Cohort;
import org.realfm.tables.BadInput;

/// Shows chunks to models of this process. Pictures are read and changed once for all of them.
///
/// @param known    what else than its picture is known of a case, of which this is shown
/// @param pictures reads the picture of a row
/// @param models   the models by the digest of their scorer
/// @param most     stimuli in a batch ([Plan#batch])
public record Presentation(Function<Stimulus, Known> known, Pictures pictures, Map<Digest, Model> models, int most) {

    /// What else than its picture is known of a case.
    ///
    /// @param caseId    as the cohort names it; only a table of predictions looks at it
    /// @param untouched the file, where the picture is shown as it stands there
    /// @param record    what is shown beside the picture
    public record Known(String caseId, Optional<Path> untouched, ClinicalRecord record) {

        /// Nothing.
        public static final Known NOTHING = new Known("", Optional.empty(), ClinicalRecord.NONE);

        static Known of(Cohort cohort, Stimulus stimulus) {
            return new Known(
                    cohort.columns().cases()[stimulus.row()],
                    cohort.image(stimulus.row()).map(PictureFile::path).filter(path -> stimulus.intervention().isEmpty()),
                    stimulus.record(cohort));
        }
    }

    /// Who wants to know what is shown when, sets the level of this class to `TRACE`: a line `scorer stimulus` for each
    /// showing, before it is shown. Both are digests, and the stimulus' is salted.
    private static final System.Logger LOG = System.getLogger(Presentation.class.getName());

    /// Shows a chunk to the models that are asked, batch after batch.
    public Seen show(Asked asked, SoFar soFar) {
        SequencedMap<Digest, Map<Digest, Output>> said = new LinkedHashMap<>();
        if (asked.told().isEmpty()) {
            return new Seen(said, Optional.empty());
        }
        Optional<BadInput> stop = Optional.empty();
        Map<Stimulus, Digest> digestOf = digestOf(asked.chunk(), asked.digests());
        Map<Optional<PictureWindow>, LastRead> read = new HashMap<>();
        for (List<Stimulus> batch : Plan.batches(asked.chunk(), most)) {
            Map<Optional<PictureWindow>, List<Content>> seen = new HashMap<>();
            for (Digest scorer : asked.told().sequencedKeySet()) {
                Model model = Objects.requireNonNull(models.get(scorer));
                if (batch.stream().allMatch(each -> !answerable(each, model) || asked.told(scorer, digestOf.get(each)))) {
                    continue;
                }
                // A table of predictions looks at no picture.
                List<Content> contents = seen.computeIfAbsent(
                        Optional.of(model.window()).filter(window -> model.interactive()),
                        window -> contents(batch, digestOf, window, read.computeIfAbsent(window, each -> new LastRead())));
                List<Stimulus> answered = new ArrayList<>();
                List<Content> shownContents = new ArrayList<>();
                for (int i = 0; i < batch.size(); i++) {
                    if (answerable(batch.get(i), model) && !asked.told(scorer, digestOf.get(batch.get(i)))) {
                        answered.add(batch.get(i));
                        shownContents.add(contents.get(i));
                    }
                }
                LOG.log(System.Logger.Level.TRACE, () -> answered.stream()
                        .map(stimulus -> scorer + " " + digestOf.get(stimulus))
                        .collect(Collectors.joining("\n")));
                Map<Digest, Output> saidByThis = new LinkedHashMap<>();
                List<Optional<Output>> outputs;
                try {
                    outputs = model.predict(shownContents).stream().map(Optional::of).toList();
                } catch (Halted e) {
                    outputs = e.answered();
                    stop = Optional.of(e.why());
                }
                for (int i = 0; i < answered.size(); i++) {
                    Stimulus stimulus = answered.get(i);
                    outputs.get(i).ifPresent(output -> saidByThis.put(
                            Objects.requireNonNull(digestOf.get(stimulus)), kept(stimulus, output)));
                }
                said.computeIfAbsent(scorer, each -> new LinkedHashMap<>()).putAll(saidByThis);
                if (model.interactive()) {
                    soFar.said(scorer, saidByThis);
                }
            }
            if (stop.isPresent()) {
                break;
            }
        }
        return new Seen(said, stop);
    }

    static Map<Stimulus, Digest> digestOf(List<Stimulus> chunk, List<Digest> digests) {
        Map<Stimulus, Digest> digestOf = new HashMap<>();
        for (int i = 0; i < chunk.size(); i++) {
            digestOf.put(chunk.get(i), digests.get(i));
        }
        return digestOf;
    }

    static boolean answerable(Stimulus stimulus, Model model) {
        return model.interactive() || stimulus.asItIs();
    }

    /// Features are kept only of cases as they are: no criterion looks at others, and they are most of the bytes.
    private static Output kept(Stimulus stimulus, Output output) {
        return !stimulus.asItIs() && output instanceof Output.Scores scores ? new Output.Scores(scores.score(), new float[0]) : output;
    }

    /// What was read last, since the stimuli of a case follow each other.
    private static final class LastRead {
        private int row = -1;
        private Optional<Picture> picture = Optional.empty();
    }

    private List<Content> contents(
            List<Stimulus> batch, Map<Stimulus, Digest> digestOf, Optional<PictureWindow> window, LastRead last) {
        List<Content> contents = new ArrayList<>();
        for (Stimulus stimulus : batch) {
            if (stimulus.row() != last.row) {
                last.row = stimulus.row();
                last.picture = window.flatMap(through -> pictures.through(through).read(last.row));
            }
            Optional<Picture> changed = stimulus.intervention().isEmpty()
                    ? last.picture
                    : last.picture.map(picture -> picture.after(stimulus.intervention().get(), stimulus.seed()));
            Known of = known.apply(stimulus);
            contents.add(new Content(
                    of.caseId(),
                    changed.filter(picture -> !stimulus.without().contains(Takes.IMAGE)),
                    Optional.ofNullable(digestOf.get(stimulus)),
                    of.untouched(),
                    of.record()));
        }
        return contents;
    }
}
