//! Anti-aliased line drawings. The shapes can be moved before they become pixels.

pub(crate) type Point = (f64, f64);

/// Height and width.
pub(crate) const SIDE: usize = 16;

/// Some digits as lines between points, relative to the centre.
pub(crate) const DIGITS: [&[Point]; 4] = [
    &[
        (-3.0, -5.0),
        (3.0, -4.5),
        (0.0, 0.0),
        (3.5, 2.5),
        (0.5, 5.0),
        (-3.5, 4.0),
    ],
    &[(-4.0, -4.5), (4.0, -5.0), (0.5, 0.0), (-1.0, 5.5)],
    &[
        (-3.5, -3.0),
        (0.0, -5.5),
        (3.5, -2.5),
        (-3.5, 5.0),
        (4.0, 4.5),
    ],
    &[
        (-2.5, -5.0),
        (-3.5, 1.0),
        (3.5, 0.5),
        (1.5, -2.0),
        (0.5, 5.5),
    ],
];

/// The image of the lines after `map`. Black is 1, and the strokes reach `pen` pixels to either
/// side.
pub(crate) fn draw(lines: &[Point], pen: f64, map: impl Fn(Point) -> Point) -> Vec<f64> {
    let centre = (SIDE as f64 - 1.0) / 2.0;
    let moved: Vec<Point> = lines.iter().copied().map(map).collect();
    (0..SIDE * SIDE)
        .map(|pixel| {
            let point = (
                (pixel % SIDE) as f64 - centre,
                (pixel / SIDE) as f64 - centre,
            );
            let distance = moved
                .windows(2)
                .map(|ends| from_segment(point, ends[0], ends[1]))
                .fold(f64::INFINITY, f64::min);
            (pen + 0.5 - distance).clamp(0.0, 1.0)
        })
        .collect()
}

fn from_segment((x, y): Point, a: Point, b: Point) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let along = ((x - a.0) * dx + (y - a.1) * dy) / (dx * dx + dy * dy);
    let along = along.clamp(0.0, 1.0);
    (x - a.0 - along * dx).hypot(y - a.1 - along * dy)
}

/// Noise, uniform between 0 and 1.
pub(crate) fn noise(seed: u64) -> Vec<f64> {
    let mut state = seed + 1;
    (0..SIDE * SIDE)
        .map(|_| {
            state = state * 48_271 % 0x7fff_ffff;
            state as f64 / 0x7fff_ffff as f64
        })
        .collect()
}
