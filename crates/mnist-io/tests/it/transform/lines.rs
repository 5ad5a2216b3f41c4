use super::normalising::{BROKEN_FIVE, ONE, SEVEN, Sheet, Strokes, TWO};
use super::*;

const STRING: [Strokes; 5] = [SEVEN, TWO, ONE, BROKEN_FIVE, TWO];

/// A short stroke in the middle, and a dot below.
const DASH: Strokes = &[&[(0.2, 0.5), (0.6, 0.5)]];
const DOT: Strokes = &[&[(0.2, 0.8), (0.28, 0.9)]];

/// Where a string begins on a sheet, how long the side of a digit's square is, four fifths of which
/// are its height, and how bright the ground is and the ink, of the ground.
#[derive(Clone, Copy, Debug)]
struct Written {
    left: f64,
    top: f64,
    side: f64,
    ground: f64,
    pen: f64,
}

const USUAL: Written = Written {
    left: 30.0,
    top: 20.0,
    side: 50.0,
    ground: 235.0,
    pen: 0.2,
};

impl Written {
    /// Digits from left to right, nine tenths of their squares apart, on a sheet with room for them.
    fn sheet(self, string: &[Strokes]) -> Sheet {
        let height = (2.0 * self.top + self.side).ceil() as usize;
        let width = (2.0 * self.left + self.side * string.len() as f64).ceil() as usize;
        let sheet = Sheet::new(height, width, |_, _| self.ground);
        self.on(sheet, string)
    }

    fn on(self, sheet: Sheet, string: &[Strokes]) -> Sheet {
        let Self { side, pen, .. } = self;
        string
            .iter()
            .enumerate()
            .fold(sheet, |sheet, (index, digit)| {
                let left = self.left + 0.9 * side * index as f64;
                sheet.draw(digit, [left, self.top], side, side / 10.0, pen)
            })
    }
}

fn line(sheet: &Sheet) -> Result<Line, LineRefusal> {
    normalise_line(sheet.bytes().view()).line
}

/// How much two lines differ, of their ink, where one lies best upon the other.
fn difference(a: &Line, b: &Line) -> f64 {
    let ink: f64 = a.picture.iter().map(|&ink| f64::from(ink)).sum();
    let at = |line: &Line, (row, column): (i64, i64)| -> f64 {
        let pixel = (usize::try_from(row).ok()).zip(usize::try_from(column).ok());
        let pixel = pixel.and_then(|at| line.picture.get(at));
        pixel.copied().unwrap_or(0).into()
    };
    let (rows, columns) = a.picture.dim();
    let moved = |(down, right): (i64, i64)| -> f64 {
        let pixels = (-4..rows as i64 + 4)
            .flat_map(|row| (-8..columns as i64 + 8).map(move |column| (row, column)));
        let differences = pixels.map(|(row, column)| {
            (at(a, (row, column)) - at(b, (row + down, column + right))).abs()
        });
        differences.sum::<f64>() / ink
    };
    let moves = (-2..3).flat_map(|down| (-4..5).map(move |right| (down, right)));
    moves.map(moved).fold(f64::INFINITY, f64::min)
}

/// The largest [`difference`] of lines that are taken for nearly the same: outlines that are moved by
/// half a pixel make as much. Of 1,500 random sheets the largest difference was 0.36.
const NEARLY: f64 = 0.5;

#[test]
fn digits_of_any_size_become_20_rows_high() {
    for side in [12.0, 17.5, 25.0, 80.0, 300.0] {
        let written = Written { side, ..USUAL };
        let line = line(&written.sheet(&STRING)).unwrap();
        // The strokes are a tenth thick.
        let height = 0.9 * side / line.pixel;
        assert!((height - 20.0).abs() < 1.0, "{side}: {height}");
        let (rows, columns) = line.picture.dim();
        assert!(rows >= 32 && columns % 4 == 0, "{rows} and {columns}");
        assert_eq!(line.picture.iter().max(), Some(&255));
        for margin in [
            line.picture.row(0),
            line.picture.row(rows - 1),
            line.picture.column(9),
            line.picture.column(columns - 10),
        ] {
            assert!(margin.iter().all(|&ink| ink == 0));
        }
    }
}

