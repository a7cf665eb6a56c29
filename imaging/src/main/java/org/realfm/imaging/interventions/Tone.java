package org.realfm.imaging.interventions;

/// Changes of grey values that know no neighbours.
final class Tone {

    private Tone() {}

    /// @param kept the factor on every sample's distance from the mean of all
    static Grid contrast(Grid grid, double kept) {
        double sum = 0;
        for (float sample : grid.samples()) {
            sum += sample;
        }
        double mean = sum / grid.samples().length;
        return grid.mapped(v -> mean + kept * (v - mean));
    }

    /// The share of full scale to the power of gamma; what lies beyond the scale stays.
    static Grid gamma(Grid grid, double gamma) {
        double low = grid.scale().low();
        double span = grid.scale().span();
        return grid.mapped(v -> {
            double share = (v - low) / span;
            return share <= 0 || share >= 1 ? v : low + span * StrictMath.pow(share, gamma);
        });
    }

    /// @param share of full scale that is added; what was below white is cut at white
    static Grid brightness(Grid grid, double share) {
        double high = grid.scale().high();
        double added = share * grid.scale().span();
        return grid.mapped(v -> Math.min(v + added, Math.max(v, high)));
    }

    /// A window about the middle of the scale, stretched to all of it; what lies outside is cut.
    ///
    /// @param width as a share of the scale
    static Grid window(Grid grid, double width) {
        double low = grid.scale().low();
        double span = grid.scale().span();
        return grid.mapped(v -> low + span * Math.clamp(0.5 + ((v - low) / span - 0.5) / width, 0.0, 1.0));
    }
}
