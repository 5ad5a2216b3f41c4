use anyhow::bail;
use experiments::strings::Set;
use experiments::{ROWS, Row, Runs};
use wildmatch::WildMatch;

/// Which rows to run.
#[derive(clap::Args, Debug, Default)]
pub struct Selection {
    /// Run only the rows whose name matches GLOB; may be given several times
    ///
    /// In GLOB, `*` stands for any letters and `?` for one.
    /// `--only knn --only '*-deslant'` runs k-NN and everything on deslanted images. Reference
    /// rows, which measure other people's crates, run only when they are asked for so or by
    /// --all, and rows that train for long are left out of `--quick` unless they are.
    #[arg(long, value_name = "GLOB")]
    only: Vec<String>,

    /// Run the reference rows, too: classifiers of other people's crates, which take minutes
    #[arg(long, conflicts_with = "only")]
    all: bool,

    /// Leave out the rows whose name matches GLOB; may be given several times
    #[arg(long, value_name = "GLOB")]
    skip: Vec<String>,
}

impl Selection {
    /// The rows it selects, in the paper's order; for a first look, unless they are named, only
    /// those that are quick.
    pub fn rows(&self, quick: bool) -> anyhow::Result<Vec<&'static Row>> {
        let ids: Vec<&str> = ROWS.iter().map(|row| row.id()).collect();
        let (only, skip) = (matchers(&self.only, &ids)?, matchers(&self.skip, &ids)?);
        let rows: Vec<&Row> = ROWS
            .iter()
            .copied()
            .filter(|row| match only.as_slice() {
                [] if self.all => true,
                [] => match row.runs {
                    Runs::Always => true,
                    Runs::InFull => !quick,
                    Runs::WhenNamed => false,
                },
                only => only.iter().any(|glob| glob.matches(row.id())),
            })
            .filter(|row| !skip.iter().any(|glob| glob.matches(row.id())))
            .collect();
        refuse_none(rows)
    }
}

/// The set of strings of that name, for the command line.
pub fn set(name: &str) -> Result<Set, String> {
    let found = Set::ALL.into_iter().find(|set| set.name() == name);
    found.ok_or_else(|| {
        let names: Vec<&str> = Set::ALL.iter().map(|set| set.name()).collect();
        format!("there is no such set; there are {}", names.join(", "))
    })
}

/// The names that match one of the patterns `only`, or all if there is none, without those that match
/// one of `skip`.
pub fn choose<'a>(
    only: &[String],
    skip: &[String],
    ids: &[&'a str],
) -> anyhow::Result<Vec<&'a str>> {
    let (only, skip) = (matchers(only, ids)?, matchers(skip, ids)?);
    let matches = |globs: &[WildMatch], id: &str| globs.iter().any(|glob| glob.matches(id));
    let chosen = ids.iter().copied();
    let chosen = chosen.filter(|id| only.is_empty() || matches(&only, id));
    refuse_none(chosen.filter(|id| !matches(&skip, id)).collect())
}

fn refuse_none<T>(rows: Vec<T>) -> anyhow::Result<Vec<T>> {
    if rows.is_empty() {
        bail!("--only and --skip leave no row to run; --list shows them all");
    }
    Ok(rows)
}

/// The patterns, of which each must match some row.
fn matchers(globs: &[String], ids: &[&str]) -> anyhow::Result<Vec<WildMatch>> {
    globs
        .iter()
        .map(|text| {
            let glob = WildMatch::new(text);
            if !ids.iter().any(|id| glob.matches(id)) {
                bail!("no row is called {text:?}; {}", suggestion(text, ids));
            }
            Ok(glob)
        })
        .collect()
}

/// Names near to one that is none.
pub fn suggestion(text: &str, ids: &[&str]) -> String {
    const SIMILAR: f64 = 0.75;
    let mut near: Vec<(f64, &str)> = ids
        .iter()
        .map(|id| (strsim::jaro_winkler(text, id), *id))
        .filter(|(similarity, id)| *similarity > SIMILAR || id.contains(text))
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    match near.iter().map(|(_, id)| *id).take(3).collect::<Vec<_>>() {
        near if near.is_empty() => "--list shows them all".into(),
        near => format!("did you mean {}?", near.join(" or ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(only: &[&str], skip: &[&str]) -> anyhow::Result<Vec<&'static str>> {
        ids_of(only, skip, false)
    }

    fn ids_of(only: &[&str], skip: &[&str], quick: bool) -> anyhow::Result<Vec<&'static str>> {
        let owned = |globs: &[&str]| globs.iter().map(ToString::to_string).collect();
        let selection = Selection {
            only: owned(only),
            all: false,
            skip: owned(skip),
        };
        Ok(selection.rows(quick)?.into_iter().map(Row::id).collect())
    }

    #[test]
    fn globs_select_and_leave_out() {
        assert_eq!(ids(&["knn*"], &[]).unwrap(), ["knn", "knn-deslant"]);
        assert_eq!(ids(&["knn*"], &["*-deslant"]).unwrap(), ["knn"]);
        assert!(ids(&["knn"], &["knn"]).is_err());
    }

    #[test]
    fn reference_rows_run_only_when_asked_for() {
        let all = ids(&[], &[]).unwrap();
        for row in ROWS {
            assert_eq!(all.contains(&row.id()), row.runs != Runs::WhenNamed);
            assert_eq!(ids(&[row.id()], &[]).unwrap(), [row.id()]);
        }
        let selection = Selection {
            only: vec![],
            all: true,
            skip: vec!["linfa-nn".into()],
        };
        let selected: Vec<_> = selection.rows(true).unwrap();
        assert_eq!(selected.len(), ROWS.len() - 1);
    }

    #[test]
    fn long_rows_are_not_for_a_first_look_unless_named() {
        let all = ids_of(&[], &[], true).unwrap();
        for row in ROWS {
            assert_eq!(all.contains(&row.id()), row.runs == Runs::Always);
            assert_eq!(ids_of(&[row.id()], &[], true).unwrap(), [row.id()]);
        }
        assert!(all.len() < ids(&[], &[]).unwrap().len());
    }

    #[test]
    fn an_unknown_row_is_told_the_near_ones() {
        let message = ids(&["linaer"], &[]).unwrap_err().to_string();
        assert!(message.contains("linear"), "{message}");
        let message = ids(&["zzz"], &[]).unwrap_err().to_string();
        assert!(message.contains("--list"), "{message}");
    }
}
