use crate::PaperFigures;

/// What is known about a row of the comparison before it is measured.
#[derive(Clone, Copy, Debug)]
pub struct Description {
    /// Its name on the command line and in every file, such as `knn-deslant`.
    pub id: &'static str,
    /// Its name for people. It is the paper's name if the paper has the row.
    pub name: &'static str,
    /// The section of the paper that describes it, or its purpose.
    pub section: &'static str,
    /// The paper's results for it.
    pub paper: PaperFigures,
    /// The places where we do something different from the paper, or get a different result.
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

/// A row for tests. In its name is what CSV, HTML and Markdown escape.
#[cfg(test)]
pub(crate) const KNN: Description = Description {
    id: "knn",
    name: "k-NN, \"Euclidean\" | <L2>",
    section: "Section III-C.2",
    paper: PaperFigures {
        error_percent: Some(5.0),
        multiply_accumulates: Some(24_000_000),
        ..PaperFigures::NONE
    },
    divergences: &[Divergence {
        paper: "k is not given",
        ours: "k = 3",
        why: "as for deslanted images",
    }],
};