#[test]
fn a_dash_and_a_dot_are_left_out_and_a_part_of_a_digit_is_not() {
    let string = USUAL.sheet(&[SEVEN, TWO, ONE]);
    let right = Written {
        left: USUAL.left + 150.0,
        ..USUAL
    };
    let sheet = |between: Strokes| {
        let sheet = Sheet::new(90, 330, |_, _| USUAL.ground);
        let sheet = USUAL.on(sheet, &[SEVEN, TWO, ONE, between]);
        right.on(sheet, &[&[], BROKEN_FIVE])
    };
    for mark in [DASH, DOT] {
        let (with, without) = (line(&sheet(mark)).unwrap(), line(&sheet(&[])).unwrap());
        assert_eq!((with.left_out, without.left_out), (1, 0));
        let difference = difference(&with, &without);
        assert!(difference < 0.02, "{difference}");
    }
    assert_eq!(line(&string).unwrap().left_out, 0);
}

#[test]
fn digits_that_touch_are_measured_one_by_one() {
    const JOINED: Strokes = &[TWO[0], &[(0.8, 0.9), (1.2, 1.14)]];
    let sheet = Sheet::new(110, 150, |_, _| 240.0);
    let sheet = sheet.draw(JOINED, [20.0, 20.0], 50.0, 5.0, 0.2);
    let line = line(&sheet.draw(TWO, [70.0, 32.0], 50.0, 5.0, 0.2)).unwrap();
    // Both together are 57 pixels high, which would leave less than 16 rows for each.
    let height = 0.9 * 50.0 / line.pixel;
    assert!((18.0..22.0).contains(&height), "{height}");
}

#[test]
fn a_place_on_the_line_is_one_of_the_picture() {
    for (side, left) in [(50.0, 30.0), (600.0, 400.0)] {
        let written = Written {
            side,
            left,
            ..USUAL
        };
        let line = line(&written.sheet(&STRING)).unwrap();
        let inked = |column: &ndarray::ArrayView1<'_, u8>| column.iter().any(|&ink| ink > 127);
        let first = line
            .picture
            .columns()
            .into_iter()
            .position(|c| inked(&c))
            .unwrap();
        let place = line.corner[1] + first as f64 * line.pixel;
        // The seven begins at a fifth of its square, less half a stroke.
        let drawn = left + 0.15 * side;
        assert!((place - drawn).abs() <= line.pixel, "{place} and {drawn}");
    }
}

#[test]
fn several_lines_are_refused_wherever_they_stand() {
    let sheet = |left: f64| {
        let sheet = Sheet::new(170, 600, |_, _| 230.0);
        let second = Written {
            left,
            top: 90.0,
            ..USUAL
        };
        second.on(USUAL.on(sheet, &STRING), &[TWO, SEVEN])
    };
    for left in [30.0, 90.0, 450.0] {
        assert_eq!(line(&sheet(left)), Err(LineRefusal::Several), "{left}");
    }
    // Lines that slope, so that no row is white between them.
    let mut sloping = Sheet::new(260, 500, |_, _| 230.0);
    for top in [20.0, 85.0] {
        for (index, digit) in STRING.into_iter().enumerate() {
            let place = [30.0 + 60.0 * index as f64, top + 18.0 * index as f64];
            sloping = sloping.draw(digit, place, 50.0, 5.0, 0.2);
        }
    }
    assert_eq!(line(&sloping), Err(LineRefusal::Several));
}

#[test]
fn a_line_that_slopes_is_one_line() {
    let mut sloping = Sheet::new(260, 500, |_, _| 230.0);
    for (index, digit) in STRING.into_iter().enumerate() {
        let place = [30.0 + 60.0 * index as f64, 20.0 + 30.0 * index as f64];
        sloping = sloping.draw(digit, place, 50.0, 5.0, 0.2);
    }
    let line = line(&sloping).unwrap();
    assert!(line.picture.nrows() > 70, "{:?}", line.picture.dim());
}

#[test]
fn specks_are_no_lines_and_no_marks() {
    let clean = USUAL.sheet(&STRING);
    let specked = clean.clone().draw(ONE, [12.0, 4.0], 5.0, 2.0, 0.3);
    let (clean, specked) = (line(&clean).unwrap(), line(&specked).unwrap());
    assert_eq!(specked.left_out, 0);
    let difference = difference(&clean, &specked);
    assert!(difference < 0.01, "{difference}");
}

