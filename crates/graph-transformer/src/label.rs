/// A symbol that arcs read and write: a class of a classifier, a character.
///
/// Numbers are the caller's: class 7 of a network, or the code of a letter, so that
/// `Label::from(b'7')` is the character seven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(u16);

impl Label {
    /// No symbol at all. An arc that reads it moves without reading; what an arc writes by it
    /// leaves no trace in the string.
    pub const NULL: Self = Self(u16::MAX);

    /// The symbol of a number. `u16::MAX` is the number of [`NULL`](Self::NULL).
    pub const fn new(number: u16) -> Self {
        Self(number)
    }

    /// The number of the symbol, or `None` if this is [`NULL`](Self::NULL).
    pub const fn number(self) -> Option<u16> {
        if self.is_null() { None } else { Some(self.0) }
    }

    /// Whether this is [`NULL`](Self::NULL).
    pub const fn is_null(self) -> bool {
        self.0 == Self::NULL.0
    }
}

impl From<u16> for Label {
    fn from(number: u16) -> Self {
        Self(number)
    }
}

impl From<u8> for Label {
    fn from(number: u8) -> Self {
        Self(number.into())
    }
}
