package org.realfm.imaging.phantom;

import org.realfm.imaging.phantom.Scene.Anatomy;
import org.realfm.imaging.phantom.Scene.Lesion;

/// Optical depth of a scene along the ray through each place of the film.
final class Projection {

    private static final double AIR = 2.5;
    private static final double BONE = 0.30;
    /// Half width of the exposed field.
    private static final double FIELD = 0.92;

    private final Scene scene;
    private final Anatomy anatomy;
    private final double cos;
    private final double sin;
    private final double boneDensity;

    Projection(Scene scene) {
        this.scene = scene;
        this.anatomy = scene.anatomy();
        this.cos = StrictMath.cos(anatomy.tilt());
        this.sin = StrictMath.sin(anatomy.tilt());
        this.boneDensity = 1.1 - 0.4 * (scene.patient().age() - 18) / 72.0;
    }

    /// @param filmX [-1, 1] from left to right
    /// @param filmY [-1, 1] from top to bottom
    double depth(double filmX, double filmY) {
        double x = FIELD * (cos * filmX + sin * filmY);
        double y = FIELD * (cos * filmY - sin * filmX);
        double trunk = trunk(x, y);
        if (trunk <= 0) {
            return 0.05;
        }
        double lung = lung(x, y);
        double heart = heart(x, y);
        double air = lung * (1 - 0.85 * heart) * (1 - vessels(x, y)) * (1 - consolidated(x, y));
        double below = 1 - step(dome(x) - y, 0.05);
        return 0.05 + trunk * (1 + 0.10 * below) - AIR * air + bones(x, y, below) + breasts(x, y) - stomach(x, y);
    }

    private double trunk(double x, double y) {
        double side = Math.abs(x);
        double shoulderTop = -0.90 + 0.30 * Math.max(0, side - 0.24) * Math.max(0, side - 0.24) / 0.4;
        double neck = step(0.25 + 0.4 * Math.max(0, y + 0.93) - side, 0.05);
        double inTrunk = Math.max(neck, step(y - shoulderTop, 0.06));
        double arm = 0.55 * bump((y + 0.95) / 0.75);
        double wall = anatomy.chest() + anatomy.wall() + arm + 0.05 * Math.max(0, y - 0.3);
        double across = side / wall;
        double round = across >= 1 ? 0 : StrictMath.sqrt(1 - across * across * across * across);
        return anatomy.depth() * inTrunk * round * (0.80 + 0.14 * step(y + 0.6, 0.4));
    }

    /// Share of the deepest lung's air along the ray, in [0, 1].
    private double lung(double x, double y) {
        double t = (y - anatomy.apex()) / (0.95 - anatomy.apex());
        if (t <= 0 || t >= 1.05) {
            return 0;
        }
        double rise = 1 - Math.min(1, 1.5 * t);
        double outer = anatomy.chest() * StrictMath.pow(1 - rise * rise * rise, 0.62);
        double inner = 0.11 + 0.05 * bump((y + 0.62) / 0.3) + 0.06 * step(y - 0.05, 0.4);
        double side = Math.abs(x - anatomy.turn());
        double half = (outer - inner) / 2;
        if (half <= 0.01) {
            return 0;
        }
        double across = (side - inner - half) / half;
        if (across <= -1 || across >= 1) {
            return 0;
        }
        double thick = root(root(1 - across * across * across * across));
        double deep = 0.62 + 0.38 * step(y - anatomy.apex() - 0.15, 0.5);
        return thick * deep * step(dome(x) - y, 0.05);
    }

    /// Height of the diaphragm: a dome on each side that falls to the costophrenic angle.
    private double dome(double x) {
        double top = x < anatomy.turn() ? anatomy.rightDome() : anatomy.leftDome();
        double across = (Math.abs(x) - 0.45 * anatomy.chest()) / (0.55 * anatomy.chest());
        return top + (across > 0 ? 0.30 : 0.12) * across * across;
    }

    /// Share of the chest's depth that heart, aorta and great vessels fill, in [0, 1].
    private double heart(double x, double y) {
        double h = anatomy.heart();
        double mid = anatomy.turn();
        double bottom = anatomy.leftDome();
        double ventricle = ellipse(x - mid - 0.42 * h, y - bottom + 0.24, h, 0.30, 0.35);
        double atrium = ellipse(x - mid + 0.30 * h, y - bottom + 0.30, 0.62 * h, 0.30, 0);
        double knob = ellipse(x - mid - 0.12, y + 0.36, 0.075, 0.09, 0);
        double trunkVessels = ellipse(x - mid, y + 0.15, 0.16, 0.45, 0);
        return Math.max(Math.max(ventricle, atrium), Math.max(0.7 * knob, 0.8 * trunkVessels));
    }

