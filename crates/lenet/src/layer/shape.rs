/// The units of a layer: `maps` feature maps of `height` × `width`, one after the other, row
/// by row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Feature maps.
    pub maps: usize,
    /// Rows of each.
    pub height: usize,
    /// Columns of each.
    pub width: usize,
}

impl Shape {
    /// `maps` maps of `height` × `width`.
    pub fn new(maps: usize, height: usize, width: usize) -> Self {
        Self {
            maps,
            height,
            width,
        }
    }

    /// Units of one map.
    pub fn area(self) -> usize {
        self.height * self.width
    }

    /// Units of all maps.
    pub fn units(self) -> usize {
        self.maps * self.area()
    }

    /// Index of a unit.
    pub(crate) fn at(self, map: usize, row: usize, column: usize) -> usize {
        (map * self.height + row) * self.width + column
    }
}
