use crate::label::Label;

/// An arc of a [`Graph`](crate::Graph) or a [`Transducer`](crate::Transducer).
///
/// It does not hold its penalty but names it, by its index in a slice that the caller gives to
/// each computation. So a graph is built once for a shape, and the penalties change with every
/// picture. Arcs that name the same penalty share it; its derivative is the sum of theirs (the Y
/// connection of the paper's page 24).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Arc {
    /// The node it leaves.
    pub from: u32,
    /// The node it enters.
    pub to: u32,
    /// What it reads.
    pub reads: Label,
    /// What it writes.
    pub writes: Label,
    /// The index of its penalty, or [`FREE`](Self::FREE).
    pub penalty: u32,
}

impl Arc {
    /// The index of no penalty: the arc costs nothing, and nothing can be learned of it.
    pub const FREE: u32 = u32::MAX;

    /// An arc that writes what it reads.
    pub fn new(from: u32, to: u32, label: impl Into<Label>, penalty: u32) -> Self {
        let label = label.into();
        Self {
            from,
            to,
            reads: label,
            writes: label,
            penalty,
        }
    }

    /// An arc that writes what it reads, and costs nothing.
    pub fn free(from: u32, to: u32, label: impl Into<Label>) -> Self {
        Self::new(from, to, label, Self::FREE)
    }

    /// The same arc, writing something else.
    #[must_use]
    pub fn writing(self, label: impl Into<Label>) -> Self {
        Self {
            writes: label.into(),
            ..self
        }
    }
}