#[test]
fn where_there_is_no_line_the_word_says_what_to_do() {
    let blank = Sheet::new(60, 300, |_, _| 220.0);
    assert_eq!(line(&blank), Err(LineRefusal::NoInk));
    assert_eq!(line(&blank.clone().noisy(5.0, 1)), Err(LineRefusal::NoInk));
    let ruled = Sheet::new(90, 310, |_, y| if y > 0.93 { 90.0 } else { 235.0 });
    assert_eq!(line(&USUAL.on(ruled, &STRING)), Err(LineRefusal::NoGround));
    let shadow = Sheet::new(90, 310, |x, _| if x > 0.7 { 110.0 } else { 235.0 });
    assert_eq!(line(&USUAL.on(shadow, &STRING)), Err(LineRefusal::NoGround));
    let framed = Sheet::new(90, 310, |x, y| {
        let inset = (310.0 * x.min(1.0 - x)).min(90.0 * y.min(1.0 - y));
        if (5.0..8.0).contains(&inset) {
            60.0
        } else {
            235.0
        }
    });
    assert_eq!(line(&USUAL.on(framed, &STRING)), Err(LineRefusal::Frame));
    let low = Written { side: 7.0, ..USUAL };
    let refusal = line(&low.sheet(&STRING));
    assert!(
        matches!(refusal, Err(LineRefusal::LowDigits { .. })),
        "{refusal:?}"
    );
    let blot = Sheet::new(100, 300, |x, y| {
        if (300.0 * (x - 0.5)).hypot(100.0 * (y - 0.5)) < 30.0 {
            90.0
        } else {
            230.0
        }
    });
    assert_eq!(line(&blot), Err(LineRefusal::Blot));
    let narrow = Array2::from_elem((7, 300), 200);
    let refusal = LineRefusal::TooSmall {
        height: 7,
        width: 300,
    };
    assert_eq!(normalise_line(narrow.view()).line, Err(refusal));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Smaller digits are enlarged, and have blurred outlines.
    #[test]
    fn a_string_is_the_same_in_any_larger_size_anywhere_on_any_ground(
        scale in 1.0..4.0,
        left in 4.0..60.0,
        top in 4.0..40.0,
        (ground, pen) in prop_oneof![Just((250.0, 0.1)), Just((130.0, 0.3)), Just((60.0, 4.0))],
        deviation in 0.0..4.0,
        seed in 1_u64..1000,
    ) {
        // At scale 1 digits are 20 rows high, with their strokes.
        let side = scale * 20.0 / 0.9;
        let written = Written { left, top, side, ground, pen };
        let found = line(&written.sheet(&STRING).noisy(deviation, seed));
        let usual = line(&USUAL.sheet(&STRING)).unwrap();
        let difference = difference(&usual, &found.unwrap());
        prop_assert!(difference < NEARLY, "{}", difference);
    }

    #[test]
    fn a_negative_is_the_same_line(scale in 0.7..4.0) {
        let written = Written { side: scale * 20.0 / 0.9, ..USUAL };
        let picture = written.sheet(&STRING).bytes();
        let negative = picture.mapv(|value| 255 - value);
        let [a, b] = [picture, negative].map(|p| normalise_line(p.view()).line.unwrap());
        let difference = difference(&a, &b);
        prop_assert!(difference < 0.02, "{}", difference);
    }

    #[test]
    fn whatever_the_picture_there_is_a_line_or_a_word(
        images in images(),
        times in 1_usize..20,
    ) {
        for image in images.pixels().rows() {
            let (height, width) = (images.height(), images.width());
            let picture = Array2::from_shape_fn((height, width * times), |(y, x)| {
                image[y * width + x / times]
            });
            let seen = normalise_line(picture.view());
            if let Ok(line) = seen.line {
                let (rows, columns) = line.picture.dim();
                prop_assert!(rows >= 32 && columns >= 32 && columns % 4 == 0);
                prop_assert_eq!(line.picture.iter().max(), Some(&255));
            }
        }
    }
}
