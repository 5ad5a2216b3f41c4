//! The tables of the strings, as [`Comparison`](super::Comparison) has those of single digits.

mod answers;
mod passes;

use std::path::Path;

pub(super) use answers::AnswerLine;
pub use answers::{GivenString, StringAnswers};
pub(super) use passes::StringPassLine;
pub use passes::StringPasses;

use super::files::{STRING_ANSWERS, STRING_PASSES, STRINGS};
use crate::ReportError;
use crate::strings::{
    Claim, Judgement, StringDescription, StringLine, StringOutcome, gain_percent,
};

/// The tables of the strings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strings {
    /// `strings.csv`.
    pub lines: Vec<StringLine>,
    /// `strings-answers.csv`.
    pub answers: StringAnswers,
    /// `strings-passes.csv`.
    pub passes: StringPasses,
}

impl Strings {
    /// The names of the tables' files.
    pub const FILES: [&str; 3] = [STRINGS.name, STRING_ANSWERS.name, STRING_PASSES.name];

    /// Reads the tables of a folder. A missing table is empty.
    ///
    /// # Errors
    /// [`ReportError::Table`] if a table was not written by this project.
    pub fn read(folder: &Path) -> Result<Self, ReportError> {
        Ok(Self {
            lines: STRINGS.read(folder)?,
            answers: StringAnswers::from_lines(STRING_ANSWERS.read(folder)?)
                .map_err(|why| STRING_ANSWERS.foreign(folder, why))?,
            passes: passes::from_lines(STRING_PASSES.read(folder)?)
                .map_err(|why| STRING_PASSES.foreign(folder, why))?,
        })
    }

    /// Judges all claims by the kept answers, and writes the tables with the rows in the order of
    /// their descriptions, set by set. Each table is written completely or not at all.
    ///
    /// # Errors
    /// [`ReportError::Io`].
    pub fn write(
        &mut self,
        folder: &Path,
        descriptions: &[&StringDescription],
        sets: &[&str],
    ) -> Result<(), ReportError> {
        let ids: Vec<&str> = descriptions.iter().map(|d| d.id).collect();
        let place = |name: &str, of: &[&str]| of.iter().position(|other| *other == name);
        self.lines
            .sort_by_key(|line| (place(&line.set, sets), place(&line.row, &ids)));
        self.judge(descriptions);
        STRING_ANSWERS.write(folder, self.answers.lines(&ids, sets))?;
        STRING_PASSES.write(folder, passes::lines(&self.passes, &ids, sets))?;
        STRINGS.write(folder, &self.lines)
    }

    /// Puts a row's outcome on one set in the place of the one it has.
    ///
    /// # Panics
    /// If the outcome has a [flaw](crate::Record::flaw).
    pub fn take(&mut self, description: &StringDescription, outcome: &StringOutcome) {
        let line = StringLine::new(description, outcome);
        let (row, set) = (line.row.clone(), line.set.clone());
        self.answers.insert(outcome);
        self.passes.remove(&(row.clone(), set.clone()));
        if !outcome.passes.is_empty() {
            self.passes.insert((row, set), outcome.passes.clone());
        }
        let same = |old: &&mut StringLine| (&old.row, &old.set) == (&line.row, &line.set);
        match self.lines.iter_mut().find(same) {
            Some(old) => *old = line,
            None => self.lines.push(line),
        }
    }

    /// Returns the line of a row on a set.
    pub fn line(&self, row: &str, set: &str) -> Option<&StringLine> {
        self.lines
            .iter()
            .find(|line| (line.row.as_str(), line.set.as_str()) == (row, set))
    }

    /// Each claim of a row with its judgement, which is `None` unless the answers of both rows are
    /// kept.
    pub fn judgements(
        &self,
        description: &StringDescription,
    ) -> impl Iterator<Item = (&'static Claim, Option<Judgement>)> {
        let id = description.id;
        description.claims.iter().map(move |claim| {
            let correct = |row| self.answers.correct(row, claim.set);
            let both = correct(id).zip(correct(claim.other));
            let judgement = both.map(|(this, other)| Judgement::of(claim, &this, &other));
            (claim, judgement)
        })
    }

    /// Keeps only the rows and sets for whose line `keep` returns true.
    pub fn retain(&mut self, keep: impl Fn(&StringLine) -> bool) {
        self.lines.retain(keep);
        let kept = |row: &str, set: &str| self.lines.iter().any(|l| l.row == row && l.set == set);
        self.answers.retain(kept);
        self.passes.retain(|(row, set), _| kept(row, set));
    }

