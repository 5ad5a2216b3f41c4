use maud::{Markup, PreEscaped};
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::axis::Axis;
use super::dashes::{DETAIL, GRID, INK, OURS, PAPER, dressed};
use super::svg::WIDTH;

/// The reason why drawing cannot fail.
const INTO_A_STRING: &str = "a string takes whatever is drawn";

/// Size of the text, in the units of the figure.
const TEXT: f64 = 13.0;

type Coordinates = Cartesian2d<RangedCoordf64, RangedCoordf64>;

/// A picture with two axes. Positions are given as values on the axes.
pub(super) struct Plot<'c, 's> {
    root: DrawingArea<SVGBackend<'s>, Shift>,
    chart: ChartContext<'c, SVGBackend<'s>, Coordinates>,
    x: Axis,
    y: Axis,
}

/// The mark at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A result of ours: a filled circle.
    Ours,
    /// A result of the paper: a hollow diamond.
    Paper,
    /// A result of ours for a row that is not in the paper: a hollow circle.
    New,
}

/// The margins around the plot for text, in the units of the figure.
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
    /// Margins for numbers on the left and a legend at the top.
    pub(super) const USUAL: Self = Self {
        left: 36,
        right: 14,
        top: 40,
    };
}

/// Draws a plot with these axes. `height` is the height of the whole figure, in its units.
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
    /// Draws the grid, the numbers and the labels of the axes. The label of x is at the lower
    /// right, the label of y at the upper left.
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
        self.write((edge, (height - 9) * DETAIL), HPos::Right, x.label);
        self.write((0, (room.top - 12) * DETAIL), HPos::Left, y.label);
    }

    fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.x.place(x), self.y.place(y))
    }

    fn write(&self, at: (i32, i32), h: HPos, text: &str) {
        let text = Text::new(text.to_owned(), at, style(h));
        self.root.draw(&text).expect(INTO_A_STRING);
    }

    /// A line through these points.
    pub(super) fn line(&mut self, points: &[(f64, f64)], colour: RGBColor, width: f64) {
        let points: Vec<_> = points.iter().map(|&point| self.at(point)).collect();
        let path = PathElement::new(points, colour.stroke_width(units(width) as u32));
        self.chart.draw_series([path]).expect(INTO_A_STRING);
    }

    /// Draws a line through these points, and a mark at each point.
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

    /// Fills the area between two lines with the same x: `(x, low, high)`.
    pub(super) fn band(&mut self, edges: &[(f64, f64, f64)], colour: RGBColor) {
        let low = edges.iter().map(|&(x, low, _)| self.at((x, low)));
        let high = edges.iter().rev().map(|&(x, _, high)| self.at((x, high)));
        let outline: Vec<_> = low.chain(high).collect();
        let area = Polygon::new(outline, colour.mix(0.2));
        self.chart.draw_series([area]).expect(INTO_A_STRING);
    }

    /// Draws a mark of size `size`. The usual size is 1.
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

    /// Distance of the value y from the top of the figure, in its units.
    pub(super) fn depth(&self, y: f64) -> f64 {
        let (_, pixel) = self
            .chart
            .backend_coord(&(self.x.place(self.x.range.0), self.y.place(y)));
        f64::from(pixel) / f64::from(DETAIL)
    }

    /// Draws text beside a point. `by` is its offset to the right and downwards.
    pub(super) fn text(&mut self, at: (f64, f64), by: (f64, f64), h: HPos, text: &str) {
        let by = (units(by.0), units(by.1));
        let text = Text::new(text.to_owned(), by, style(h));
        let element = EmptyElement::at(self.at(at)) + text;
        self.chart.draw_series([element]).expect(INTO_A_STRING);
    }

    /// Draws the legend of marks and lines along the top.
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
            self.write((units(x + 25.0), units(y)), HPos::Left, text);
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

/// The sample before a text in the legend.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sample {
    /// A mark.
    Mark(Mark),
    /// A line with this colour code.
    Line(RGBColor),
}

fn units(length: f64) -> i32 {
    (length * f64::from(DETAIL)).round() as i32
}

fn style(h: HPos) -> TextStyle<'static> {
    // In plotters, the size of a font is its ascent plus its descent. In CSS it is the em.
    const CSS: f64 = 1.24;
    ("sans-serif", TEXT * CSS * f64::from(DETAIL))
        .into_font()
        .color(&INK)
        .pos(Pos::new(h, VPos::Center))
}
