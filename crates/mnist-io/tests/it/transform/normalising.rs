use mnist_io::{Locator, Mnist};
use ndarray::{ArrayView2, s};

use super::*;

/// Strokes of a digit in a square of side 1: ends of straight lines, one after the other.
pub(super) type Strokes = &'static [&'static [(f64, f64)]];

pub(super) const SEVEN: Strokes = &[&[(0.2, 0.1), (0.8, 0.1), (0.4, 0.9)]];
pub(super) const TWO: Strokes = &[&[
    (0.2, 0.3),
    (0.3, 0.1),
    (0.7, 0.1),
    (0.8, 0.3),
    (0.2, 0.9),
    (0.8, 0.9),
]];
pub(super) const ONE: Strokes = &[&[(0.55, 0.1), (0.45, 0.9)]];
/// Its bar touches nothing.
pub(super) const BROKEN_FIVE: Strokes = &[
    &[(0.5, 0.1), (0.9, 0.06)],
    &[
        (0.35, 0.12),
        (0.3, 0.45),
        (0.7, 0.5),
        (0.7, 0.8),
        (0.2, 0.9),
    ],
];
/// Its first stroke is open and its second stands alone.
const BROKEN_FOUR: Strokes = &[
    &[(0.3, 0.1), (0.2, 0.5), (0.8, 0.5)],
    &[(0.65, 0.6), (0.65, 0.95)],
];
const DIGITS: [Strokes; 5] = [SEVEN, TWO, ONE, BROKEN_FIVE, BROKEN_FOUR];

/// A picture to draw on.
#[derive(Clone)]
pub(super) struct Sheet {
    /// Brightness from 0 to 255.
    values: Array2<f64>,
}

impl Sheet {
    pub(super) fn new(height: usize, width: usize, ground: impl Fn(f64, f64) -> f64) -> Self {
        let part = |at: usize, of: usize| (at as f64 + 0.5) / of as f64;
        let values = Array2::from_shape_fn((height, width), |(y, x)| {
            ground(part(x, width), part(y, height))
        });
        Self { values }
    }

    pub(super) fn blank(side: usize, ground: f64) -> Self {
        Self::new(side, side, |_, _| ground)
    }

    /// Draws strokes of that thickness into a square of that side, with smooth outlines: ink is
    /// `pen` times as bright as the ground.
    pub(super) fn draw(
        mut self,
        strokes: Strokes,
        [left, top]: [f64; 2],
        side: f64,
        thick: f64,
        pen: f64,
    ) -> Self {
        for ((y, x), value) in self.values.indexed_iter_mut() {
            let (x, y) = (x as f64 + 0.5 - left, y as f64 + 0.5 - top);
            let lines = strokes.iter().flat_map(|stroke| stroke.windows(2));
            let nearest = lines
                .map(|ends| distance((x, y), ends[0], ends[1], side))
                .fold(f64::INFINITY, f64::min);
            let covered = (thick / 2.0 - nearest + 0.5).clamp(0.0, 1.0);
            *value *= 1.0 - covered * (1.0 - pen);
        }
        self
    }

    /// Adds noise of that standard deviation.
    pub(super) fn noisy(mut self, deviation: f64, seed: u64) -> Self {
        let mut state = seed;
        self.values.mapv_inplace(|value| {
            let mut sum = -6.0;
            for _ in 0..12 {
                state = state
                    .wrapping_mul(6364136223846793005)
                    .wrapping_add(1442695040888963407);
                sum += (state >> 40) as f64 / (1_u64 << 24) as f64;
            }
            value + deviation * sum
        });
        self
    }

    pub(super) fn bytes(&self) -> Array2<u8> {
        self.values
            .mapv(|value| value.round().clamp(0.0, 255.0) as u8)
    }

    fn digit(&self) -> Result<Images, Refusal> {
        normalise(self.bytes().view()).digit
    }
}

