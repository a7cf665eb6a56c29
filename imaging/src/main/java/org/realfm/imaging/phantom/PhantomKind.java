package org.realfm.imaging.phantom;

/// The five kinds of phantoms, each as usually taken.
public enum PhantomKind {
    CT("chest and upper abdomen, 64 slices of 256 x 256") {
        @Override
        public Body draw(long seed, Findings findings) {
            return Torso.draw(seed, findings);
        }

        @Override
        public Phantom take(Body body) {
            return CtScan.take(body, CtScan.Protocol.USUAL);
        }
    },
    RADIOGRAPH("a chest film of the same patients, 512 x 512") {
        @Override
        public Body draw(long seed, Findings findings) {
            return Torso.draw(seed, findings);
        }

        @Override
        public Phantom take(Body body) {
            return Radiograph.take(body, Radiograph.Protocol.USUAL);
        }
    },
    MR("a head, T2-weighted, 24 slices of 256 x 256") {
        @Override
        public Body draw(long seed, Findings findings) {
            return Head.draw(seed, findings);
        }

        @Override
        public Phantom take(Body body) {
            return MrScan.take(body, MrScan.Protocol.usual(MrScan.Weighting.T2));
        }
    },
    ULTRASOUND("the right upper abdomen, a sector of 512 x 448") {
        @Override
        public Body draw(long seed, Findings findings) {
            return Flank.draw(seed, findings);
        }

        @Override
        public Phantom take(Body body) {
            return Ultrasound.take(body, Ultrasound.Protocol.USUAL);
        }
    },
    HISTOLOGY("a mucosa in haematoxylin and eosin, 640 x 640") {
        @Override
        public Body draw(long seed, Findings findings) {
            return Tissue.draw(seed, findings);
        }

        @Override
        public Phantom take(Body body) {
            return Histology.take(body, Histology.Protocol.USUAL);
        }
    };

    private final String what;

    PhantomKind(String what) {
        this.what = what;
    }

    /// What it shows, in a few words.
    public String what() {
        return what;
    }

    /// Draws what is before the apparatus.
    public abstract Body draw(long seed, Findings findings);

    /// Takes the picture or volume, as usual.
    public abstract Phantom take(Body body);
}
