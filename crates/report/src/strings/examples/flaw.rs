use super::{
    CODE_SIZE, Candidate, CompositionExample, CriterionExample, Derivatives, Examples, LabelledArc,
    Picture, SegmentedString, SweptString,
};

impl Examples {
    /// Returns what does not fit together, if anything.
    pub fn flaw(&self) -> Option<String> {
        let of_swept = || self.swept.iter().find_map(SweptString::flaw);
        let of_segmented = self.segmented.as_ref().and_then(SegmentedString::flaw);
        let of_criterion = || self.criterion.as_ref().and_then(CriterionExample::flaw);
        let composition = || self.composition.as_ref().and_then(CompositionExample::flaw);
        of_segmented
            .or_else(of_criterion)
            .or_else(of_swept)
            .or_else(composition)
    }
}

impl Picture {
    fn flaw(&self) -> Option<String> {
        let Self { height, width, .. } = *self;
        let whole = height > 0 && width > 0 && height.checked_mul(width) == Some(self.pixels.len());
        (!whole).then(|| {
            format!(
                "a picture of {height}x{width} has {} pixels",
                self.pixels.len()
            )
        })
    }
}

impl SegmentedString {
    fn flaw(&self) -> Option<String> {
        let n_nodes = self.pieces.len() + 1;
        let pictures = self.candidates.iter().map(|candidate| &candidate.image);
        if let Some(flaw) = pictures.chain([&self.picture]).find_map(Picture::flaw) {
            return Some(flaw);
        }
        let n_classes = self.candidates.first()?.penalties.len();
        for Candidate {
            from,
            to,
            penalties,
            ..
        } in &self.candidates
        {
            if from >= to || *to >= n_nodes {
                return Some(format!("an arc from {from} to {to} of {n_nodes} nodes"));
            }
            if penalties.len() != n_classes || !penalties.iter().all(|p| p.is_finite()) {
                return Some(format!(
                    "the arc from {from} to {to} has the penalties {penalties:?}"
                ));
            }
        }
        let beyond = |&&candidate: &&usize| candidate >= self.candidates.len();
        let beyond = self.path.iter().find(beyond)?;
        Some(format!("candidate {beyond} is on the path and not there"))
    }
}

impl CriterionExample {
    fn flaw(&self) -> Option<String> {
        let candidates = &self.string.candidates;
        let fits = |derivatives: &Derivatives| {
            let all = &derivatives.by_penalty;
            let mut pairs = candidates.iter().zip(all);
            all.len() == candidates.len() && pairs.all(|(c, of)| c.penalties.len() == of.len())
        };
        let fits = fits(&self.viterbi) && fits(&self.forward);
        let misfit = (!fits).then(|| "there is not a derivative for each penalty".into());
        self.string.flaw().or(misfit)
    }
}

impl SweptString {
    fn flaw(&self) -> Option<String> {
        if let Some(flaw) = self.picture.flaw() {
            return Some(flaw);
        }
        let (n, n_states) = (self.f6.len(), CODE_SIZE.0 * CODE_SIZE.1);
        if n == 0 || self.penalties.len() != n {
            let penalties = self.penalties.len();
            return Some(format!("{n} positions of F6 and {penalties} of penalties"));
        }
        if self.f6.iter().any(|states| states.len() != n_states) {
            return Some(format!("F6 has not {n_states} states"));
        }
        let n_classes = self.penalties[0].len();
        let whole = |of: &Vec<f64>| of.len() == n_classes && of.iter().all(|p| p.is_finite());
        let whole = n_classes > 1 && self.penalties.iter().all(whole);
        (!whole).then(|| "there is not a penalty for each class and position".into())
    }
}

impl CompositionExample {
    fn flaw(&self) -> Option<String> {
        let graphs = [&self.recognition, &self.grammar, &self.interpretation];
        let arcs = graphs
            .into_iter()
            .flat_map(|graph| graph.arcs.iter().map(|arc| (arc, graph.nodes)));
        let mut arcs = arcs.filter(|(arc, nodes)| arc.from >= arc.to || arc.to >= *nodes);
        let (LabelledArc { from, to, .. }, nodes) = arcs.next()?;
        Some(format!("an arc from {from} to {to} of {nodes} nodes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::committed::examples;
    use crate::results::files::STRING_EXAMPLES;

    #[test]
    fn survive_their_file() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(STRING_EXAMPLES.read(folder.path()).unwrap(), None);
        let examples = examples();
        STRING_EXAMPLES.write(folder.path(), &examples).unwrap();
        let read = STRING_EXAMPLES.read(folder.path()).unwrap();
        assert_eq!(read, Some(examples));
    }

    #[test]
    fn what_does_not_fit_together_is_told_with_the_name_of_the_file() {
        type Spoil = fn(&mut Examples);
        let spoil: [(Spoil, &str); 8] = [
            (
                |e| e.segmented.as_mut().unwrap().picture.width = 0,
                "picture of 32x0",
            ),
            (
                |e| e.segmented.as_mut().unwrap().candidates[0].to = 999,
                "arc from 0 to 999",
            ),
            (
                |e| {
                    let of = &mut e.segmented.as_mut().unwrap().candidates[2];
                    of.penalties.clear();
                },
                "penalties []",
            ),
            (
                |e| e.segmented.as_mut().unwrap().path.push(999),
                "candidate 999",
            ),
            (
                |e| {
                    let criterion = e.criterion.as_mut().unwrap();
                    criterion.forward.by_penalty[1].pop();
                },
                "a derivative for each",
            ),
            (|e| e.swept[0].f6[1].truncate(3), "84 states"),
            (
                |e| e.swept[0].penalties.truncate(1),
                "positions of F6 and 1 of",
            ),
            (
                |e| e.composition.as_mut().unwrap().grammar.arcs[0].from = 999,
                "arc from 999 to",
            ),
        ];
        for (spoil, told) in spoil {
            let mut examples = examples();
            spoil(&mut examples);
            let folder = tempfile::tempdir().unwrap();
            STRING_EXAMPLES.write(folder.path(), &examples).unwrap();
            let message = STRING_EXAMPLES.read(folder.path()).unwrap_err().to_string();
            assert!(message.contains(told), "{message}");
            assert!(message.contains("strings-examples.json"), "{message}");
        }
    }
}
