use std::ops::Range;

use crate::bounds::Bounds;
use crate::sheet::{Sheet, dark_ranges};

/// Ink that hangs together. Two pixels do if they are neighbours in one of eight directions.
#[derive(Clone, Debug)]
pub(crate) struct Component {
    pub(crate) bounds: Bounds,
    /// Its pixels.
    pub(crate) size: usize,
}

/// Successive pixels of ink in one row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    pub(crate) row: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The component that it is part of; none if that is a speck.
    pub(crate) component: Option<usize>,
}

/// The components of a picture, and room to find them in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Components {
    runs: Vec<Run>,
    /// For each run one that it hangs together with, and that does not come later; itself if it is
    /// the first of its component.
    parents: Vec<usize>,
    /// By the middle of their boxes, from left to right.
    list: Vec<Component>,
    /// For each run that is the first of its component, the place of that in the list.
    places: Vec<Option<usize>>,
}

impl Components {
    pub(crate) fn runs(&self) -> &[Run] {
        &self.runs
    }

    pub(crate) fn list(&self) -> &[Component] {
        &self.list
    }

    /// Finds the components with at least that many pixels of ink.
    pub(crate) fn find(&mut self, sheet: &Sheet, ink: u8, least_size: usize) {
        self.find_runs(sheet, ink);
        let mut found = self.joined();
        found.retain(|(_, component)| component.size >= least_size);
        // Stable: of those with the same key, the one whose first pixel is read first is first.
        found.sort_by_key(|(_, component)| {
            let columns = &component.bounds.columns;
            (columns.start + columns.end, columns.start)
        });
        self.places.clear();
        self.places.resize(self.runs.len(), None);
        for (place, &(first_run, _)) in found.iter().enumerate() {
            self.places[first_run] = Some(place);
        }
        for index in 0..self.runs.len() {
            let first = first_of(&mut self.parents, index);
            self.runs[index].component = self.places[first];
        }
        self.list.clear();
        self.list
            .extend(found.into_iter().map(|(_, component)| component));
    }

    /// Lists the runs, and links those that touch.
    fn find_runs(&mut self, sheet: &Sheet, ink: u8) {
        self.runs.clear();
        self.parents.clear();
        // The runs of the row above that do not end before the next run of this one.
        let mut above = 0..0;
        for (row, pixels) in sheet.rows().enumerate() {
            let of_row = self.runs.len();
            for Range { start, end } in dark_ranges(pixels, ink) {
                let index = self.runs.len();
                self.runs.push(Run {
                    row,
                    start,
                    end,
                    component: None,
                });
                self.parents.push(index);
                // Runs touch at a corner, too: `end` of one may be `start` of the other.
                while !above.is_empty() && self.runs[above.start].end < start {
                    above.start += 1;
                }
                for other in above.clone() {
                    if self.runs[other].start > end {
                        break;
                    }
                    join(&mut self.parents, other, index);
                }
            }
            above = of_row..self.runs.len();
        }
    }

    /// The components in the order of their first pixels, each with its first run.
    fn joined(&mut self) -> Vec<(usize, Component)> {
        let mut found: Vec<(usize, Component)> = Vec::new();
        self.places.clear();
        for (index, run) in self.runs.iter().enumerate() {
            let bounds = Bounds {
                rows: run.row..run.row + 1,
                columns: run.start..run.end,
            };
            let size = run.end - run.start;
            let first = first_of(&mut self.parents, index);
            if first == index {
                self.places.push(Some(found.len()));
                found.push((index, Component { bounds, size }));
            } else {
                let place = self.places[first];
                self.places.push(place);
                if let Some(place) = place {
                    let component = &mut found[place].1;
                    component.bounds.include(&bounds);
                    component.size += size;
                }
            }
        }
        found
    }
}

/// The first run of a component. The way there is shortened for the next time.
fn first_of(parents: &mut [usize], mut index: usize) -> usize {
    while parents[index] != index {
        parents[index] = parents[parents[index]];
        index = parents[index];
    }
    index
}

fn join(parents: &mut [usize], one: usize, other: usize) {
    let (one, other) = (first_of(parents, one), first_of(parents, other));
    parents[one.max(other)] = one.min(other);
}