fn distance((x, y): (f64, f64), a: (f64, f64), b: (f64, f64), side: f64) -> f64 {
    let (ax, ay, bx, by) = (a.0 * side, a.1 * side, b.0 * side, b.1 * side);
    let (dx, dy) = (bx - ax, by - ay);
    let along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
    let along = along.clamp(0.0, 1.0);
    (x - ax - along * dx).hypot(y - ay - along * dy)
}

/// A digit in the middle of a light sheet, as large as half of it, with strokes of a tenth of that.
fn usual(strokes: Strokes, side: usize) -> Sheet {
    let size = side as f64 / 2.0;
    Sheet::blank(side, 230.0).draw(strokes, [size / 2.0; 2], size, size / 10.0, 0.2)
}

/// The largest [`difference`] of two images that are taken for nearly the same, of 255.
const NEARLY: f64 = 2.0;

/// The mean difference of two images' pixels, where one lies best upon the other: a centre of mass
/// half way between two pixels may be moved to either.
fn difference(a: &Images, b: &Images) -> f64 {
    let padded = pad(b, 30, 30).unwrap();
    let padded = padded.pixels();
    let padded = padded.to_shape((30, 30)).unwrap();
    let moved = |(down, right): (usize, usize)| {
        let b = padded.slice(s![down..down + 28, right..right + 28]);
        let pairs = a.as_slice().iter().zip(b);
        pairs.map(|(&a, &b)| f64::from(a.abs_diff(b))).sum::<f64>() / 784.0
    };
    let moves = (0..3).flat_map(|down| (0..3).map(move |right| (down, right)));
    moves.map(moved).fold(f64::INFINITY, f64::min)
}

/// Panics unless it is 28×28, with a box of 20 that full ink lies in and the centre of mass at
/// (14, 14), but for the rounding of a move by whole pixels.
fn assert_in_form(image: &Images) {
    assert_eq!((image.len(), image.height(), image.width()), (1, 28, 28));
    let ink = image.pixels();
    let ink = ink.to_shape((28, 28)).unwrap();
    assert_eq!(ink.iter().max(), Some(&255));
    let [mut rows, mut columns] = [(28, 0), (28, 0)];
    let [mut mass, mut of_y, mut of_x] = [0.0; 3];
    for ((y, x), &ink) in ink.indexed_iter().filter(|(_, ink)| **ink > 0) {
        rows = (rows.0.min(y), rows.1.max(y + 1));
        columns = (columns.0.min(x), columns.1.max(x + 1));
        mass += f64::from(ink);
        of_y += f64::from(ink) * y as f64;
        of_x += f64::from(ink) * x as f64;
    }
    let longer = (rows.1 - rows.0).max(columns.1 - columns.0);
    assert_eq!(longer, 20, "{ink:?}");
    for (mean, (start, end)) in [(of_y / mass, rows), (of_x / mass, columns)] {
        let is_held_back = start == 0 || end == 28;
        assert!(is_held_back || (mean - 14.0).abs() < 0.52, "{mean}");
    }
}

#[test]
fn an_image_of_mnist_comes_back_nearly_as_it_was() {
    let mnist = Mnist::load(&Locator::new()).unwrap();
    let mut differences = Vec::new();
    for image in mnist.train.images().rows().into_iter().take(500) {
        let image = image.to_shape((28, 28)).unwrap();
        let digit = normalise(image.view()).digit.unwrap();
        let image = Images::new(image.to_shape((1, 784)).unwrap().to_owned(), 28, 28).unwrap();
        differences.push(difference(&digit, &image));
    }
    differences.sort_by(f64::total_cmp);
    let mean = differences.iter().sum::<f64>() / 500.0;
    // Images have a mean of 33.
    assert!(mean < 1.0, "{mean}");
    assert!(differences[475] < 2.0, "{}", differences[475]);
}

