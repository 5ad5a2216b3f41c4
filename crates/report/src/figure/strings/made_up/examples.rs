use crate::strings::examples::{
    Answer, Candidate, CompositionExample, CriterionExample, Derivatives, Examples, Extent,
    LabelledArc, LabelledGraph, Picture, SegmentedString, SweptString,
};

/// Numbers between 0 and 1 that look random.
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    pub(super) fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f64 / f64::from(1 << 24)
    }
}

/// The digits, five dots wide and seven high.
const FONT: [&str; 10] = [
    ".###.#...##...##...##...##...#.###.",
    "..#...##....#....#....#....#...###.",
    ".###.#...#....#...#...#...#...#####",
    ".###.#...#....#..##.....##...#.###.",
    "...#...##..#.#.#..#.#####...#....#.",
    "######....####.....#....##...#.###.",
    "..##..#...#....####.#...##...#.###.",
    "#####....#...#...#...#....#....#...",
    ".###.#...##...#.###.#...##...#.###.",
    ".###.#...##...#.####....#...#..##..",
];

/// A string of digits, whose boxes are so far apart, and their boxes.
pub(super) fn picture(digits: &[u8], gap: i64, noise: f64) -> (Picture, Vec<Extent>) {
    let (wide, dot) = (13_i64, 2.7);
    let width = (20 + digits.len() as i64 * (wide + gap) + 3) / 4 * 4;
    let mut picture = Picture {
        height: 32,
        width: width as usize,
        pixels: vec![0; 32 * width as usize],
    };
    let mut boxes = Vec::new();
    for (place, &digit) in digits.iter().enumerate() {
        let left = 10 + place as i64 * (wide + gap);
        let top = 6 + (place as i64 * 3) % 4;
        boxes.push(Extent {
            left: left as usize,
            right: (left + wide) as usize,
            top: top as usize,
            bottom: top as usize + 19,
        });
        for row in 0..19 {
            for column in 0..wide {
                let (y, x) = (
                    row as f64 / dot,
                    (column as f64 + 0.3 * (9 - row) as f64 * 0.2) / dot,
                );
                let at = y as usize * 5 + (x.max(0.0) as usize).min(4);
                if FONT[usize::from(digit)].as_bytes().get(at) == Some(&b'#') {
                    let pixel = (top + row) as usize * width as usize + (left + column) as usize;
                    picture.pixels[pixel] = 230;
                }
            }
        }
    }
    let mut numbers = Numbers(7);
    for pixel in &mut picture.pixels {
        if numbers.next() < noise {
            *pixel = 255 - *pixel;
        }
    }
    (picture, boxes)
}

fn cut(picture: &Picture, from: &Extent, to: &Extent) -> Picture {
    let mut image = Picture {
        height: 28,
        width: 28,
        pixels: vec![0; 784],
    };
    let width = to.right - from.left;
    for row in 0..28.min(picture.height - 3) {
        for column in 0..width.min(28) {
            let pixel = picture.pixels[(row + 3) * picture.width + from.left + column];
            image.pixels[row * 28 + column + (28 - width.min(28)) / 2] = pixel;
        }
    }
    image
}

fn answer(row: &str, digits: &str, confidence: f64) -> Answer {
    Answer {
        row: row.into(),
        digits: digits.into(),
        confidence,
    }
}

fn segmented() -> SegmentedString {
    let (picture, boxes) = picture(&[3, 5, 1, 4, 0], 2, 0.0);
    let mut pieces = Vec::new();
    for of_digit in &boxes {
        let middle = of_digit.left + 6;
        pieces.push(Extent {
            right: middle,
            ..*of_digit
        });
        pieces.push(Extent {
            left: middle,
            ..*of_digit
        });
    }
    let mut numbers = Numbers(3);
    let mut candidates = Vec::new();
    let mut path = Vec::new();
    let truth = [3, 5, 1, 4, 0];
    for from in 0..pieces.len() {
        for to in from + 1..=(from + 5).min(pieces.len()) {
            if pieces[to - 1].right - pieces[from].left > 26 {
                continue;
            }
            let mut penalties: Vec<f64> = (0..10).map(|_| 6.0 + 14.0 * numbers.next()).collect();
            if from % 2 == 0 && to == from + 2 {
                path.push(candidates.len());
                penalties[truth[from / 2]] = 0.4 + numbers.next();
            } else {
                penalties[(3 * from + to) % 10] = 2.0 + 6.0 * numbers.next();
            }
            candidates.push(Candidate {
                from,
                to,
                image: cut(&picture, &pieces[from], &pieces[to - 1]),
                segmenter_penalty: 0.1 * (to - from) as f64,
                penalties,
            });
        }
    }
    SegmentedString {
        picture,
        truth: "35140".into(),
        answer: answer("hos", "35140", 0.873),
        pieces,
        candidates,
        path,
    }
}

