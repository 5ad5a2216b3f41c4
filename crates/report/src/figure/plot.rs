use maud::{Markup, PreEscaped};
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::axis::Axis;
use super::dashes::{DETAIL, GRID, INK, OURS, PAPER, dressed};
use super::svg::WIDTH;

/// Why drawing cannot fail.
const INTO_A_STRING: &str = "a string takes whatever is drawn";

/// Size of the text, in the figure's units.
const TEXT: f64 = 13.0;

type Coordinates = Cartesian2d<RangedCoordf64, RangedCoordf64>;

/// A picture between two axes, in which values are given and not places.
pub(super) struct Plot<'c, 's> {
    root: DrawingArea<SVGBackend<'s>, Shift>,
    chart: ChartContext<'c, SVGBackend<'s>, Coordinates>,
    x: Axis,
    y: Axis,
}

/// How a place is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Ours: a filled circle.
    Ours,
    /// The paper's: a hollow diamond.
    Paper,
    /// Ours of a row that the paper has not: a hollow circle.
    New,
}

/// Room around the plot for what is written there, in the figure's units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// On the left.
    pub(super) left: i32,
    /// On the right.
    pub(super) right: i32,
    /// At the top.
    pub(super) top: i32,
}

impl Room {
    /// For numbers on the left and a legend at the top.
    pub(super) const USUAL: Self = Self {
        left: 36,
        right: 14,
        top: 40,
    };
}

/// Draws between the axes; `height` is that of the whole, in the figure's units.
pub(super) fn plot(
    height: i32,
    room: Room,
    (x, y): (Axis, Axis),
    draw: impl FnOnce(&mut Plot<'_, '_>),
) -> Markup {
    let mut drawn = String::new();
    {
        let size = (WIDTH as u32 * DETAIL as u32, (height * DETAIL) as u32);
        let root = SVGBackend::with_string(&mut drawn, size).into_drawing_area();
        let chart = ChartBuilder::on(&root)
            .margin_left(room.left * DETAIL)
            .margin_right(room.right * DETAIL)
            .margin_top(room.top * DETAIL)
            .margin_bottom(20 * DETAIL)
            .x_label_area_size(20 * DETAIL)
            .build_cartesian_2d(spread(&x), spread(&y))
            .expect(INTO_A_STRING);
        let mut plot = Plot { root, chart, x, y };
        plot.axes(height, room);
        draw(&mut plot);
        plot.root.present().expect(INTO_A_STRING);
    }
    PreEscaped(dressed(&drawn))
}

fn spread(axis: &Axis) -> std::ops::Range<f64> {
    axis.place(axis.range.0)..axis.place(axis.range.1)
}

impl Plot<'_, '_> {
    /// Grid, numbers, and what the axes show: x at the lower right, y at the upper left.
    fn axes(&mut self, height: i32, room: Room) {
        let (x, y) = (self.x.clone(), self.y.clone());
        for &tick in &x.ticks {
            self.line(&[(tick, y.range.0), (tick, y.range.1)], GRID, 1.0);
            self.text(
                (tick, y.range.0),
                (0.0, 11.0),
                HPos::Center,
                &(x.text)(tick),
            );
        }
        for &tick in &y.ticks {
            self.line(&[(x.range.0, tick), (x.range.1, tick)], GRID, 1.0);
            self.text((x.range.0, tick), (-5.0, 0.0), HPos::Right, &(y.text)(tick));
        }
        let edge = (WIDTH as i32 - room.right) * DETAIL;
        self.write(
            (edge, (height - 9) * DETAIL),
            HPos::Right,
            VPos::Center,
            x.label,
        );
        self.write(
            (0, (room.top - 12) * DETAIL),
            HPos::Left,
            VPos::Center,
            y.label,
        );
    }

    fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.x.place(x), self.y.place(y))
    }

    fn write(&self, at: (i32, i32), h: HPos, v: VPos, text: &str) {
        let text = Text::new(text.to_owned(), at, style(h, v));
        self.root.draw(&text).expect(INTO_A_STRING);
    }

    /// A line through these points.
    pub(super) fn line(&mut self, points: &[(f64, f64)], colour: RGBColor, width: f64) {
        let points: Vec<_> = points.iter().map(|&point| self.at(point)).collect();
        let path = PathElement::new(points, colour.stroke_width(units(width) as u32));
        self.chart.draw_series([path]).expect(INTO_A_STRING);
    }

    /// A line through these points, each of them marked.
    pub(super) fn curve(
        &mut self,
        points: &[(f64, f64)],
        (colour, width): (RGBColor, f64),
        (mark, size): (Mark, f64),
    ) {
        self.line(points, colour, width);
        for &point in points {
            self.mark(point, mark, size);
        }
    }

    /// The area between two lines over the same x: `(x, low, high)`.
    pub(super) fn band(&mut self, edges: &[(f64, f64, f64)], colour: RGBColor) {
        let low = edges.iter().map(|&(x, low, _)| self.at((x, low)));
        let high = edges.iter().rev().map(|&(x, _, high)| self.at((x, high)));
        let outline: Vec<_> = low.chain(high).collect();
        let area = Polygon::new(outline, colour.mix(0.2));
        self.chart.draw_series([area]).expect(INTO_A_STRING);
    }

    /// A mark of `size` (1 is usual).
    pub(super) fn mark(&mut self, at: (f64, f64), mark: Mark, size: f64) {
        let place = self.at(at);
        let r = |radius: f64| units(radius * size);
        match mark {
            Mark::Ours | Mark::New => {
                let shape = match mark {
                    Mark::New => OURS.stroke_width(units(1.6) as u32),
                    _ => OURS.filled(),
                };
                let circle = EmptyElement::at(place) + Circle::new((0, 0), r(3.8), shape);
                self.chart.draw_series([circle]).expect(INTO_A_STRING);
            }
            Mark::Paper => {
                let (r, width) = (r(5.2), units(1.6) as u32);
                let corners = vec![(-r, 0), (0, -r), (r, 0), (0, r), (-r, 0), (0, -r)];
                let diamond =
                    EmptyElement::at(place) + PathElement::new(corners, PAPER.stroke_width(width));
                self.chart.draw_series([diamond]).expect(INTO_A_STRING);
            }
        }
    }

    /// How far below the top of the figure a value of y is, in its units.
    pub(super) fn depth(&self, y: f64) -> f64 {
        let (_, pixel) = self
            .chart
            .backend_coord(&(self.x.place(self.x.range.0), self.y.place(y)));
        f64::from(pixel) / f64::from(DETAIL)
    }

    /// Text beside a place, `by` units right of and below it.
    pub(super) fn text(&mut self, at: (f64, f64), by: (f64, f64), h: HPos, text: &str) {
        let by = (units(by.0), units(by.1));
        let text = Text::new(text.to_owned(), by, style(h, VPos::Center));
        let element = EmptyElement::at(self.at(at)) + text;
        self.chart.draw_series([element]).expect(INTO_A_STRING);
    }

    /// What marks and lines mean, along the top.
    pub(super) fn legend(&mut self, entries: &[(Sample, &str)]) {
        let (mut x, y) = (4.0, 8.0);
        for (sample, text) in entries {
            let middle = (units(x + 10.0), units(y));
            match sample {
                Sample::Mark(mark) => self.sample_mark(middle, *mark),
                Sample::Line(colour) => {
                    let ends = vec![(units(x), units(y)), (units(x + 20.0), units(y))];
                    let line = PathElement::new(ends, colour.stroke_width(units(2.0) as u32));
                    self.root.draw(&line).expect(INTO_A_STRING);
                }
            }
            self.write((units(x + 25.0), units(y)), HPos::Left, VPos::Center, text);
            x += 40.0 + 6.8 * text.chars().count() as f64;
        }
    }

    fn sample_mark(&self, (x, y): (i32, i32), mark: Mark) {
        let width = units(1.6) as u32;
        let drawn = match mark {
            Mark::Ours => {
                let bar = vec![(x - units(10.0), y), (x + units(10.0), y)];
                let bar = PathElement::new(bar, OURS.stroke_width(units(1.8) as u32));
                self.root.draw(&bar).expect(INTO_A_STRING);
                self.root
                    .draw(&Circle::new((x, y), units(3.8), OURS.filled()))
            }
            Mark::New => self
                .root
                .draw(&Circle::new((x, y), units(3.8), OURS.stroke_width(width))),
            Mark::Paper => {
                let r = units(5.2);
                let corners = vec![(x - r, y), (x, y - r), (x + r, y), (x, y + r), (x - r, y)];
                self.root
                    .draw(&PathElement::new(corners, PAPER.stroke_width(width)))
            }
        };
        drawn.expect(INTO_A_STRING);
    }
}

/// What stands before a legend's text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sample {
    /// A mark.
    Mark(Mark),
    /// A line of that meaning.
    Line(RGBColor),
}

fn units(length: f64) -> i32 {
    (length * f64::from(DETAIL)).round() as i32
}

fn style(h: HPos, v: VPos) -> TextStyle<'static> {
    // Plotters takes the size of the em box's ascent and descent, CSS that of the em.
    const CSS: f64 = 1.24;
    ("sans-serif", TEXT * CSS * f64::from(DETAIL))
        .into_font()
        .color(&INK)
        .pos(Pos::new(h, v))
}