#[test]
fn a_digit_of_any_size_fills_the_box_and_has_its_centre_of_mass_in_the_centre() {
    for strokes in DIGITS {
        for side in [16, 28, 60, 333, 1000, 2000] {
            assert_in_form(&usual(strokes, side).digit().unwrap());
        }
    }
    let smallest = Sheet::blank(8, 255.0).draw(SEVEN, [1.0, 1.0], 6.0, 1.0, 0.0);
    assert_in_form(&smallest.digit().unwrap());
}

#[test]
fn the_size_of_the_picture_hardly_matters() {
    for strokes in DIGITS {
        let large = usual(strokes, 1000).digit().unwrap();
        for side in [100, 300, 2000] {
            let other = usual(strokes, side).digit().unwrap();
            let difference = difference(&large, &other);
            assert!(difference < NEARLY, "{side}: {difference}");
        }
    }
}

#[test]
fn light_on_dark_is_the_same_as_dark_on_light() {
    for strokes in DIGITS {
        let picture = usual(strokes, 120).bytes();
        let negative = picture.mapv(|value| 255 - value);
        let [a, b] = [picture, negative].map(|p| normalise(p.view()).digit.unwrap());
        let difference = difference(&a, &b);
        assert!(difference < 0.1, "{difference}");
    }
}

#[test]
fn the_greys_of_ground_and_ink_hardly_matter() {
    let usual = usual(TWO, 120).digit().unwrap();
    for (ground, pen) in [
        (255.0, 0.0),
        (120.0, 0.1),
        (250.0, 0.8),
        (60.0, 4.0),
        (5.0, 40.0),
    ] {
        let other = Sheet::blank(120, ground).draw(TWO, [30.0; 2], 60.0, 6.0, pen);
        let difference = difference(&usual, &other.digit().unwrap());
        assert!(difference < NEARLY, "{ground} {pen}: {difference}");
    }
}

#[test]
fn thick_and_thin_strokes_keep_their_form() {
    for strokes in [SEVEN, TWO, ONE] {
        for thick in [4.0, 12.0, 60.0] {
            let sheet = Sheet::blank(600, 240.0).draw(strokes, [150.0; 2], 300.0, thick, 0.2);
            assert_in_form(&sheet.digit().unwrap());
        }
    }
}

#[test]
fn a_ground_that_darkens_smoothly_is_as_good_as_a_plain_one() {
    let plain = usual(TWO, 300).digit().unwrap();
    let lights: [fn(f64, f64) -> f64; 3] = [
        |x, _| 250.0 - 150.0 * x,
        |x, y| 80.0 + 80.0 * x + 80.0 * y,
        // The corners of a photograph.
        |x, y| 240.0 - 200.0 * ((x - 0.5).powi(2) + (y - 0.5).powi(2)),
    ];
    for light in lights {
        let sheet = Sheet::new(300, 300, light).draw(TWO, [75.0; 2], 150.0, 15.0, 0.2);
        let difference = difference(&plain, &sheet.noisy(3.0, 1).digit().unwrap());
        assert!(difference < NEARLY, "{difference}");
    }
}

#[test]
fn where_there_is_no_ink_there_is_no_digit() {
    for ground in [0.0, 100.0, 255.0] {
        let blank = Sheet::blank(100, ground);
        assert_eq!(blank.digit(), Err(Refusal::NoInk));
        for deviation in [1.0, 5.0] {
            let noisy = blank.clone().noisy(deviation, 3);
            assert_eq!(noisy.digit(), Err(Refusal::NoInk), "{ground} {deviation}");
        }
    }
    let noise = Sheet::blank(100, 128.0).noisy(60.0, 3);
    assert_eq!(noise.digit(), Err(Refusal::NoInk));
    let gradient = Sheet::new(200, 300, |x, y| 60.0 + 90.0 * x + 90.0 * y * y);
    assert_eq!(gradient.noisy(2.0, 1).digit(), Err(Refusal::NoInk));
    let speck = Sheet::blank(400, 240.0).draw(ONE, [200.0; 2], 4.0, 2.0, 0.2);
    assert_eq!(speck.noisy(2.0, 1).digit(), Err(Refusal::NoInk));
}

