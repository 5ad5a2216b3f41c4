//! Fifty digits drawn by strokes in ten styles, thin and thick, upright and slanted, and what the
//! kept models say of them.
//!
//! `drawn_digits MODELS` takes the models that `cargo xtask compare --models MODELS` has kept, and
//! prints the errors of each row. `drawn_digits MODELS DIR` also writes the pictures to DIR, for
//! `cargo xtask recognise DIR/*.png`. Nothing is chosen by these errors.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::PathBuf;

use experiments::{Models, ROWS};
use image::GrayImage;
use mnist_io::Images;
use mnist_io::transform::normalise;
use ndarray::ArrayView2;

/// Pixels each way of a picture.
const SIDE: u32 = 160;

/// How a hand draws.
struct Style {
    /// Width of the pen, of the digit's height.
    pen: f64,
    /// How far to the right the top leans, of the height.
    slant: f64,
    /// Width of a digit, of its height.
    width: f64,
    /// How far points stray, of the height.
    stray: f64,
    /// Grey of the pen and of the ground.
    greys: [f64; 2],
    /// Whether a one has a flag, a four is closed and a seven has a bar.
    is_ornate: bool,
}

/// What the styles below begin from.
const PLAIN: Style = Style {
    pen: 0.08,
    slant: 0.0,
    width: 0.60,
    stray: 0.02,
    greys: [20.0, 250.0],
    is_ornate: false,
};

const STYLES: [Style; 10] = [
    Style {
        pen: 0.03,
        stray: 0.00,
        greys: [0.0, 255.0],
        ..PLAIN
    },
    Style { pen: 0.06, ..PLAIN },
    Style {
        pen: 0.10,
        width: 0.65,
        greys: [40.0, 235.0],
        ..PLAIN
    },
    Style {
        pen: 0.16,
        width: 0.70,
        stray: 0.01,
        greys: [10.0, 255.0],
        ..PLAIN
    },
    Style {
        pen: 0.06,
        slant: 0.25,
        width: 0.55,
        greys: [30.0, 240.0],
        ..PLAIN
    },
    Style {
        pen: 0.09,
        slant: 0.40,
        greys: [255.0, 30.0],
        ..PLAIN
    },
    Style {
        pen: 0.07,
        slant: -0.20,
        greys: [60.0, 220.0],
        ..PLAIN
    },
    Style {
        slant: 0.10,
        width: 0.90,
        stray: 0.03,
        greys: [20.0, 245.0],
        is_ornate: true,
        ..PLAIN
    },
    Style {
        slant: 0.10,
        width: 0.40,
        greys: [240.0, 10.0],
        is_ornate: true,
        ..PLAIN
    },
    Style {
        pen: 0.12,
        slant: 0.15,
        stray: 0.03,
        greys: [50.0, 230.0],
        is_ornate: true,
        ..PLAIN
    },
];

type Point = [f64; 2];

/// The strokes of a digit in a box of 100 × 100, x to the right and y down: the points that each
/// goes through.
fn strokes(digit: usize, is_ornate: bool) -> &'static [&'static str] {
    match (digit, is_ornate) {
        (0, _) => &["50,0 15,20 0,50 15,80 50,100 85,80 100,50 85,20 50,0"],
        (1, false) => &["50,0 50,50 50,100"],
        (1, true) => &["25,25 42,12 55,0", "55,0 55,100"],
        (2, _) => &[
            "5,25 20,5 50,0 85,10 90,35 65,60 30,82 0,100",
            "0,100 50,98 100,100",
        ],
        (3, _) => &[
            "5,10 40,0 85,10 85,35 40,47",
            "40,47 85,55 100,75 80,95 40,100 0,88",
        ],
        (4, false) => &["10,0 5,30 0,55", "0,55 50,55 100,52", "75,5 72,50 70,100"],
        (4, true) => &["70,0 35,35 0,70", "0,70 50,70 100,68", "70,0 70,50 70,100"],
        (5, _) => &[
            "95,0 55,2 15,0",
            "15,0 10,20 8,42",
            "8,42 50,37 90,50 100,72 80,95 40,100 0,90",
        ],
        (6, _) => &["80,0 35,20 8,55 10,85 45,100 85,88 85,62 50,50 15,65"],
        (7, false) => &["0,2 50,3 100,0", "100,0 65,45 40,100"],
        (7, true) => &["0,2 50,3 100,0", "100,0 65,45 40,100", "35,50 60,48 90,47"],
        (8, _) => &["50,48 15,30 20,7 50,0 80,7 85,30 50,48 10,68 10,92 50,100 90,92 90,68 50,48"],
        _ => &[
            "90,25 75,5 40,0 10,15 10,40 40,52 75,45 90,25",
            "90,25 85,60 70,100",
        ],
    }
}