fn criterion() -> CriterionExample {
    let mut string = segmented();
    string.answer.digits = "351910".into();
    let zeros = || vec![vec![0.0; 10]; string.candidates.len()];
    let index = |from, to| {
        let mut all = string.candidates.iter();
        all.position(|c| (c.from, c.to) == (from, to)).unwrap()
    };
    let mut viterbi = zeros();
    viterbi[index(6, 8)][4] = 1.0;
    viterbi[index(6, 7)][9] = -1.0;
    viterbi[index(7, 8)][1] = -1.0;
    let mut forward = zeros();
    for (from, to, class, derivative) in [
        (6, 8, 4, 0.91),
        (6, 7, 9, -0.74),
        (7, 8, 1, -0.78),
        (6, 8, 9, -0.05),
        (8, 10, 6, -0.12),
        (8, 10, 0, 0.12),
        (4, 6, 7, -0.21),
        (4, 6, 1, 0.3),
        (5, 6, 1, -0.03),
        (4, 5, 1, -0.06),
        (0, 2, 8, -0.04),
    ] {
        forward[index(from, to)][class] = derivative;
    }
    CriterionExample {
        after: answer("hos-dforward", "35140", 0.98),
        viterbi: Derivatives {
            loss: 1.37,
            by_penalty: viterbi,
        },
        forward: Derivatives {
            loss: 2.02,
            by_penalty: forward,
        },
        string,
    }
}

fn swept(kind: &str, digits: &[u8], gap: i64, noise: f64) -> SweptString {
    let (picture, boxes) = picture(digits, gap, noise);
    let mut numbers = Numbers(11);
    let (mut f6, mut penalties) = (Vec::new(), Vec::new());
    for position in 0..=(picture.width - 32) / 4 {
        let middle = 16 + 4 * position;
        let near = boxes
            .iter()
            .position(|b| middle.abs_diff((b.left + b.right) / 2) <= 4);
        let class = near.map_or(10, |place| usize::from(digits[place]));
        let dots = FONT.get(class).map(|dots| dots.as_bytes());
        let states = (0..84).map(|state| {
            let (row, column) = (state / 7, state % 7);
            let dot =
                dots.and_then(|d| d.get((row.min(11) * 7 / 12) * 5 + (column.max(1) - 1).min(4)));
            let sign = if dot == Some(&b'#') { 1.0 } else { -1.0 };
            sign * (0.6 + numbers.next())
        });
        f6.push(states.collect());
        let mut of_classes: Vec<f64> = (0..11).map(|_| 8.0 + 10.0 * numbers.next()).collect();
        of_classes[class] = 0.3 + 4.0 * numbers.next();
        penalties.push(of_classes);
    }
    let truth = crate::strings::spelled(digits);
    SweptString {
        kind: kind.into(),
        picture,
        after: answer("sdnn-dforward", &truth, 0.97),
        before: Some(answer("sdnn", &truth[1..], 0.4)),
        truth,
        stride: 4,
        first_middle: 16.0,
        f6,
        penalties,
    }
}

fn graph(ends: &[usize], arcs: &[(usize, usize, &str, f64)]) -> LabelledGraph {
    LabelledGraph {
        nodes: 1 + arcs.iter().map(|arc| arc.1).max().unwrap_or(0),
        ends: ends.to_vec(),
        arcs: arcs
            .iter()
            .map(|&(from, to, label, penalty)| LabelledArc {
                from,
                to,
                label: label.into(),
                penalty,
            })
            .collect(),
    }
}

/// The paper's Figure 28.
fn composition() -> CompositionExample {
    let tree = [
        (0, 1, "b"),
        (0, 2, "c"),
        (1, 3, "a"),
        (1, 4, "u"),
        (2, 5, "u"),
        (2, 6, "a"),
        (3, 7, "r"),
        (4, 8, "t"),
        (5, 9, "t"),
        (5, 10, "r"),
        (6, 11, "p"),
        (6, 12, "t"),
        (6, 13, "r"),
        (7, 14, "n"),
        (9, 15, "e"),
        (10, 16, "e"),
        (13, 17, "d"),
    ];
    CompositionExample {
        recognition: graph(
            &[3],
            &[
                (0, 1, "c", 0.4),
                (0, 1, "o", 1.0),
                (0, 1, "d", 1.8),
                (1, 2, "x", 0.1),
                (1, 2, "a", 0.2),
                (1, 2, "u", 0.8),
                (2, 3, "p", 0.2),
                (2, 3, "t", 0.8),
            ],
        ),
        grammar: graph(
            &[8, 9, 11, 12, 14, 15, 16, 17],
            &tree.map(|(from, to, label)| (from, to, label, 0.0)),
        ),
        interpretation: graph(
            &[4, 5, 6],
            &[
                (0, 1, "c", 0.4),
                (1, 2, "u", 0.8),
                (1, 3, "a", 0.2),
                (2, 4, "t", 0.8),
                (3, 5, "p", 0.2),
                (3, 6, "t", 0.8),
            ],
        ),
    }
}

/// Examples for every picture.
pub(crate) fn examples() -> Examples {
    let examples = Examples {
        segmented: Some(segmented()),
        criterion: Some(criterion()),
        swept: vec![
            swept("touching digits", &[6, 7, 8, 2, 3], -1, 0.0),
            swept("pixels inverted", &[5, 4, 0, 1, 9], 1, 0.08),
        ],
        composition: Some(composition()),
        revision: "0123abc".into(),
        data_sha256: "00ff".into(),
    };
    assert_eq!(examples.flaw(), None);
    examples
}