#[test]
fn specks_do_not_count() {
    let clean = usual(TWO, 300).noisy(3.0, 1);
    let specked = clean.clone().draw(ONE, [20.0, 30.0], 4.0, 2.0, 0.3);
    assert_eq!(clean.digit(), specked.digit());
}

#[test]
fn several_digits_are_refused_beside_and_above_each_other() {
    let sheet = Sheet::blank(220, 240.0);
    for strokes in DIGITS {
        let first = sheet.clone().draw(strokes, [20.0, 60.0], 70.0, 7.0, 0.2);
        let beside = first.clone().draw(SEVEN, [100.0, 55.0], 80.0, 8.0, 0.2);
        assert_eq!(beside.digit(), Err(Refusal::Several), "{strokes:?}");
        let below = first.draw(TWO, [25.0, 145.0], 60.0, 6.0, 0.2);
        assert_eq!(below.digit(), Err(Refusal::Several), "{strokes:?}");
    }
    let mut row = Sheet::new(100, 600, |_, _| 240.0);
    for digit in 0..6 {
        row = row.draw(TWO, [100.0 * f64::from(digit) + 10.0, 10.0], 80.0, 8.0, 0.2);
    }
    assert_eq!(row.digit(), Err(Refusal::Several));
}

/// Shadows by how deep a point lies in the light, of a picture of side 1.
const SHADOWS: [fn(f64, f64) -> f64; 6] = [
    |x, _| 0.7 - x,
    |x, y| 1.3 - x - y,
    |x, y| 2.0 * x + y - 0.8,
    |_, y| 0.5 - y,
    |x, y| (x - 0.45).hypot(y - 0.55) - 0.2,
    |x, y| (x - 0.6 + 0.3 * y).abs() - 0.15,
];

#[test]
fn a_shadow_is_refused_and_a_digit_in_it_is_as_if_in_the_light_or_refused() {
    let plain = usual(TWO, 200).digit().unwrap();
    for (number, edge) in SHADOWS.into_iter().enumerate() {
        for depth in [0.85, 0.65, 0.4] {
            for penumbra in [0.01, 0.1, 0.2, 0.4, 0.8] {
                let case = format!("shadow {number}, depth {depth}, penumbra {penumbra}");
                let sheet = Sheet::new(200, 200, |x, y| {
                    let lit = 1.0 / (1.0 + (-edge(x, y) / penumbra * 6.0).exp());
                    235.0 * (depth + (1.0 - depth) * lit)
                });
                let with_digit = sheet.clone().draw(TWO, [50.0; 2], 100.0, 10.0, 0.25);
                assert!(sheet.noisy(2.5, 1).digit().is_err(), "{case}");
                if let Ok(digit) = with_digit.noisy(2.5, 1).digit() {
                    let difference = difference(&plain, &digit);
                    assert!(difference < NEARLY, "{case}: {difference}");
                }
            }
        }
    }
}

#[test]
fn a_shadow_with_an_edge_is_no_clear_ground() {
    for edge in &SHADOWS[..4] {
        let sheet = Sheet::new(
            200,
            200,
            |x, y| if edge(x, y) < 0.0 { 110.0 } else { 235.0 },
        );
        let with_digit = sheet.clone().draw(TWO, [50.0; 2], 100.0, 10.0, 0.25);
        for sheet in [sheet, with_digit] {
            assert_eq!(sheet.noisy(2.5, 1).digit(), Err(Refusal::NoGround));
        }
    }
}

#[test]
fn a_blot_is_no_digit() {
    let blot = Sheet::new(200, 200, |x, y| {
        if (x - 0.5).hypot(y - 0.4) < 0.25 {
            90.0
        } else {
            230.0
        }
    });
    assert_eq!(blot.digit(), Err(Refusal::Blot));
}

