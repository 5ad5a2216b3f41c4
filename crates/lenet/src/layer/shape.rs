/// The shape of a layer: `maps` feature maps of `height` × `width` units. The maps follow each
/// other, and each map is stored row by row.
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

    /// Number of units in one map.
    pub fn area(self) -> usize {
        self.height * self.width
    }

    /// Number of units in all maps.
    pub fn units(self) -> usize {
        self.maps * self.area()
    }

    /// Index of a unit.
    pub(crate) fn at(self, map: usize, row: usize, column: usize) -> usize {
        (map * self.height + row) * self.width + column
    }
}
