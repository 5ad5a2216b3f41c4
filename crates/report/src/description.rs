use crate::PaperFigures;

/// What is known of a row of the comparison before it is measured.
#[derive(Clone, Copy, Debug)]
pub struct Description {
    /// Its name on the command line and in every file, such as `knn-deslant`.
    pub id: &'static str,
    /// Its name for people: the paper's, where the paper has it.
    pub name: &'static str,
    /// Where the paper describes it, or what it is there for.
    pub section: &'static str,
    /// What the paper measured.
    pub paper: PaperFigures,
    /// Where we do something else than the paper says, or get something else than it got.
    pub divergences: &'static [Divergence],
}

/// One difference between the paper and us.
#[derive(Clone, Copy, Debug)]
pub struct Divergence {
    /// What the paper says.
    pub paper: &'static str,
    /// What we do or get.
    pub ours: &'static str,
    /// Why, with the evidence.
    pub why: &'static str,
}