/// The points of a stroke, in a box of 1 × 1.
fn points(stroke: &str) -> Vec<Point> {
    let number = |text: &str| text.parse::<f64>().expect("a number") / 100.0;
    let points = stroke
        .split(' ')
        .map(|point| point.split_once(',').expect("two numbers"));
    points.map(|(x, y)| [number(x), number(y)]).collect()
}

/// Points on the Catmull-Rom curve through some points, close to each other.
fn curve(points: &[Point]) -> Vec<Point> {
    const STEPS: usize = 12;
    let at = |index: usize| points[index.clamp(1, points.len()) - 1];
    let mut all = vec![points[0]];
    for segment in 1..points.len() {
        let [a, b, c, d] = [0, 1, 2, 3].map(|offset| at(segment + offset - 1));
        all.extend((1..=STEPS).map(|step| {
            let t = step as f64 / STEPS as f64;
            [0, 1].map(|i| {
                let tangents = (0.5 * (c[i] - a[i]), 0.5 * (d[i] - b[i]));
                let (t2, t3) = (t * t, t * t * t);
                (2.0 * t3 - 3.0 * t2 + 1.0) * b[i]
                    + (t3 - 2.0 * t2 + t) * tangents.0
                    + (3.0 * t2 - 2.0 * t3) * c[i]
                    + (t3 - t2) * tangents.1
            })
        }));
    }
    all
}

/// The distance of a point from the line between two others.
fn distance(p: Point, [a, b]: [Point; 2]) -> f64 {
    let (ab, ap) = ([b[0] - a[0], b[1] - a[1]], [p[0] - a[0], p[1] - a[1]]);
    let length = (ab[0] * ab[0] + ab[1] * ab[1]).max(1e-12);
    let along = ((ap[0] * ab[0] + ap[1] * ab[1]) / length).clamp(0.0, 1.0);
    (ap[0] - along * ab[0]).hypot(ap[1] - along * ab[1])
}

fn draw(digit: usize, style: &Style, chance: &mut impl FnMut() -> f64) -> GrayImage {
    let height = 0.6 * f64::from(SIDE);
    let place = |[x, y]: Point| {
        let x = style.width * (x - 0.5) + style.slant * (0.5 - y);
        [x, y - 0.5].map(|at| 0.5 * f64::from(SIDE) + height * at)
    };
    let lines: Vec<[Point; 2]> = strokes(digit, style.is_ornate)
        .iter()
        .flat_map(|stroke| {
            let strayed: Vec<Point> = points(stroke)
                .into_iter()
                .map(|point| point.map(|at| at + style.stray * (2.0 * chance() - 1.0)))
                .collect();
            let points: Vec<Point> = curve(&strayed).into_iter().map(place).collect();
            points
                .windows(2)
                .map(|two| [two[0], two[1]])
                .collect::<Vec<_>>()
        })
        .collect();
    let [pen, ground] = style.greys;
    GrayImage::from_fn(SIDE, SIDE, |x, y| {
        let at = [f64::from(x) + 0.5, f64::from(y) + 0.5];
        let distances = lines.iter().map(|line| distance(at, *line));
        let nearest = distances.fold(f64::INFINITY, f64::min);
        let ink = (0.5 * style.pen * height + 0.5 - nearest).clamp(0.0, 1.0);
        image::Luma([(ground + ink * (pen - ground)).round() as u8])
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let models = Models::new(arguments.next().ok_or("name the folder of the models")?);
    let folder = arguments.next().map(PathBuf::from);
    let mut state = 1998_u64;
    let mut chance = || {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (state >> 40) as f64 / (1_u64 << 24) as f64
    };
    let mut digits: Vec<(usize, usize, Images)> = Vec::new();
    for (number, style) in STYLES.iter().enumerate() {
        for digit in (0..10).filter(|digit| digit % 2 == number % 2) {
            let picture = draw(digit, style, &mut chance);
            if let Some(folder) = &folder {
                std::fs::create_dir_all(folder)?;
                picture.save(folder.join(format!("{digit}-{number}.png")))?;
            }
            let shape = (SIDE as usize, SIDE as usize);
            match normalise(ArrayView2::from_shape(shape, &picture)?).digit {
                Ok(seen) => digits.push((number, digit, seen)),
                Err(refusal) => println!("{digit} in style {number} is refused: {refusal}"),
            }
        }
    }
    println!(
        "{} digits; errors of each row, and which: digit-style",
        digits.len()
    );
    for &row in ROWS {
        let Some(kept) = models.load(row)? else {
            continue;
        };
        let mut wrong = Vec::new();
        for (style, digit, seen) in &digits {
            let answer = kept.answer(seen, None)?.class;
            if answer != *digit {
                wrong.push(format!("{digit}-{style} as {answer}"));
            }
        }
        println!("{:<26}{:>3}  {}", row.id(), wrong.len(), wrong.join(", "));
    }
    Ok(())
}
