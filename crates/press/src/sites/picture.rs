//! Pictures: drawn from the kind of event and the number of its story, so that no file of pictures is needed.

use std::fmt::Write;

use crate::kinds::Kind;
use crate::random::Random;

const WIDTH: i64 = 960;
const HEIGHT: i64 = 540;

/// A landscape in the colours of the kind of event: sky, sun, hills in the distance, and something that stands there.
pub(super) fn draw(kind: &Kind, story: u64) -> String {
    let [dark, light] = kind.colours;
    let mut random = Random::of(&[story, 11]);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" \
         height=\"{HEIGHT}\"><defs><linearGradient id=\"sky\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"1\">\
         <stop offset=\"0\" stop-color=\"#{light}\"/><stop offset=\"1\" stop-color=\"#fff6e8\"/></linearGradient></defs>\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"url(#sky)\"/>"
    );
    // Writing to a string does not fail, here and below.
    let _ = write!(
        out,
        "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"#fff\" opacity=\".75\"/>",
        random.between(120, WIDTH - 120),
        random.between(80, 180),
        random.between(34, 62),
    );
    for layer in 0..3 {
        let base = 250 + layer * 70;
        let _ = write!(out, "<path d=\"M0 {HEIGHT}V{base}");
        let mut x = 0;
        while x < WIDTH {
            let step = random.between(90, 190);
            let _ = write!(
                out,
                "q{} {} {step} {}",
                step / 2,
                random.between(-70, -15),
                random.between(-18, 18)
            );
            x += step;
        }
        let _ = write!(
            out,
            "V{HEIGHT}z\" fill=\"#{dark}\" opacity=\".{}\"/>",
            25 + layer * 20
        );
    }
    let blocks = matches!(kind.section, "region" | "economy" | "politics" | "justice");
    for _ in 0..random.between(4, 9) {
        let x = random.between(40, WIDTH - 120);
        let tall = random.between(60, 190);
        let wide = random.between(30, 90);
        let y = HEIGHT - 60 - tall;
        let _ = if blocks {
            write!(
                out,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{}\" fill=\"#{dark}\"/>",
                tall + 60
            )
        } else {
            write!(
                out,
                "<path d=\"M{x} {HEIGHT}v-{tall}m-{wide} 20q{wide} -90 {} 0z\" fill=\"#{dark}\" stroke=\"#{dark}\" \
                 stroke-width=\"7\"/>",
                wide * 2,
            )
        };
    }
    out.push_str("</svg>");
    out
}
