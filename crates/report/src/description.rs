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

/// A row's figures in the paper, where it gives them.
#[derive(Clone, Copy, Debug, Default)]
pub struct PaperFigures {
    /// Test error in percent (Figure 9).
    pub error_percent: Option<f64>,
    /// Test images rejected for 0.5 % error on the rest, in percent (Figure 10).
    pub reject_percent: Option<f64>,
    /// Multiply-accumulates per recognition (Figure 11).
    pub multiply_accumulates: Option<u64>,
    /// Numbers stored (Figure 12).
    pub stored_values: Option<u64>,
}

impl PaperFigures {
    /// For a row that the paper does not have.
    pub const NONE: Self = Self {
        error_percent: None,
        reject_percent: None,
        multiply_accumulates: None,
        stored_values: None,
    };
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