#[test]
fn lines_from_edge_to_edge_and_frames_are_refused() {
    let ruled = Sheet::new(300, 300, |_, y| {
        if (y * 300.0) % 60.0 < 4.0 {
            90.0
        } else {
            230.0
        }
    });
    let with_digit = ruled.clone().draw(TWO, [75.0; 2], 150.0, 15.0, 0.2);
    let framed = Sheet::new(300, 300, |x, y| {
        let inset = x.min(1.0 - x).min(y).min(1.0 - y);
        if inset < 0.03 { 30.0 } else { 230.0 }
    });
    let framed = framed.draw(TWO, [75.0; 2], 150.0, 15.0, 0.2);
    for sheet in [ruled, with_digit, framed] {
        assert_eq!(sheet.digit(), Err(Refusal::NoGround));
    }
}

#[test]
fn a_picture_that_is_cut_to_the_digit_is_taken() {
    for strokes in [TWO, BROKEN_FIVE] {
        let whole = usual(strokes, 400).bytes();
        let inked = |line: ArrayView2<'_, u8>| line.iter().any(|&value| value < 150);
        let rows: Vec<usize> = (0..400)
            .filter(|&y| inked(whole.slice(s![y..=y, ..])))
            .collect();
        let columns: Vec<usize> = (0..400)
            .filter(|&x| inked(whole.slice(s![.., x..=x])))
            .collect();
        let cut = whole.slice(s![
            rows[0]..=rows[rows.len() - 1],
            columns[0]..=columns[columns.len() - 1]
        ]);
        let [whole, cut] = [whole.view(), cut].map(|picture| normalise(picture).digit.unwrap());
        let difference = difference(&whole, &cut);
        assert!(difference < NEARLY, "{difference}");
    }
}

#[test]
fn what_is_seen_is_told_with_a_refusal_too() {
    let seven = usual(SEVEN, 1200).draw(SEVEN, [800.0, 300.0], 300.0, 60.0, 0.2);
    let seen = normalise(seven.bytes().view());
    assert_eq!(seen.digit, Err(Refusal::Several));
    assert_eq!(seen.ink.dim(), (400, 400));
    assert_eq!(seen.ink[(0, 0)], 0);
    assert_eq!(seen.ink.iter().max(), Some(&255));
}

#[test]
fn a_picture_of_fewer_than_8_pixels_each_way_is_too_small() {
    for (height, width) in [(7, 100), (100, 7), (0, 0), (0, 9)] {
        let picture = Array2::from_elem((height, width), 200);
        let refusal = normalise(picture.view()).digit;
        assert_eq!(refusal, Err(Refusal::TooSmall { height, width }));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_digit_is_the_same_wherever_it_stands(
        which in 0..DIGITS.len(),
        left in 3_u32..90,
        top in 3_u32..90,
        deviation in 0.0..8.0,
        seed in 1_u64..1000,
    ) {
        let at = |left: u32, top: u32| {
            let place = [f64::from(left), f64::from(top)];
            Sheet::blank(190, 220.0).draw(DIGITS[which], place, 96.0, 9.0, 0.3)
        };
        let middle = at(47, 47).digit().unwrap();
        let moved = at(left, top).noisy(deviation, seed).digit().unwrap();
        let difference = difference(&middle, &moved);
        prop_assert!(difference < NEARLY, "{}", difference);
    }

    #[test]
    fn whatever_the_picture_there_is_an_image_in_form_or_a_word(
        images in images(),
        times in 1_usize..20,
    ) {
        for image in images.pixels().rows() {
            let (height, width) = (images.height(), images.width());
            let picture = Array2::from_shape_fn((height * times, width), |(y, x)| {
                image[y / times * width + x]
            });
            let seen = normalise(picture.view());
            if let Ok(digit) = seen.digit {
                prop_assert_eq!(digit.as_slice().iter().max(), Some(&255));
            }
        }
    }
}