    /// Fills in what depends on the answers of several rows.
    fn judge(&mut self, descriptions: &[&StringDescription]) {
        for mut line in std::mem::take(&mut self.lines) {
            if let Some(description) = descriptions.iter().find(|d| d.id == line.row) {
                let errors = |row: &str| {
                    let correct = self.answers.correct(row, &line.set)?;
                    Some(correct.iter().filter(|&&correct| !correct).count())
                };
                let base = description.base.and_then(errors);
                let gain = base.and_then(|base| gain_percent(errors(&line.row)?, base));
                let judgements = self.judgements(description);
                let of_set = judgements.filter(|(claim, _)| claim.set == line.set);
                let claims: Vec<_> = of_set.map(|(claim, j)| (claim.text, j)).collect();
                line = line.judged(gain, &claims);
            }
            self.lines.push(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strings::Assertion;
    use crate::strings::tests::{HOS, outcome, three_wrong};

    const DFORWARD: StringDescription = StringDescription {
        id: "hos-dforward",
        base: Some("hos"),
        paper_relative_gain_percent: Some(24.4),
        claims: &[
            Claim {
                text: "takes away at least 24 % of the errors of hos",
                set: "paper",
                other: "hos",
                asserts: Assertion::BetterBy(24.0),
            },
            Claim {
                text: "is worse than sdnn where digits touch",
                set: "tight",
                other: "sdnn",
                asserts: Assertion::NoBetter,
            },
        ],
        ..HOS
    };
    const SETS: [&str; 2] = ["paper", "tight"];

    /// Ten times the four strings.
    fn longer(mut outcome: StringOutcome) -> StringOutcome {
        for order in &mut outcome.orders {
            order.truth = vec![order.truth.clone(); 10].concat();
            order.answers = vec![order.answers.clone(); 10].concat();
        }
        outcome
    }

    fn tables() -> Strings {
        let mut tables = Strings::default();
        let all_right = [("12", 0.5), ("34", 0.9), ("05", 0.25), ("77", 0.75)];
        tables.take(&DFORWARD, &longer(outcome("hos-dforward", all_right)));
        tables.take(&HOS, &longer(three_wrong("hos")));
        tables
    }

    #[test]
    fn survives_the_folder_in_the_order_of_the_descriptions() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("new");
        assert_eq!(Strings::read(&folder).unwrap(), Strings::default());
        let mut tables = tables();
        tables.write(&folder, &[&HOS, &DFORWARD], &SETS).unwrap();
        let read = Strings::read(&folder).unwrap();
        assert_eq!(read, tables);
        let rows: Vec<&str> = read.lines.iter().map(|line| line.row.as_str()).collect();
        assert_eq!(rows, ["hos", "hos-dforward"]);
        assert_eq!(read.passes.len(), 2);
        let passes = std::fs::read_to_string(folder.join("strings-passes.csv")).unwrap();
        assert_eq!(
            passes,
            "row,set,pass,string_error_percent,loss,seconds\n\
             hos,paper,1,9.5,0.75,4.0\nhos-dforward,paper,1,9.5,0.75,4.0\n"
        );
    }

    #[test]
    fn gains_and_claims_are_judged_whenever_the_tables_are_written() {
        let folder = tempfile::tempdir().unwrap();
        let mut tables = tables();
        let write = |tables: &mut Strings| {
            tables
                .write(folder.path(), &[&HOS, &DFORWARD], &SETS)
                .unwrap();
            tables.line("hos-dforward", "paper").unwrap().clone()
        };
        let line = write(&mut tables);
        assert_eq!(line.relative_gain_percent, Some(100.0));
        assert_eq!(line.claim, DFORWARD.claims[0].text);
        // p = 2 / 2³⁰: of 40 strings 30 are read by this row alone.
        assert_eq!((&*line.verdict, &*line.claim_p), ("confirmed", "1.863e-9"));
        assert_eq!(tables.line("hos", "paper").unwrap().verdict, "");
        tables.retain(|line| line.row != "hos");
        let line = write(&mut tables);
        assert_eq!(line.relative_gain_percent, None);
        assert_eq!((&*line.verdict, &*line.claim_p), ("not judged", ""));
        let judged: Vec<_> = tables.judgements(&DFORWARD).collect();
        assert_eq!((judged.len(), judged[1].1), (2, None));
    }

    #[test]
    fn the_header_is_the_contract() {
        let folder = tempfile::tempdir().unwrap();
        Strings::default().write(folder.path(), &[], &[]).unwrap();
        let header = std::fs::read_to_string(folder.path().join("strings.csv")).unwrap();
        let contract = "row,name,set,strings,string_error_percent,error_low_percent,\
            error_high_percent,orders_mean_percent,orders_sd_percent,character_error_percent,\
            substitutions,insertions,deletions,unreadable,reject_percent_for_one_percent_error,\
            reject_percent_for_half_percent_error,relative_gain_percent,\
            paper_relative_gain_percent,claim,verdict,train_strings,passes,train_seconds,\
            read_microseconds,multiply_accumulates,candidates,seed,threads,settings,machine,\
            revision,set_sha256";
        let more = ",errors,orders,base,claim_p,seeds,seeds_mean_percent,seeds_sd_percent,\
            train_images,quick,data_sha256,kernel_level,algorithm_version\n";
        assert_eq!(header, format!("{contract}{more}"));
    }

    #[test]
    fn a_row_that_goes_takes_everything_of_it_along() {
        let mut tables = tables();
        tables.retain(|line| line.row == "hos");
        let mut alone = Strings::default();
        alone.take(&HOS, &longer(three_wrong("hos")));
        assert_eq!(tables, alone);
    }

    #[test]
    fn a_table_whose_lines_do_not_fit_together_is_named() {
        for (name, text) in [
            ("strings.csv", "row,name\nhos,HOS\n"),
            (
                "strings-answers.csv",
                "set,order,string,truth,row,answer,confidence\npaper,1,3,12,hos,12,0.5\n",
            ),
            (
                "strings-passes.csv",
                "row,set,pass,string_error_percent,loss,seconds\nhos,paper,2,4.5,0.25,1.5\n",
            ),
        ] {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join(name), text).unwrap();
            let message = Strings::read(folder.path()).unwrap_err().to_string();
            assert!(message.contains(name), "{message}");
        }
    }
}