    /// Share of the air that the hila and the vessels fanning out from them take.
    private double vessels(double x, double y) {
        double side = Math.abs(x - anatomy.turn());
        double dx = side - 0.15;
        double dy = y + 0.08 - (x > anatomy.turn() ? -0.04 : 0);
        double away = StrictMath.sqrt(dx * dx + dy * dy);
        double hilum = 0.42 * bump(away / 0.17);
        if (dx < 0.01) {
            return anatomy.vessels() * hilum;
        }
        double slope = dy / (dx + 0.05) + 1.4 * away * (x > 0 ? 1 : -1) * 0.3;
        double wave = slope * 2.2 + anatomy.ribPhase() * 2 + (x > 0 ? 0.37 : 0);
        double spoke = bump(2.6 * (wave - Math.rint(wave)));
        return anatomy.vessels() * (hilum + 0.30 * spoke * bump(away / 0.62));
    }

    private double consolidated(double x, double y) {
        double left = 1;
        for (Lesion lesion : scene.lesions()) {
            double dx = (x - lesion.x()) / (1.6 * lesion.width());
            double dy = (y - lesion.y()) / (1.6 * lesion.height());
            left *= 1 - lesion.airLost() * bump(StrictMath.sqrt(dx * dx + dy * dy));
        }
        return 1 - left;
    }

    private double bones(double x, double y, double below) {
        double spineX = x - 0.3 * anatomy.turn();
        double disc = (y / 0.125) - Math.floor(y / 0.125);
        double spine = 2.0 * BONE * step(0.085 - Math.abs(spineX), 0.03) * (0.78 + 0.22 * step(disc - 0.22, 0.12));
        return boneDensity * (spine + ribs(x, y) * (1 - 0.5 * below) + clavicle(x, y));
    }

    /// Posterior ribs, falling slightly from the spine to the sides; anterior ends, fainter and steeper.
    private double ribs(double x, double y) {
        double side = Math.abs(x);
        double edge = anatomy.chest() + 0.03;
        if (y < anatomy.apex() - 0.02 || y > 0.80 || side > edge) {
            return 0;
        }
        double along = side / edge;
        double posterior = y - anatomy.ribSlope() * (along * along * 1.2 - 0.35 * bump((along - 0.35) / 0.5));
        double anterior = y + 0.10 - 0.55 * along * (1 - along) + 0.42 * (1 - along);
        double rim = 1 + 0.9 * along * along * along * along;
        double front = along > 0.45 ? 0.5 * band(anterior) : 0;
        double inCage = step(y - anatomy.apex() - 0.28 * along * along, 0.06) * step(along - 0.10, 0.06);
        return BONE * inCage * (rim * band(posterior) * step(0.72 - y, 0.12) + front * step(0.35 - y, 0.12));
    }

    /// One rib for each rib distance: a plateau with denser edges.
    private double band(double height) {
        double phase = height / anatomy.ribs() + anatomy.ribPhase();
        double within = Math.abs(phase - Math.rint(phase)) / 0.24;
        return within >= 1.25 ? 0 : step(1 - within, 0.25) * (0.62 + 0.38 * Math.min(1, within * within));
    }

    private double clavicle(double x, double y) {
        double side = Math.abs(x - anatomy.turn());
        double reach = (side - 0.07) / (anatomy.chest() + 0.02);
        if (reach < 0 || reach > 1) {
            return 0;
        }
        double line = anatomy.apex() + 0.24 - 0.20 * reach + 0.05 * bump((reach - 0.3) / 0.3);
        return 1.5 * BONE * step(0.034 - Math.abs(y - line), 0.02) * step(Math.min(reach, 1 - reach), 0.05);
    }

    private double breasts(double x, double y) {
        if (!scene.patient().female()) {
            return 0;
        }
        double side = Math.abs(x) - 0.58 * anatomy.chest() / 0.68;
        return 0.55 * ellipse(side, y - 0.28, 0.30, 0.26, 0);
    }

    private double stomach(double x, double y) {
        return 0.7 * ellipse(x - 0.34, y - anatomy.leftDome() - 0.16, 0.13, 0.07, 0.2);
    }

    /// Thickness of an ellipsoid over that at its centre.
    private static double ellipse(double x, double y, double width, double height, double shear) {
        double dx = (x - shear * y) / width;
        double dy = y / height;
        return root(Math.max(0, 1 - dx * dx - dy * dy));
    }

    private static double root(double value) {
        return Math.sqrt(Math.max(0, value));
    }

    /// 0 below -softness / 2, 1 above softness / 2, smooth between.
    private static double step(double distance, double softness) {
        double t = Math.clamp(0.5 + distance / softness, 0.0, 1.0);
        return t * t * (3 - 2 * t);
    }

    /// 1 at 0, falling smoothly to 0 at 1 and beyond.
    private static double bump(double distance) {
        double t = 1 - distance * distance;
        return t <= 0 ? 0 : t * t;
    }
}
